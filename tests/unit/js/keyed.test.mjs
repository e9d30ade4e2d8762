// Children by key stay the same elements while their item stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keyed } from "../../../static/js/shared/keyed.js";

/** As much of an element as a list of children needs. */
class Parent {
  children = [];

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  insertBefore(node, place) {
    this.children = this.children.filter((one) => one !== node);
    const at = place ? this.children.indexOf(place) : this.children.length;
    this.children.splice(at, 0, node);
  }

  made(item) {
    const parent = this;
    return {
      dataset: {},
      item,
      get nextElementSibling() {
        return parent.children[parent.children.indexOf(this) + 1] ?? null;
      },
      remove() {
        parent.children = parent.children.filter((one) => one !== this);
      },
    };
  }
}

function draw(parent, items) {
  keyed(
    parent,
    items,
    (item) => item.id,
    (item) => parent.made(item),
    (node, item) => {
      node.text = item.text;
    },
  );
  return parent.children;
}

const items = (...ids) => ids.map((id) => ({ id, text: id.toUpperCase() }));
const keys = (children) => children.map((node) => node.dataset.is).join("");

test("children follow the order of their items", () => {
  const parent = new Parent();
  for (const order of ["abc", "cab", "bd", "", "dabc"])
    assert.equal(keys(draw(parent, items(...order))), order);
});

test("what stays is the same element, updated", () => {
  const parent = new Parent();
  const [a, b] = [...draw(parent, items("a", "b"))];
  const after = draw(parent, [{ id: "b", text: "new" }, ...items("c", "a")]);
  assert.deepEqual([after[0], after[2]], [b, a]);
  assert.equal(b.text, "new");
});

test("what is gone is removed, and made anew when it comes back", () => {
  const parent = new Parent();
  const [, gone] = [...draw(parent, items("a", "b"))];
  draw(parent, items("a"));
  assert.notEqual(draw(parent, items("a", "b"))[1], gone);
});
