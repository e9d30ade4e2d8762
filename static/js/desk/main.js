// The desk: one big button through the beats, and every other control; keys and buttons share one
// list of acts.

import { connect } from "../shared/connection.js";
import { keeper } from "../shared/latest.js";
import { embedded } from "../shared/present.js";
import { clone, fill, toggle } from "../shared/slots.js";
import { agreeing } from "./agreement_form.js";
import { acting } from "./commands.js";
import { atAGlance, desk, say } from "./desk.js";
import { asked, toggleFull } from "./dialogs.js";
import { actOf } from "./keys.js";
import { adding } from "./new_question.js";
import { forgetNotes, notes } from "./notes.js";
import { papering } from "./paper_form.js";
import { verbs } from "./verbs.js";
import { sifting } from "./written_commands.js";

const page = document.getElementById("desk");
const code = document.body.dataset.code;
let undoing = null;

const noted = notes(code, document.getElementById("notes"));
const kept = keeper(embedded(), draw);
const connection = connect(
  "facilitator",
  code,
  { code },
  {
    ...kept,
    session_changed: (state) => {
      if (state.version > kept.now.state.version) hand.keep();
      kept.session_changed(state);
      offerUndo(state);
    },
    linked: (up) => toggle(page, { lost: !up }),
    shut: () => location.reload(), // to the page that asks for a link
  },
);
// A desk that is just opening, or just back, is given a moment before it says that it has no
// connection.
async function ask(verb, body) {
  if (!connection.isUp()) await connection.back(3000);
  return connection.ask(verb, body);
}
const hand = acting({
  ask,
  state: () => kept.now.state,
  say: (message) => say(page, message),
  unsent: clone("unsent").textContent,
  seconds: (left) => {
    fill(page, { seconds: left });
    toggle(page, { closing: left !== null, steady: left === null });
  },
});

const agreement = agreeing({
  page,
  state: () => kept.now.state,
  send: hand.send,
  say: (message) => say(page, message),
  changed: clone("changed-meanwhile").textContent,
});

papering({ page, state: () => kept.now.state, send: hand.send });
const adds = adding({ ask, unsent: clone("unsent").textContent });
const sifted = sifting({
  page,
  state: () => kept.now.state,
  send: hand.send,
  say: (message) => say(page, message),
  add: adds,
  none: clone("none-ticked").textContent,
});

function draw(now) {
  desk(page, now);
  noted(now.state.question);
}

function offerUndo(state) {
  clearTimeout(undoing);
  toggle(page, { undo: Boolean(state.undo) });
  if (state.undo) undoing = setTimeout(() => toggle(page, { undo: false }), 10000);
}

const acts = {
  ...agreement,
  keep: hand.keep,
  dismiss: () => say(page, ""),
  full: toggleFull,
  ...sifted,
  add: () => adds(),
  takeout: ({ question }) => hand.wish({ verb: "remove_question", body: { question } }),
  grid: () => atAGlance(page),
  notes: () => document.getElementById("notes").focus(),
  list: () => document.getElementById("keys").showModal(),
  show: ({ question, pass }) => {
    if (page.dataset.grid === "true") atAGlance(page);
    return hand.wish({ verb: "show_question", body: { question, pass } });
  },
  end: async () => (await asked("ask-end")) && hand.send("end_session"),
  forget: async () => (await asked("ask-forget")) && forget(),
};

async function forget() {
  const answer = await fetch(`/api/sessions/${code}`, { method: "DELETE" }).catch(() => null);
  if (answer?.ok) {
    forgetNotes(code);
    location.assign("/");
  } else say(page, answer ? (await answer.json()).message : clone("unsent").textContent);
}

function act(name, data) {
  const wish = verbs[name]?.(kept.now.state);
  if (wish && wish.verb === "end_session")
    acts.end(); // the last beat cannot be undone: it asks
  else if (verbs[name]) hand.act(name);
  else acts[name](data);
}

page.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (button) act(button.dataset.act, button.dataset);
});
document.addEventListener("keydown", (event) => {
  const name = document.getElementById("keys-on").checked && actOf(event);
  if (!name) return;
  if (name !== "keep") event.preventDefault();
  act(name);
});
draw(kept.now);
offerUndo(kept.now.state);
