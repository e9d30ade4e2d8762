// Keys and clickers press the controls of the desk, and never while somebody types.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf } from "../../../static/js/desk/keys.js";

/** An element that is, or lies in, what these selectors name. */
const target = (...names) => {
  const lies = (selectors) => names.some((name) => selectors.includes(name));
  return { isContentEditable: false, closest: lies, matches: lies };
};
const pressed = (key, more = {}) => actOf({ key, target: target(), ...more });

test("a clicker's keys, arrows and space go on and back", () => {
  assert.deepEqual(
    ["PageDown", "ArrowRight", " "].map((key) => pressed(key)),
    Array(3).fill("next"),
  );
  assert.deepEqual(
    ["PageUp", "ArrowLeft"].map((key) => pressed(key)),
    ["back", "back"],
  );
});

test("a letter works in both cases of the keyboard's lock, and not with Shift", () => {
  assert.deepEqual([pressed("o"), pressed("O")], ["open", "open"]);
  assert.equal(pressed("O", { shiftKey: true }), null);
});

test("a sign is what it says, with Shift or without", () => {
  for (const shiftKey of [true, false])
    assert.deepEqual(
      [".", "+", "?", "0"].map((key) => pressed(key, { shiftKey })),
      ["blank", "larger", "list", "usual"],
    );
});

test("Shift and an arrow look at another question", () => {
  assert.equal(pressed("ArrowRight", { shiftKey: true }), "later");
  assert.equal(pressed("ArrowLeft", { shiftKey: true }), "earlier");
});

test("the browser's own keys, held keys and unknown ones do nothing", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey", "repeat"])
    assert.equal(pressed("o", { [held]: true }), null);
  assert.equal(pressed("x"), null);
});

test("who types, or is asked something, presses no control", () => {
  for (const where of ["textarea", "select", "dialog[open]"])
    assert.equal(pressed("o", { target: target(where) }), null);
});

test("space presses the button that has the focus, not the next step", () => {
  assert.equal(pressed(" ", { target: target("button") }), null);
  assert.equal(pressed("o", { target: target("button") }), "open");
});
