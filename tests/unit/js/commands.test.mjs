// The desk sends one act after the other, and takes a bounced finger for one press.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { commands } from "../../../static/js/desk/commands.js";

const PAGE = { querySelectorAll: () => [] };
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
afterEach(() => mock.timers.reset());

/** A desk at this state, what it sent, and what it said. */
function desk(state, answer = { ok: true }) {
  const [sent, said] = [[], []];
  const ask = async (verb, body) => {
    sent.push([verb, body]);
    if (!answer) throw new Error("offline");
    return answer;
  };
  const say = (message) => said.push(message);
  const hand = commands({ page: PAGE, ask, state: () => state, say, unsent: "No connection." });
  return { hand, sent, said };
}

const blank = (version) => ({ version, wall: { blank: false } });
const open = { version: 4, question: { id: "q", pass: "today", state: "open" } };

test("a verb goes out with the version it was based on", async () => {
  const { hand, sent } = desk(blank(3));
  await hand.act("blank");
  assert.deepEqual(sent, [["blank_screen", { version: 3 }]]);
});

test("the same act on the same state is one press", async () => {
  const { hand, sent } = desk(blank(3));
  const first = hand.act("blank");
  assert.equal(hand.act("blank"), null);
  await first;
  assert.equal(sent.length, 1);
});

test("a refusal is said, and so is a lost connection", async () => {
  const refused = desk(blank(3), { ok: false, message: "Someone else acted first." });
  assert.equal(await refused.hand.send("blank_screen"), false);
  const lost = desk(blank(3), null);
  assert.equal(await lost.hand.send("blank_screen"), false);
  assert.deepEqual([refused.said, lost.said], [["Someone else acted first."], ["No connection."]]);
});

test("voting closes after five seconds", async () => {
  const { hand, sent } = desk(open);
  hand.act("open");
  await settled();
  mock.timers.tick(4999);
  assert.equal(sent.length, 0);
  mock.timers.tick(1);
  await settled();
  assert.deepEqual(sent, [["close_question", { question: "q", pass: "today", version: 4 }]]);
});

test("any control keeps voting open while the seconds run", async () => {
  for (const keep of [(hand) => hand.act("blank"), (hand) => hand.keep()]) {
    const { hand, sent } = desk(open);
    hand.act("open");
    await settled();
    keep(hand);
    mock.timers.tick(10000);
    await settled();
    assert.equal(sent.length, 0);
  }
});
