// How many have answered, over all groups together: a number and a bar, or in small rooms a band in
// words.

import { GROUPS } from "../shared/groups.js";
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

/** @type {Record<string, number>} */
const REACH = { none: 0, under_25: 25, "25_49": 50, "50_79": 80, from_80: 100 };

/**
 * @param {HTMLElement} root
 * @param {State} state
 * @param {Turnout | null} count
 */
export function turnout(root, state, count) {
  const exact = Boolean(count) && count.voted !== undefined;
  const more = Boolean(count) && count.more > 0;
  toggle(root, {
    turnout: Boolean(count),
    exact,
    band: Boolean(count) && !exact,
    more_joined: more,
    beside: more || state.wall.on_paper > 0,
  });
  if (!count) return;
  fill(root, {
    joined: count.joined,
    voted: count.voted,
    band_text: count.band_text,
    more: count.more,
  });
  const gauge = root.querySelector('[data-slot="gauge"]');
  gauge.dataset.banded = String(!exact);
  gauge.firstElementChild.style.width = `${exact ? (100 * count.voted) / Math.max(count.joined, 1) : REACH[count.band]}%`;
  who(
    root.querySelector('[data-slot="who"]'),
    count.groups || {},
    state.session.groups,
    state.also ? state.also.groups : {},
  );
}

/**
 * How many of each group were here when they were last counted: a snapshot, never live.
 * @param {HTMLElement} line
 * @param {Record<string, number>} joined
 * @param {Texts} labels
 * @param {Texts} second
 */
function who(line, joined, labels, second) {
  keyed(
    line,
    GROUPS.filter((group) => joined[group] > 0),
    (group) => group,
    () => element("key-item"),
    (node, group) => {
      node.querySelector(".group-mark").dataset.group = group;
      fill(node, { label: labels[group], label_also: second[group], here: joined[group] });
      toggle(node, { voters: false, here: true });
    },
  );
}
