// How numbers are written on the wall.
import assert from "node:assert/strict";
import { test } from "node:test";
import { room, shareOf } from "../../../static/js/wall/picture.js";
import { clock } from "../../../static/js/wall/timer.js";
import { spaced } from "../../../static/js/wall/wall.js";

const shown = (voters) => ({ groups: { northern: { voters } } });
const bar = (count) => ({ group: "northern", count });

test("a bar says how many, and from fifty answers of its group how many in a hundred", () => {
  assert.equal(shareOf(bar(7), {}, shown(49)), 7);
  assert.equal(shareOf(bar(7), {}, shown(50)), "14%");
  assert.equal(shareOf(bar(0), {}, shown(80)), "0%");
});

test("a bar whose number is kept back says nothing", () => {
  assert.equal(shareOf(bar(null), {}, shown(60)), "");
  assert.equal(shareOf(bar(undefined), {}, shown(8)), "");
});

test("last time's row counts its own voters, not those of now", () => {
  assert.equal(shareOf(bar(9), { then: true, voters: 12 }, shown(90)), 9);
  assert.equal(shareOf(bar(30), { then: true, voters: 60 }, shown(8)), "50%");
});

test("the narrower a bar for each character, the smaller its number", () => {
  assert.deepEqual([0, 0.01, 0.02, 0.1].map(room), ["none", "tiny", "narrow", "wide"]);
});

test("a clock shows minutes and seconds", () => {
  assert.deepEqual([0, 9, 60, 605].map(clock), ["0:00", "0:09", "1:00", "10:05"]);
});

test("a join code is read in two halves, anything else as it is", () => {
  assert.deepEqual(["7KQ2M4", "", undefined].map(spaced), ["7KQ 2M4", "", undefined]);
});
