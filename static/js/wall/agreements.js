// What was agreed, on the wall: the newest if they are many, as large as their number allows.
import { keyed } from "../shared/keyed.js";
import { clone, fill, toggle } from "../shared/slots.js";

const MOST = 10;

export function agreed(root, agreements, second) {
  const shown = agreements.slice(-MOST);
  const list = root.querySelector('[data-slot="agreed"]');
  list.dataset.many = shown.length > 6 ? "many" : shown.length > 3 ? "some" : "few";
  list.start = agreements.length - shown.length + 1;
  fill(root, { agreed_more: agreements.length - shown.length });
  toggle(root, {
    agreed_none: agreements.length === 0,
    agreed_more: agreements.length > shown.length,
  });
  keyed(
    list,
    shown,
    (one) => one.id,
    () => clone("agreed-item").firstElementChild,
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
