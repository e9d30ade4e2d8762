// The present state: in this page's words, and asked for while the socket is down.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { inWords, lifeline, releaseInWords } from "../../../static/js/shared/present.js";
import { release, state } from "./sample.mjs";

const FRENCH = { title: "Bilan", frame: "ici", text: "Qui décide ?", choices: ["a", "b", "c"] };
const soon = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => mock.timers.enable({ apis: ["setInterval"] }));
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("a phone picks its own language among those it is sent", () => {
  const told = inWords(state(1, { words: { fr: FRENCH } }), "fr");
  assert.deepEqual(
    [told.session.title, told.question.text, told.question.round_key],
    ["Bilan", "Qui décide ?", "budget/today/1"],
  );
});

test("a phone in the plan's language takes what is there already", () => {
  assert.equal(inWords(state(1, { words: { fr: FRENCH } }), "en").question.text, "Who decides?");
});

test("in the lobby there is a title to translate, and no question", () => {
  const { title, frame } = FRENCH;
  const lobby = inWords(state(1, { question: null, words: { fr: { title, frame } } }), "fr");
  assert.deepEqual([lobby.session.title, lobby.question], ["Bilan", null]);
});

test("a result is said in the phone's language", () => {
  const shown = release(1, { words: { fr: { finding: "Oui", sentences: ["Un"] } } });
  assert.equal(releaseInWords(shown, "fr").finding.text, "Oui");
  assert.deepEqual(releaseInWords(shown, "fr").sentences, ["Un"]);
  assert.equal(releaseInWords(shown, "en"), shown);
  assert.equal(releaseInWords(null, "fr"), null);
});

/** A lifeline, what came of it, and the server's answers one after the other. */
function thrown(...answers) {
  const said = [];
  const asked = mock.method(globalThis, "fetch", async () => {
    const status = answers.shift();
    if (!status) throw new TypeError("no network");
    return { ok: status === 200, status, json: async () => ({ state: { version: 7 } }) };
  });
  const line = lifeline("/j/ABC234", {
    hear: ({ state }) => said.push(state.version),
    lost: (is) => said.push(is ? "lost" : "found"),
    gone: () => said.push("gone"),
  });
  return { line, said, asked };
}

async function four_seconds() {
  mock.timers.tick(4000);
  await soon();
}

test("while the socket is down the state is asked for, and no longer once it is up", async () => {
  const { line, said, asked } = thrown(200, 200);
  line(false);
  line(false);
  await four_seconds();
  assert.deepEqual(said, ["found", 7]);
  assert.equal(asked.mock.calls[0].arguments[0], "/j/ABC234/present.json");
  line(true);
  await four_seconds();
  assert.equal(asked.mock.callCount(), 1);
});

test("the page says so when that fails, too", async () => {
  const { line, said } = thrown(0, 503, 429, 200);
  line(false);
  for (let tries = 0; tries < 4; tries += 1) await four_seconds();
  assert.deepEqual(said, ["lost", "lost", "lost", "found", 7]);
});

for (const status of [403, 404])
  test(`a page is told that it is no longer let in (${status})`, async () => {
    const { line, said } = thrown(status);
    line(false);
    await four_seconds();
    assert.ok(said.includes("gone"));
  });

test("an answer that comes after the socket is back is not heard", async () => {
  const { line, said } = thrown(200);
  line(false);
  mock.timers.tick(4000);
  line(true);
  await soon();
  assert.deepEqual(said, ["found"]);
});
