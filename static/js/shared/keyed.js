// Children by key: what stays is updated in place (so it can move), what is new is made, what is
// gone is removed.

export function keyed(parent, items, keyOf, make, update) {
  const old = new Map(Array.from(parent.children, (node) => [node.dataset.is, node]));
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
