// The desk: one big button through the session, and every other control; keys and buttons share one
// list of acts.
import { agreements } from "./agreements.js";
import { openDesk } from "./desk.js";
import { toggleFull } from "./dialogs.js";
import { ending } from "./ending.js";
import { actOf } from "./keys.js";
import { newQuestion } from "./new_question.js";
import { notes } from "./notes.js";
import { paperBallots } from "./paper_ballots.js";
import { undo } from "./undo.js";
import { verbs } from "./verbs.js";
import { atAGlance, drawDesk } from "./view.js";
import { writtenAnswers } from "./written_answers.js";

const page = document.getElementById("desk");
const desk = openDesk(page, document.body.dataset.code, draw);
const add = newQuestion(desk);
/** @type {Part[]} */
const parts = [
  agreements(desk),
  paperBallots(desk),
  writtenAnswers(desk, add),
  notes(desk),
  undo(desk),
  ending(desk),
];

/** @param {Present} now */
function draw(now) {
  drawDesk(page, now);
  for (const part of parts) part.draw(now.state);
}

/** @type {Acts} */
const acts = {
  ...Object.assign({}, ...parts.map((part) => part.acts)),
  keep: desk.keep,
  dismiss: () => desk.say(""),
  full: toggleFull,
  add: () => add(),
  takeout: ({ question }) => desk.wish({ verb: "remove_question", body: { question } }),
  grid: () => atAGlance(page),
  notes: () => document.getElementById("notes").focus(),
  list: () => /** @type {HTMLDialogElement} */ (document.getElementById("keys")).showModal(),
  show: ({ question, pass }) => {
    if (page.dataset.grid === "true") atAGlance(page);
    return desk.wish({ verb: "show_question", body: { question, pass } });
  },
};

/**
 * @param {string} name
 * @param {DOMStringMap} data
 */
function act(name, data = {}) {
  const wish = verbs[name]?.(desk.state());
  if (wish?.verb === "end_session")
    acts.end(data); // the last step cannot be undone: it asks
  else if (verbs[name]) desk.act(name);
  else acts[name](data);
}

page.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button[data-act]");
  if (button) act(button.dataset.act, button.dataset);
});
document.addEventListener("keydown", (event) => {
  const keysOn = /** @type {HTMLInputElement} */ (document.getElementById("keys-on"));
  const name = keysOn.checked && actOf(event);
  if (!name) return;
  if (name !== "keep") event.preventDefault();
  act(name);
});
draw(desk.now);
