// What was agreed, on the wall: the newest if they are many, as large as their number allows.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

/**
 * `layout`: which is the first that is shown, and how many they are.
 * @param {HTMLElement} root
 * @param {Agreement[]} agreements
 * @param {Layout["agreements"]} layout
 * @param {Agreement[] | null} second
 */
export function agreed(root, agreements, layout, second) {
  const shown = agreements.slice(layout.first);
  /** @type {HTMLOListElement} */
  const list = root.querySelector('[data-slot="agreed"]');
  list.dataset.many = layout.density;
  list.start = layout.first + 1;
  fill(root, { agreed_more: layout.first });
  toggle(root, {
    agreed_none: agreements.length === 0,
    agreed_more: layout.first > 0,
  });
  keyed(
    list,
    shown,
    (one) => one.id,
    () => element("agreed-item"),
    (node, one) => {
      fill(node, {
        agreed_what: one.what,
        agreed_who: one.who,
        agreed_by: one.by,
        agreed_about: one.question_text,
        agreed_about_also: second ? second[agreements.indexOf(one)].question_text : "",
      });
      toggle(node, { agreed_about: Boolean(one.question_text) });
    },
  );
}
