// A question added on the spot: the dialog stays open, with what was typed, until the server has taken it.
import { fill, toggle } from "./slots.js";

export function adding({ ask, unsent }) {
  const dialog = document.getElementById("add");
  const form = dialog.querySelector("form");
  const { elements } = form;

  const ownWords = () => ["choice", "prioritise"].includes(elements.kind.value);

  function question() {
    const kind = elements.kind.value;
    const lines = elements.choices.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const passes = elements.should_be.checked ? ["today", "should_be"] : ["today"];
    return { kind, text: elements.text.value, passes, ...(ownWords() ? { choices: lines } : {}) };
  }

  async function add() {
    fill(dialog, { add_problem: "" });
    const answer = await ask("add_question", { question: question() }).catch(() => ({ message: unsent }));
    if (answer.ok) {
      form.reset();
      shape();
      dialog.close();
    } else fill(dialog, { add_problem: answer.message });
  }

  function shape() {
    toggle(dialog, { own: ownWords() });
  }

  elements.kind.addEventListener("change", shape);
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value === "no") return;
    event.preventDefault();
    add();
  });
  return () => {
    shape();
    dialog.showModal();
    elements.text.focus();
    elements.text.setSelectionRange(elements.text.value.length, elements.text.value.length);
  };
}
