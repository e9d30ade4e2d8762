// What a phone shows and sends: from the last state, and from what it is busy with.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answered,
  beatOf,
  begin,
  changed,
  fitsNote,
  numberOf,
  roundKey,
  sent,
} from "../../../static/js/phone/phone.js";
import { question, state } from "./sample.mjs";

const opened = (more) => begin({ state: state(1, more), release: null }, false);
const counted = (phone) => answered(sent(phone, [1], ""), { ok: true });
const length = (phone) => new TextEncoder().encode(JSON.stringify(phone.sending.ballot)).length;

test("an open question is a ballot, until an answer is on its way, until it is counted", () => {
  const phone = opened();
  const sending = sent(phone, [1], "");
  assert.deepEqual(
    [beatOf(phone), beatOf(sending), beatOf(counted(phone))],
    ["ballot", "sending", "counted"],
  );
});

test("whatever the server says instead of an open question is shown", () => {
  for (const beat of ["waiting", "shown", "closed", "revealed", "collected", "taken_back", "ended"])
    assert.equal(beatOf(counted(opened({ beat }))), beat);
});

test("once counted, the choice is nowhere in what the phone knows", () => {
  const phone = answered(sent(opened(), [2], "a secret"), { ok: true });
  assert.equal(phone.sending, null);
  assert.ok(!JSON.stringify(phone).includes("a secret"));
});

test("each ballot of a round has a higher number than the one before", () => {
  const first = sent(opened(), [0], "");
  const second = sent(answered(first, { ok: true }), [1], "");
  assert.deepEqual([first.sending.number, second.sending.number], [1, 2]);
});

test("a phone that comes back goes on from the number the server knows", () => {
  const phone = opened({ mine: { number: 4, locked: false } });
  assert.equal(beatOf(phone), "counted");
  assert.equal(sent(phone, [0], "").sending.number, 5);
});

test("the next round is a ballot again, and the number of the last one is kept", () => {
  const phone = counted(opened());
  const again = changed(phone, state(2, { question: question({ round: 2 }) }));
  assert.notEqual(roundKey(again.state), roundKey(phone.state));
  assert.equal(beatOf(again), "ballot");
  assert.equal(numberOf(changed(again, state(3))), 1);
});

test("a lower version of the state is ignored", () => {
  const phone = changed(opened(), state(5, { beat: "closed" }));
  assert.equal(beatOf(changed(phone, state(4))), "closed");
});

test("an answer that a picture has overtaken is locked, and stays so", () => {
  const refused = answered(sent(counted(opened()), [0], ""), { ok: false, reason: "BallotLocked" });
  assert.equal(beatOf(refused), "locked");
  assert.equal(beatOf({ ...refused, changing: true }), "locked");
});

test("who changes an answer sees the ballot, until another question comes", () => {
  const phone = { ...counted(opened()), changing: true };
  assert.equal(beatOf(phone), "ballot");
  const wish = changed(phone, state(2, { question: question({ pass: "should_be" }) }));
  assert.equal(wish.changing, false);
});

test("all ballots of a question are equally long, whatever was chosen", () => {
  const several = { question: question({ max_choices: 3 }) };
  const lengths = [[], [0], [2], [0, 1, 2]].map((choices) =>
    length(sent(opened(several), choices, "")),
  );
  assert.equal(new Set(lengths).size, 1);
});

test("all texts are equally long on their way, in every script", () => {
  const written = { question: question({ text_most: 280, choices: [] }) };
  const texts = [
    "",
    "no",
    "x".repeat(280),
    "é".repeat(280),
    "م".repeat(280),
    "😀".repeat(140),
    '"'.repeat(40),
  ];
  const lengths = texts.map((text) => length(sent(opened(written), [], text)));
  assert.equal(new Set(lengths).size, 1);
});

test("the tenth ballot is as long as the first", () => {
  const tenth = opened({ mine: { number: 9, locked: false } });
  assert.equal(length(sent(opened(), [1], "")), length(sent(tenth, [1], "")));
});

test("a note goes with its question's state, but for one that voting had closed", () => {
  const sending = sent(opened(), [1], "");
  const closed = state(2, { question: question({ state: "closed" }) });
  const next = state(3, { question: question({ state: "closed", round: 2 }) });
  const refusedBy = (reason) => answered(sending, { ok: false, reason });
  assert.equal(fitsNote(refusedBy("TooManyChoices"), state(2)), true);
  assert.equal(fitsNote(refusedBy("TooManyChoices"), closed), false);
  assert.equal(fitsNote(refusedBy("QuestionClosed"), closed), true);
  assert.equal(fitsNote(refusedBy("QuestionClosed"), next), false);
});
