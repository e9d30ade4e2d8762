// A question added on the spot: the dialog stays open, with what was typed, until the server has
// taken it.
import { clone, fill, toggle } from "../shared/slots.js";

/**
 * @param {Desk} desk
 * @returns {(texts?: Written[], done?: () => void) => void}
 */
export function newQuestion({ ask, unsent }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("add"));
  const form = dialog.querySelector("form");
  const { elements } = form;

  // what people wrote that the question is made of
  let made = { texts: /** @type {Written[]} */ ([]), done: () => {} };

  const ownWords = () => "own" in elements.kind.selectedOptions[0].dataset;
  const inWords = () => "inWords" in elements.kind.selectedOptions[0].dataset;

  function question() {
    const kind = elements.kind.value;
    const lines = elements.choices.value
      .split("\n")
      .map((/** @type {string} */ line) => line.trim())
      .filter(Boolean);
    const passes = elements.should_be.checked && !inWords() ? ["today", "should_be"] : ["today"];
    return { kind, text: elements.text.value, passes, ...(ownWords() ? { choices: lines } : {}) };
  }

  async function add() {
    fill(dialog, { add_problem: "" });
    const answer = await ask("add_question", {
      question: question(),
      texts: made.texts.map((one) => one.id),
    }).catch(() => ({ ok: false, message: unsent }));
    if (answer.ok) {
      form.reset();
      made.done();
      dialog.close();
    } else fill(dialog, { add_problem: answer.message });
  }

  function shape() {
    toggle(dialog, { own: ownWords(), passes: !inWords(), made_of: made.texts.length > 1 });
  }

  elements.kind.addEventListener("change", shape);
  form.addEventListener("submit", (event) => {
    const pressed = /** @type {HTMLButtonElement} */ (event.submitter);
    if (pressed?.value === "no") return;
    event.preventDefault();
    add();
  });
  return (texts = [], done = () => {}) => {
    made = { texts, done };
    if (texts.length) elements.text.value = texts[0].text;
    else if (!elements.text.value.trim()) form.reset();
    dialog.querySelector('[data-slot="made_of"]').replaceChildren(
      ...texts.map(({ text }) => {
        const item = clone("made-of-item");
        fill(item, { made_of_text: text });
        return item;
      }),
    );
    shape();
    dialog.showModal();
    elements.text.focus();
    elements.text.setSelectionRange(elements.text.value.length, elements.text.value.length);
  };
}
