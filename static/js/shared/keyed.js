// Children by key: what stays is updated in place (so it can move), what is new is made, what is
// gone is removed.

/**
 * @template T
 * @param {HTMLElement} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} make
 * @param {(node: HTMLElement, item: T) => void} update
 */
export function keyed(parent, items, keyOf, make, update) {
  const children = /** @type {HTMLElement[]} */ (Array.from(parent.children));
  const old = new Map(children.map((node) => [node.dataset.is, node]));
  /** @type {HTMLElement | null} */
  let last = null;
  for (const item of items) {
    const is = keyOf(item);
    const node = old.get(is) || make(item);
    old.delete(is);
    node.dataset.is = is;
    const place = last ? last.nextElementSibling : parent.firstElementChild;
    if (place !== node) parent.insertBefore(node, place);
    update(node, item);
    last = node;
  }
  for (const node of old.values()) node.remove();
}
