// The talk at the desk: what is in hand for the picture on the wall, and the order in which to talk
// about it all.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

/**
 * @param {HTMLElement} page
 * @param {State} state
 * @param {Release | null} release
 */
export function talk(page, { talk: told, map, baseline }, release) {
  toggle(page, { talk: Boolean(told), order: map.order.length > 0, baseline: Boolean(baseline) });
  if (told) inHand(page, told, release?.then);
  if (baseline) {
    fill(page, { baseline_title: baseline.title });
    toggle(page, { agreed_nothing: baseline.agreements.length === 0 });
    each(page, "agreed_then", baseline.agreements, (text) => text, "wish", null);
  }
  if (map.order.length) fill(page, { order_first: `${map.order[0].text} · ${map.order[0].apart}` });
  each(
    page,
    "order",
    map.order,
    (one) => one.question,
    "order-item",
    (one) => ({ order_text: one.text, order_apart: one.apart, order_places: one.places }),
  );
}

/**
 * @param {HTMLElement} page
 * @param {Talk} told
 * @param {Comparison | null | undefined} then
 */
function inHand(page, told, then) {
  toggle(page, {
    wishes: told.wishes.length > 0,
    balance: told.balance.length > 0,
    then: Boolean(then),
  });
  fill(page, { then_line: then ? then.line : "", then_caution: then ? then.caution : "" });
  each(page, "since", then ? then.sentences : [], (text) => text, "wish", null);
  fill(page, {
    prompt: told.card.text,
    talk_finding: told.finding,
    gap_text: told.gap_text,
    first: told.first.text,
    common: told.common,
  });
  each(page, "wishes", told.wishes, (text) => text, "wish", null);
  each(
    page,
    "balance",
    told.balance,
    (row) => row.label,
    "balance-row",
    (row) => ({ word: row.label, balanced: row.balanced, plain: row.plain }),
  );
}

/**
 * @template T
 * @param {HTMLElement} page
 * @param {string} name
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {string} template
 * @param {((item: T) => Record<string, unknown>) | null} texts
 */
function each(page, name, items, keyOf, template, texts) {
  keyed(
    page.querySelector(`[data-slot="${name}"]`),
    items,
    keyOf,
    () => element(template),
    (node, item) => {
      if (texts) fill(node, texts(item));
      else node.textContent = String(item);
    },
  );
}
