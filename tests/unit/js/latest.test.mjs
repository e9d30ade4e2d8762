// Wall and desk keep the last of each fact, and draw whatever is new.
import assert from "node:assert/strict";
import { test } from "node:test";
import { latest, ofQuestion } from "../../../static/js/shared/latest.js";
import { question, release, state } from "./sample.mjs";

function kept() {
  const drawn = [];
  const draw = ({ state, release }) => drawn.push([state.version, release?.number]);
  const facts = latest({ state: state(3), turnout: null, release: release(2) }, draw);
  return { facts, drawn };
}

test("a lower version of the state is ignored, the same one is drawn again", () => {
  const { facts, drawn } = kept();
  for (const version of [2, 3, 4]) facts.session_changed(state(version));
  assert.deepEqual(drawn, [
    [3, 2],
    [4, 2],
  ]);
});

test("an earlier frame of the same round is ignored", () => {
  const { facts, drawn } = kept();
  for (const number of [1, 3]) facts.results_released(release(number));
  assert.deepEqual(drawn, [[3, 3]]);
});

test("the first frame of another round is drawn, whatever its number", () => {
  const { facts, drawn } = kept();
  facts.results_released(release(1, { round_key: "budget/today/2" }));
  assert.deepEqual(drawn, [[3, 1]]);
});

test("what is asked for without a socket is heard like what a socket says", () => {
  const { facts } = kept();
  facts.present({ state: state(4), turnout: { joined: 5, round_key: null }, release: release(1) });
  assert.deepEqual([facts.now.state.version, facts.now.turnout.joined], [4, 5]);
  assert.equal(facts.now.release.number, 2);
  facts.present({ state: state(5), turnout: { joined: 6, round_key: null }, release: null });
  assert.equal(facts.now.release.number, 2);
});

test("a fact belongs to the question on the wall by its key", () => {
  const shown = release(1);
  assert.equal(ofQuestion(shown, question()), shown);
  assert.equal(ofQuestion(shown, question({ round: 2 })), null);
  assert.equal(ofQuestion(shown, null), null);
  assert.equal(ofQuestion(null, question()), null);
});
