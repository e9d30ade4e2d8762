// What people wrote, at the desk: to be read first, let through, deleted, or made into a question.
import { keyed } from "../shared/keyed.js";
import { clone, element, fill, toggle } from "../shared/slots.js";

/**
 * @param {Desk} desk
 * @param {(texts?: Written[], done?: () => void) => void} add
 * @returns {Part}
 */
export function writtenAnswers({ page, state, send, say }, add) {
  const list = page.querySelector('[data-slot="written_list"]');
  const none = clone("none-ticked").textContent;
  const find = (/** @type {string} */ id) => state().written.find((one) => one.id === id);
  /** @returns {HTMLInputElement[]} */
  const ticked = () => [...list.querySelectorAll("input")].filter((box) => box.checked);

  function make() {
    const texts = ticked()
      .map((box) => find(box.value))
      .filter(Boolean);
    if (!texts.length) return say(none);
    return add(texts, () => {
      for (const box of ticked()) box.checked = false;
    });
  }

  return {
    acts: {
      make,
      showtext: ({ id }) => send(find(id)?.shown ? "hide_texts" : "show_texts", { texts: [id] }),
      rejecttext: ({ id }) => send("reject_texts", { texts: [id] }),
      showtexts: () => send("show_texts"),
      hidetexts: () => send("hide_texts"),
    },
    draw: ({ written }) => {
      toggle(page, { written_desk: written.length > 0 });
      keyed(
        list,
        written,
        (one) => one.id,
        () => element("written-item"),
        drawText,
      );
    },
  };
}

/**
 * @param {HTMLElement} node
 * @param {Written} one
 */
function drawText(node, one) {
  fill(node, { words: one.text, made: one.question_text });
  node.querySelector("input").value = one.id;
  for (const button of node.querySelectorAll("button")) {
    button.dataset.id = one.id;
    button.setAttribute("aria-description", one.text);
  }
  node.querySelector('[data-act="showtext"]').setAttribute("aria-pressed", String(one.shown));
}
