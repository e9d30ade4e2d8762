// A release's table: choices down, groups across. Drawn whole each time: it does not move.
import { clone, fill, toggle } from "../lib/slots.js";

const MOST = 10; // lines that can be read from the back; more of them stand in two halves, side by side

export function numbers(root, table) {
  const halves = table.rows.length > MOST ? 2 : 1;
  const length = Math.ceil(table.rows.length / halves);
  const parts = Array.from({ length: halves }, (_, at) => half(table, table.rows.slice(at * length, (at + 1) * length)));
  root.querySelector('[data-slot="numbers"]').replaceChildren(...parts);
  return halves;
}

function half({ groups }, rows) {
  const part = clone("numbers-half").firstElementChild;
  const head = part.querySelector("tr");
  for (const group of groups) {
    const cell = clone("numbers-group").firstElementChild;
    cell.querySelector(".mark").dataset.group = group.group;
    fill(cell, { label: group.label, answers: group.answers });
    toggle(cell, { voters: group.voters !== null });
    head.append(cell);
  }
  part.querySelector("tbody").append(...rows.map(line));
  return part;
}

function line({ label, cells }) {
  const row = clone("numbers-row").firstElementChild;
  fill(row, { label });
  for (const text of cells) {
    const cell = clone("numbers-cell").firstElementChild;
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}
