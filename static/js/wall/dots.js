// Dots: a line for each group, today → should be, at the places the map says. Its marks and its
// axis are the map's.
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";
import { lines, walk } from "./power_map.js";

const PASSES = /** @type {const} */ (["today", "should_be"]);

/**
 * @param {HTMLElement} root
 * @param {Dots} drawn
 * @param {Dots | null} second
 */
export function dots(root, drawn, second) {
  const part = root.querySelector(".dots");
  part.setAttribute("aria-label", `${drawn.finding} ${drawn.places}`);
  part.dataset.rows = String(drawn.rows.length);
  lines(part, drawn.ticks, second?.ticks);
  keyed(
    part.querySelector('[data-slot="dots_rows"]'),
    drawn.rows,
    (row) => row.group,
    () => element("dots-row"),
    (node, row) => draw(node, row, drawn, second),
  );
}

/**
 * @param {HTMLElement} node
 * @param {DotsRow} row
 * @param {Dots} drawn
 * @param {Dots | null} second
 */
function draw(node, row, drawn, second) {
  /** @type {Partial<DotsRow>} */
  const also = second ? second.rows[drawn.rows.indexOf(row)] : {};
  node.dataset.group = row.group;
  node.querySelector(".row-label .group-mark").dataset.group = row.group;
  node.dataset.absent = PASSES.filter((passing) => row[passing] === null).join(" ");
  fill(node, {
    label: row.label,
    label_also: also.label,
    dots_missing: row.missing,
    dots_missing_also: also.missing,
  });
  toggle(node, { dots_missing: Boolean(row.missing) });
  walk(node.querySelector(".map-path"), row);
  for (const passing of PASSES) {
    const name = node.querySelector(`.dots-name[data-pass="${passing}"]`);
    name.hidden = row[passing] === null;
    name.style.insetInlineStart = `${100 * row[passing]}%`;
    fill(name, { dots_pass: drawn[passing], dots_pass_also: second ? second[passing] : "" });
  }
}
