// The wall from what is known: { state, turnout, release } → one picture. The desk's preview uses
// the same.

import { keyed } from "../shared/keyed.js";
import { ofQuestion } from "../shared/latest.js";
import { also, element, fill, toggle } from "../shared/slots.js";
import { agreed } from "./agreements.js";
import { dots } from "./dots.js";
import { fit } from "./fit.js";
import { picture } from "./picture.js";
import { map } from "./power_map.js";
import { timer } from "./timer.js";
import { turnout } from "./turnout.js";
import { texts } from "./written_answers.js";

/**
 * The version whose timer runs: the same state drawn again does not start it anew.
 * @type {WeakMap<HTMLElement, number>}
 */
const timed = new WeakMap();
const BEATS = ["lobby", "asking", "map", "agreed", "ended", "blank"];

/** @param {State} state */
export function beatOf({ session, question, wall, map: drawn }) {
  if (wall.blank) return "blank";
  if (wall.code_shown) return "lobby";
  if (wall.agreements_shown) return "agreed";
  if (wall.map_shown && (session.state !== "ended" || drawn.sections.length)) return "map";
  if (session.state === "ended") return "ended";
  return question ? "asking" : "lobby";
}

/**
 * @param {HTMLElement} root
 * @param {Present} present
 */
export function wall(root, present) {
  const { state } = present;
  const beat = beatOf(state);
  const joined = present.turnout ? present.turnout.joined : "";
  fill(root, {
    title: state.session.title,
    join_address: state.wall.join_address,
    join_code: spaced(state.wall.join_code),
    joined,
    on_paper: state.wall.on_paper,
  });
  root.dataset.second = state.also ? state.also.language : "";
  root.classList.toggle("bilingual", Boolean(state.also));
  also(root, secondWords(present));
  scan(root, state.wall);
  if (timed.get(root) !== state.version)
    timer(root, state.wall.timer ? state.wall.timer.left : null);
  timed.set(root, state.version);
  for (const name of BEATS) toggle(root, { [name]: beat === name });
  const ended = state.session.state === "ended";
  toggle(root, {
    rehearsal: state.session.rehearsal,
    slips: state.session.slips,
    locked: state.session.door === "locked",
    door: state.session.door !== "locked" && !ended,
    thanks: ended,
    paper_beside: state.wall.on_paper > 0,
  });
  if (beat === "map") map(root, state.map, state.map_also);
  if (beat === "agreed")
    agreed(root, state.agreements, state.layout.agreements, state.agreements_also);
  if (state.question) asking(root, present);
  fit(root, state.wall.text_size);
}

/**
 * The code as a picture: asked for again when the address in it has changed.
 * @param {HTMLElement} root
 * @param {Wall} wall
 */
function scan(root, { join_address, join_code }) {
  const source = `/j/${join_code}/qr.svg?at=${encodeURIComponent(join_address)}`;
  /** @type {NodeListOf<HTMLImageElement>} */
  const images = root.querySelectorAll("img.qr");
  for (const image of images) if (image.getAttribute("src") !== source) image.src = source;
}

/**
 * @param {HTMLElement} root
 * @param {Present} present
 */
function asking(root, { state, turnout: count, release }) {
  const { question, session, layout } = state;
  const shown = ["open", "revealed"].includes(question.state) && ofQuestion(release, question);
  const open = question.state === "open";
  const live = question.results === "live";
  const drawn = Boolean(shown) && !question.text_most;
  const both = shown ? state.dots : null;
  const finding = both ? both.finding || shown.finding.text : shown ? shown.finding.text : "";
  fill(root, {
    pass_text: both ? both.title : question.pass_text,
    round_name: question.round_name,
    frame: session.frame,
    text: question.text,
    at: question.place.at,
    of: question.place.of,
    finding,
    then_line: shown?.then ? shown.then.line : "",
    then_caution: shown?.then ? shown.then.caution : "",
  });
  root.dataset.halves = String(shown ? 1 : layout.question.columns);
  root.dataset.picture = String(drawn || (Boolean(shown) && state.texts.length > 0));
  root.dataset.finding = (both && layout.dots) || (shown ? shown.layout.finding : "short");
  root.dataset.long = layout.question.text;
  toggle(root, {
    answers: !shown,
    pass: Boolean(question.pass_text),
    round_name: Boolean(question.round_name) && !both,
    picture: drawn && !both,
    dots: Boolean(both),
    written: Boolean(shown) && shown.finding.key === "written",
    finding: Boolean(shown),
    soon: question.state === "shown" && !question.taken_back,
    taken_back: question.taken_back,
    held: question.state === "closed",
    counting_live: open && live && !shown,
    counting_hidden: open && !live && !shown,
    again: question.repeats,
    then: Boolean(shown?.then && !both),
  });
  answers(root, question, layout.question, state.also);
  turnout(root, state, open ? ofQuestion(count, question) : null);
  if (both) dots(root, both, state.dots_also);
  else if (drawn) picture(root, shown, question, session.groups, state.also);
  else if (shown) texts(root, state.texts, state.layout.texts, state.texts_also);
}

/**
 * Of the state, the turnout and the release, whichever belong to the question on the wall.
 * @param {Present} present
 */
function secondWords({ state, turnout: count, release }) {
  if (!state.also) return null;
  const map_title = state.map_also ? state.map_also.title : "";
  const shown = ofQuestion(release, state.question);
  const told = ofQuestion(count, state.question);
  if (shown && state.dots)
    return {
      ...state.also,
      map_title,
      pass_text: state.dots_also.title,
      finding: state.dots_also.finding,
    };
  const { finding = "", then } = shown?.also || {};
  return {
    ...state.also,
    map_title,
    finding,
    then_line: then ? then.line : "",
    then_caution: then ? then.caution : "",
    band_text: told ? told.band_also : "",
  };
}

/**
 * @param {HTMLElement} root
 * @param {Question} question
 * @param {Layout["question"]} layout
 * @param {Second | null} second
 */
function answers(root, question, { many, lines }, second) {
  const list = root.querySelector('[data-slot="answers"]');
  list.dataset.many = String(many);
  list.dataset.lines = String(lines ?? "");
  keyed(
    list,
    question.choices.map((text, at) => ({
      text,
      tone: question.tones[at],
      other: second ? second.choices[at] : "",
    })),
    (item) => item.text,
    () => element("answer"),
    (node, item) => {
      node.firstElementChild.dataset.tone = item.tone;
      fill(node, { answer: item.text, answer_also: item.other });
    },
  );
}

/** @param {string} code */
export function spaced(code) {
  return /^\w{6}$/.test(code || "") ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
}
