// A release's picture: rows of bars at the places the release says. Elements stay and move; nothing
// is reckoned here.

import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";
import { key, legend } from "./legend.js";
import { numbers } from "./table.js";

/**
 * @param {HTMLElement} root
 * @param {Release} release
 * @param {Question} question
 * @param {Texts} groups
 * @param {Second | null} second
 */
export function picture(root, release, question, groups, second) {
  const { form, rows, zero, columns } = release.picture;
  const slot = (/** @type {string} */ name) => root.querySelector(`.picture [data-slot="${name}"]`);
  const area = slot("rows");
  const tabled = form === "table";
  /** @type {(row: Row) => Partial<Row>} */
  const also = (row) => (second ? release.also.picture.rows[rows.indexOf(row)] : {});
  toggle(root, { numbers: tabled, numbers_words: false });
  area.hidden = tabled;
  const halves = tabled ? numbers(root, release.table, second && release.also.table) : columns;
  root.dataset.halves = String(halves);
  area.dataset.form = form;
  area.dataset.rows = String(rows.length);
  area.dataset.columns = String(columns);
  area.setAttribute("aria-label", release.finding.text);
  area.style.setProperty("--zero", `${100 * (zero || 0)}%`);
  const half = Math.ceil(rows.filter((row) => !row.group).length / columns);
  area.dataset.half = release.layout.rows;
  area.style.gridTemplateRows = columns > 1 ? `repeat(${half}, minmax(0, 1fr))` : "";
  /** @type {(bar: Bar, row: Row) => string | number} */
  const share = (bar, row) => shareOf(bar, row, release);
  keyed(
    area,
    rows,
    (row) => `${row.group ?? row.choice ?? row.label}${row.then ? "/then" : ""}`,
    () => element("row"),
    (node, row) => {
      draw(node, row, form, zero, share);
      node.style.gridArea = columns > 1 ? cell(row, rows.indexOf(row), half) : "";
      fill(node, {
        label_also: also(row).label,
        answers_also: also(row).answers,
        note_also: also(row).note,
      });
    },
  );
  keyed(
    slot("sentences"),
    release.sentences,
    (text) => text,
    () => element("sentence"),
    (node, sentence) => fill(node, { sentence }),
  );
  legend(slot("legend"), release, question, second);
  key(slot("key"), release, groups, second, halves > 1);
}

/**
 * Choices run down the first column, then down the second; what is said of a group stands below
 * them both.
 * @param {Row} row
 * @param {number} at
 * @param {number} half
 */
function cell(row, at, half) {
  return row.group ? "auto / 1 / auto / -1" : `${(at % half) + 1} / ${at < half ? 1 : 2}`;
}

/**
 * @param {HTMLElement} node
 * @param {Row} row
 * @param {string} form
 * @param {number | null} zero
 * @param {(bar: Bar, row: Row) => string | number} share
 */
function draw(node, row, form, zero, share) {
  const label = node.querySelector(".row-label .group-mark");
  label.dataset.group = row.group || "together";
  fill(node, { label: row.label, answers: row.answers, note: row.note });
  toggle(node, {
    note: Boolean(row.note),
    voters: form !== "by_choice" && row.voters > 0,
    zero: zero !== null && zero !== undefined,
  });
  const bars = row.bars || [];
  node.dataset.empty = String(bars.length === 0);
  node.dataset.then = String(Boolean(row.then));
  const lanes = form === "by_choice" ? bars.length : 1;
  keyed(
    node.querySelector('[data-slot="bars"]'),
    bars,
    (bar) => `${bar.group}/${bar.choice}`,
    create,
    (part, bar) => {
      const at = lanes > 1 ? bars.indexOf(bar) : 0;
      part.dataset.tone = bar.tone;
      const count = String(share(bar, row));
      part.dataset.size = room(bar.width / (count.length + (count.endsWith("%") ? 0.8 : 0) || 1));
      part.querySelector(".group-mark").dataset.group = bar.group || "together";
      part.style.top = `${(100 * at) / lanes}%`;
      part.style.height = `${100 / lanes}%`;
      part.style.insetInlineStart = `${100 * bar.x}%`;
      part.offsetWidth; // a new bar begins at nothing and grows from there
      part.style.width = `${100 * bar.width}%`;
      fill(part, { count });
    },
  );
}

function create() {
  const bar = element("bar");
  bar.style.width = "0%";
  return bar;
}

/**
 * What a bar has room for, from its width for each character of its number: measured at 4:3, the
 * narrower wall.
 * @param {number} width
 */
export function room(width) {
  if (width <= 0) return "none";
  return width < 0.0165 ? "tiny" : width < 0.026 ? "narrow" : "wide";
}

/**
 * Counts, since rooms are small; percent only from 50 answers a group.
 * @param {Bar} bar
 * @param {Row} row
 * @param {Release} release
 */
export function shareOf(bar, row, release) {
  const shown = (!row.then && release.groups[bar.group || row.group]) || {};
  const voters = shown.voters || row.voters || 0;
  if (bar.count === null || bar.count === undefined) return "";
  return voters >= 50 ? `${Math.round((100 * bar.count) / voters)}%` : bar.count;
}
