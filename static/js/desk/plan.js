// The plan at the desk: each question with its passes and where they stand; a press brings one to
// the wall.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

const STATES = ["waiting", "shown", "open", "closed", "revealed"];

/**
 * @param {HTMLElement} list
 * @param {PlanItem[]} items
 */
export function plan(list, items) {
  keyed(
    list,
    items.map((item, at) => ({ ...item, at: at + 1 })),
    (item) => item.id,
    () => element("plan-item"),
    (node, item) => {
      fill(node, { at: item.at, text: item.text, note: item.note });
      toggle(node, {
        note: Boolean(item.note),
        removable:
          items.length > 1 && item.passes.every((one) => ["waiting", "shown"].includes(one.state)),
      });
      node.querySelector('[data-act="takeout"]').dataset.question = item.id;
      node.dataset.current = String(item.passes.some((one) => one.current));
      keyed(
        node.querySelector('[data-slot="passes"]'),
        item.passes,
        (one) => one.pass,
        () => element("plan-pass"),
        (button, one) => pass(button, item, one),
      );
    },
  );
}

/**
 * @param {HTMLElement} button
 * @param {PlanItem} item
 * @param {PlanPass} one
 */
function pass(button, item, one) {
  button.dataset.question = item.id;
  button.dataset.pass = one.pass;
  button.dataset.state = one.state;
  button.setAttribute("aria-current", one.current ? "step" : "false");
  fill(button, { pass_text: one.pass_text, round: one.round, round_name: one.round_name });
  for (const state of STATES) toggle(button, { [state]: one.state === state });
  toggle(button, { again: one.round > 1 && !one.round_name, named: Boolean(one.round_name) });
}
