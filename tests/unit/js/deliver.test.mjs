// One ballot is sent until it is answered, by socket or by plain HTTP.
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { deliver } from "../../../static/js/phone/deliver.js";

const BALLOT = { question: "budget", choices: [1], number: 1 };

/** A socket that gives these answers one after the other; an Error is a lost one, null means down. */
function socket(...answers) {
  const asked = [];
  return {
    asked,
    isUp: () => answers[0] !== null,
    ask: async (event, body) => {
      asked.push([event, body]);
      const answer = answers.shift();
      if (answer === null || answer instanceof Error) throw answer ?? new Error("offline");
      return answer;
    },
    back: async () => {},
  };
}

function http(...answers) {
  return mock.method(globalThis, "fetch", async () => {
    const [status, body] = answers.shift() ?? [503, {}];
    if (status === 0) throw new TypeError("no network");
    return { status, json: async () => body };
  });
}

const quiet = { late: () => {}, refused: () => {} };
const sent = (connection, told = quiet) => deliver(BALLOT, connection, "/j/ABC234/ballots", told);

afterEach(() => mock.restoreAll());

test("an answered ballot is sent once", async () => {
  const connection = socket({ ok: true, number: 1 });
  const answer = await sent(connection);
  assert.equal(answer.ok, true);
  assert.ok(!answer.unsure);
  assert.deepEqual(connection.asked, [["cast_ballot", BALLOT]]);
});

test("without a socket the same ballot goes by plain HTTP", async () => {
  const fetched = http([200, { ok: true }]);
  const answer = await sent(socket(null));
  assert.equal(answer.ok, true);
  const [address, { method, body }] = fetched.mock.calls[0].arguments;
  assert.deepEqual([address, method, JSON.parse(body)], ["/j/ABC234/ballots", "POST", BALLOT]);
});

test("a ballot that nobody answers is sent again, always the same", async () => {
  const connection = socket(null, null, { ok: true });
  http([0], [502, {}]);
  assert.equal((await sent(connection)).ok, true);
  assert.deepEqual(
    connection.asked.map(([, body]) => body),
    [BALLOT, BALLOT, BALLOT],
  );
});

test("who is asked to wait is told so, and the ballot is sent again", async () => {
  const refused = [];
  const connection = socket({ ok: false, reason: "RateLimited" }, { ok: true });
  const answer = await sent(connection, { ...quiet, refused: (why) => refused.push(why.reason) });
  assert.equal(answer.ok, true);
  assert.deepEqual(refused, ["RateLimited"]);
});

test("a refusal for good ends it", async () => {
  const answer = await sent(socket({ ok: false, reason: "QuestionClosed" }));
  assert.deepEqual([answer.reason, Boolean(answer.unsure)], ["QuestionClosed", false]);
});

test("a refusal after an answer was lost says that the ballot may have been counted", async () => {
  http([409, { ok: false, reason: "QuestionClosed" }]);
  assert.equal((await sent(socket(new Error("timeout")))).unsure, true);
  const again = socket(new Error("timeout"), { ok: false, reason: "QuestionClosed" });
  http([0]);
  assert.equal((await sent(again)).unsure, true);
});

test("a ballot that takes long says so", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const late = mock.fn();
  let answer;
  const connection = { ...socket({}), ask: () => new Promise((resolve) => (answer = resolve)) };
  const delivered = sent(connection, { ...quiet, late });
  mock.timers.tick(1999);
  assert.equal(late.mock.callCount(), 0);
  mock.timers.tick(1);
  assert.equal(late.mock.callCount(), 1);
  answer({ ok: true });
  await delivered;
  mock.timers.reset();
});
