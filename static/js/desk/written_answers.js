// What people wrote, at the desk: to be read first, let through, deleted, or made into a question.
import { keyed } from "../shared/keyed.js";
import { clone, fill, toggle } from "../shared/slots.js";

export function writtenAtDesk(page, { written }) {
  toggle(page, { written_desk: written.length > 0 });
  keyed(
    page.querySelector('[data-slot="written_list"]'),
    written,
    (one) => one.id,
    () => clone("written-item").firstElementChild,
    (node, one) => {
      fill(node, { words: one.text, made: one.question_text });
      node.querySelector("input").value = one.id;
      for (const button of node.querySelectorAll("button")) {
        button.dataset.id = one.id;
        button.setAttribute("aria-description", one.text);
      }
      node.querySelector('[data-act="showtext"]').setAttribute("aria-pressed", one.shown);
    },
  );
}
