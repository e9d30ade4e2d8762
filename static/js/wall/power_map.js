// The power map: every mark at the place the map says. Elements stay and move; nothing is reckoned
// here but a length. `second`: the same, filled with what a wall in two languages says in the other
// one.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

/**
 * @param {HTMLElement} root
 * @param {PowerMap} drawn
 * @param {PowerMap | null} second
 */
export function map(root, drawn, second) {
  const slot = (/** @type {string} */ name) => root.querySelector(`[data-slot="${name}"]`);
  /** @type {Pick<PowerMap, "sections" | "groups">} */
  const also = second || { sections: [], groups: [] };
  fill(root, { map_title: drawn.title, map_more: drawn.more });
  toggle(root, { map_none: drawn.sections.length === 0, map_more: drawn.more > 0 });
  keyed(
    slot("map_sections"),
    drawn.sections,
    (one) => one.kind,
    () => element("map-section"),
    (node, one) => section(node, one, of(drawn.sections, one, also.sections)),
  );
  keyed(
    slot("map_key"),
    drawn.groups,
    (one) => one.group,
    () => element("map-key-item"),
    (node, one) => {
      node.dataset.group = one.group;
      fill(node, {
        map_group: one.label,
        map_group_also: of(drawn.groups, one, also.groups).label,
      });
    },
  );
}

/**
 * What stands at the same place in the second language: nothing where there is none.
 * @template T, U
 * @param {T[]} ones
 * @param {T} one
 * @param {U[] | null | undefined} others
 * @returns {Partial<U>}
 */
function of(ones, one, others) {
  return others?.[ones.indexOf(one)] || {};
}

/**
 * @param {HTMLElement} node
 * @param {MapSection} drawn
 * @param {Partial<MapSection>} second
 */
function section(node, { ticks, rows }, second) {
  node.style.setProperty(
    "--rows",
    String(rows.reduce((sum, row) => sum + (row.missing.length ? 1.3 : 1), 0)),
  );
  toggle(node, { map_head: rows.some((row) => row.steps) });
  lines(node, ticks, second.ticks);
  keyed(
    node.querySelector('[data-slot="map_rows"]'),
    rows,
    (row) => row.question,
    () => element("map-row"),
    (part, row) => draw(part, row, of(rows, row, second.rows)),
  );
}

/**
 * Where the steps of the scale lie, with their names: in the second language at the other end of
 * the line.
 * @param {HTMLElement} node
 * @param {Tick[]} ticks
 * @param {Tick[] | null | undefined} second
 */
export function lines(node, ticks, second) {
  keyed(
    node.querySelector('[data-slot="map_ticks"]'),
    ticks,
    (one) => one.label,
    () => element("map-tick"),
    (tick, one) => {
      tick.style.insetInlineStart = `${100 * one.x}%`;
      // these have room beside them, and leave the next one its own
      const outer = one === ticks[0] || one === ticks.at(-1);
      tick.style.setProperty("--wide", `${(outer ? 104 : 92) / ticks.length}cqi`);
      fill(tick, { map_tick: one.label, map_tick_also: of(ticks, one, second).label });
    },
  );
}

/**
 * @param {HTMLElement} node
 * @param {MapRow} row
 * @param {Partial<MapRow>} second
 */
function draw(node, row, second) {
  fill(node, {
    map_text: row.text,
    map_places: row.places,
    map_steps: row.steps,
    map_reason: row.reason,
  });
  fill(node, { map_text_also: second.text, map_reason_also: second.reason });
  node.dataset.noted = String(row.missing.length > 0);
  keyed(
    node.querySelector('[data-slot="map_missing"]'),
    row.missing,
    (one) => `${one.group} ${one.why}`,
    () => element("map-missing"),
    (part, one) => {
      part.querySelector(".group-mark").dataset.group = one.group;
      fill(part, { map_why: one.why, map_why_also: of(row.missing, one, second.missing).why });
    },
  );
  toggle(node, {
    map_apart: Boolean(row.steps),
    map_reason: Boolean(row.reason) && !row.missing.length,
  });
  keyed(
    node.querySelector('[data-slot="map_paths"]'),
    row.paths,
    (path) => path.group,
    () => element("map-path"),
    (part, path) => {
      part.dataset.group = path.group;
      part.style.top = `${(100 * (row.paths.indexOf(path) + 0.5)) / row.paths.length}%`;
      walk(part, path);
    },
  );
}

/**
 * What should be sets out from today, and takes the line between with it.
 * @param {HTMLElement} part
 * @param {Pick<Path, "today" | "should_be">} path
 */
export function walk(part, { today, should_be: wished }) {
  const [way, open, filled] = /** @type {HTMLElement[]} */ ([...part.children]);
  part.dataset.same = String(today !== null && wished !== null && Math.abs(today - wished) < 0.02);
  put(filled, today);
  if (open.style.insetInlineStart === "") put(open, today ?? wished);
  way.hidden = today === null || wished === null;
  if (!way.hidden && way.style.width === "") lay(way, today, today);
  part.offsetWidth;
  put(open, wished);
  if (!way.hidden) lay(way, Math.min(today, wished), Math.max(today, wished));
}

/**
 * @param {HTMLElement} mark
 * @param {number | null} at
 */
function put(mark, at) {
  mark.classList.toggle("absent", at === null);
  if (at !== null) mark.style.insetInlineStart = `${100 * at}%`;
}

/**
 * @param {HTMLElement} way
 * @param {number} from
 * @param {number} to
 */
function lay(way, from, to) {
  way.style.insetInlineStart = `${100 * from}%`;
  way.style.width = `${100 * (to - from)}%`;
}
