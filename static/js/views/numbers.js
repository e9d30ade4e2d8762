// A release's table: choices down, groups across. Drawn whole each time: it does not move.
import { keyed } from "../lib/keyed.js";
import { clone, fill, toggle } from "../lib/slots.js";

const MOST = 10; // lines that can be read from the back; more of them stand in two halves, side by side

export function numbers(root, table, second) {
  const halves = table.rows.length > MOST ? 2 : 1;
  const length = Math.ceil(table.rows.length / halves);
  const parts = Array.from({ length: halves }, (_, at) => half(table, at * length, length, second, halves === 1));
  root.querySelector('[data-slot="numbers"]').replaceChildren(...parts);
  words(root, table, halves > 1 ? second : null);
  return halves;
}

// Where lines are narrow, the words in cells are said in the second language once, below.
function words(root, { rows }, second) {
  const said = new Map();
  if (second) rows.forEach(({ cells }, at) => cells.forEach((text, cell) => said.set(text, second.rows[at].cells[cell])));
  const items = [...said].filter(([, also]) => also);
  toggle(root, { numbers_words: items.length > 0 });
  keyed(root.querySelector('[data-slot="numbers_words"]'), items, ([text]) => text, () => clone("numbers-word").firstElementChild, (node, [cell, also]) => fill(node, { cell, cell_also: also }));
}

function half({ groups, rows }, from, length, second, inCells) {
  const part = clone("numbers-half").firstElementChild;
  const head = part.querySelector("tr");
  for (const group of groups) {
    const cell = clone("numbers-group").firstElementChild;
    cell.querySelector(".group-mark").dataset.group = group.group;
    fill(cell, { label: group.label, answers: group.answers });
    if (second) fill(cell, { label_also: second.groups[groups.indexOf(group)].label, answers_also: second.groups[groups.indexOf(group)].answers });
    toggle(cell, { voters: group.voters !== null });
    head.append(cell);
  }
  part.querySelector("tbody").append(...rows.slice(from, from + length).map((row, at) => line(row, second && second.rows[from + at], inCells)));
  return part;
}

function line({ label, cells }, second, inCells) {
  const row = clone("numbers-row").firstElementChild;
  fill(row, { label, label_also: second ? second.label : "" });
  cells.forEach((text, at) => {
    const cell = clone("numbers-cell").firstElementChild;
    fill(cell, { cell: text, cell_also: second && inCells ? second.cells[at] : "" });
    row.append(cell);
  });
  return row;
}
