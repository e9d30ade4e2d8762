// The letters on the wall: as large as was asked for, or as large as leaves everything on it, one
// thing below the other.

const TWO_LANGUAGES = -4; // twice the words have to go on the same wall

/**
 * @param {HTMLElement} root
 * @param {number} wanted
 */
export function fit(root, wanted) {
  const least = Math.min(wanted, root.dataset.second ? TWO_LANGUAGES : 0);
  for (let size = wanted; ; size -= 1) {
    root.dataset.text = String(size);
    if (size <= least || !spills(root)) return;
  }
}

/** @param {HTMLElement} root */
function spills(root) {
  const edge = root.getBoundingClientRect();
  const over = boxes(root, "h1, p, li, .row, .numbers, .dots-row, .wall-join").some(
    (box) =>
      box.bottom > edge.bottom ||
      box.right > edge.right ||
      box.left < edge.left ||
      box.top < edge.top,
  );
  const [[header], [footer]] = [boxes(root, ".asking header"), boxes(root, ".asking footer")];
  const within = header
    ? boxes(
        root,
        ".stage .answers li, .stage .legend li, .stage .row, .stage .row-label, .stage .key-item, .stage .numbers, .stage .dots-row",
      )
    : [];
  const stacked = boxes(root, ".stage .row-label, .stage .legend").filter(
    (box, at, all) => at > 0 && box.top < all[at - 1].bottom - 1,
  );
  return (
    over ||
    stacked.length > 0 ||
    within.some((box) => box.top < header.bottom - 1 || box.bottom > footer.top + 1)
  );
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
function boxes(root, selector) {
  return [...root.querySelectorAll(selector)]
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.width > 1 && box.height > 1);
}
