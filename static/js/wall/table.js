// A release's table: choices down, groups across. Drawn whole each time: it does not move.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";

/**
 * @param {HTMLElement} root
 * @param {Table} table
 * @param {Table | null} second
 */
export function numbers(root, table, second) {
  const halves = table.columns;
  const length = Math.ceil(table.rows.length / halves);
  const parts = Array.from({ length: halves }, (_, at) =>
    half(table, at * length, length, second, halves === 1),
  );
  root.querySelector('[data-slot="numbers"]').replaceChildren(...parts);
  words(root, table, halves > 1 ? second : null);
  return halves;
}

/**
 * Where lines are narrow, the words in cells are said in the second language once, below.
 * @param {HTMLElement} root
 * @param {Table} table
 * @param {Table | null} second
 */
function words(root, { rows }, second) {
  const said = new Map();
  for (const [at, { cells }] of second ? rows.entries() : []) {
    for (const [cell, text] of cells.entries()) said.set(text, second.rows[at].cells[cell]);
  }
  const items = [...said].filter(([, also]) => also);
  toggle(root, { numbers_words: items.length > 0 });
  keyed(
    root.querySelector('[data-slot="numbers_words"]'),
    items,
    ([text]) => text,
    () => element("numbers-word"),
    (node, [cell, also]) => fill(node, { cell, cell_also: also }),
  );
}

/**
 * @param {Table} table
 * @param {number} from
 * @param {number} length
 * @param {Table | null} second
 * @param {boolean} inCells
 */
function half({ groups, rows }, from, length, second, inCells) {
  const part = element("numbers-half");
  const head = part.querySelector("tr");
  for (const group of groups) {
    const cell = element("numbers-group");
    cell.querySelector(".group-mark").dataset.group = group.group;
    fill(cell, { label: group.label, answers: group.answers });
    if (second)
      fill(cell, {
        label_also: second.groups[groups.indexOf(group)].label,
        answers_also: second.groups[groups.indexOf(group)].answers,
      });
    toggle(cell, { voters: group.voters !== null });
    head.append(cell);
  }
  part
    .querySelector("tbody")
    .append(
      ...rows
        .slice(from, from + length)
        .map((row, at) => line(row, second?.rows[from + at], inCells)),
    );
  return part;
}

/**
 * @param {Table["rows"][number]} row
 * @param {Table["rows"][number] | null} second
 * @param {boolean} inCells
 */
function line({ label, cells }, second, inCells) {
  const row = element("numbers-row");
  fill(row, { label, label_also: second ? second.label : "" });
  cells.forEach((text, at) => {
    const cell = element("numbers-cell");
    fill(cell, { cell: text, cell_also: second && inCells ? second.cells[at] : "" });
    row.append(cell);
  });
  return row;
}
