// A release's table: choices down, groups across. Drawn whole each time: it does not move.
import { clone, fill, toggle } from "../lib/slots.js";

export function numbers(root, table) {
  const head = clone("numbers-head").firstElementChild;
  for (const group of table.groups) {
    const cell = clone("numbers-group").firstElementChild;
    cell.querySelector(".mark").dataset.group = group.group;
    fill(cell, { label: group.label, answers: group.answers });
    toggle(cell, { voters: group.voters !== null });
    head.append(cell);
  }
  root.querySelector('[data-slot="numbers_head"]').replaceChildren(head);
  root.querySelector('[data-slot="numbers_body"]').replaceChildren(...table.rows.map(line));
}

function line({ label, cells }) {
  const row = clone("numbers-row").firstElementChild;
  row.firstElementChild.textContent = label;
  for (const text of cells) {
    const cell = clone("numbers-cell").firstElementChild;
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}
