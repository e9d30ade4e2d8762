// The wall from what is known: { state, turnout, release } → one picture. The desk's preview uses the same.
import { ofQuestion } from "../lib/keeper.js";
import { keyed } from "../lib/keyed.js";
import { also, clone, fill, toggle } from "../lib/slots.js";
import { agreed } from "./agreed.js";
import { dots } from "./dots.js";
import { fit } from "./fit.js";
import { map } from "./map.js";
import { picture } from "./picture.js";
import { texts } from "./texts.js";
import { timer } from "./timer.js";
import { turnout } from "./turnout.js";

const BEATS = ["lobby", "asking", "map", "agreed", "ended", "blank"];

export function beatOf({ session, question, wall, map: drawn }) {
  if (wall.blank) return "blank";
  if (wall.code_shown) return "lobby";
  if (wall.agreements_shown) return "agreed";
  if (wall.map_shown && (session.state !== "ended" || drawn.sections.length)) return "map";
  if (session.state === "ended") return "ended";
  return question ? "asking" : "lobby";
}

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
  if (root.drawnVersion !== state.version) timer(root, state.wall.timer ? state.wall.timer.left : null);
  root.drawnVersion = state.version;
  for (const name of BEATS) toggle(root, { [name]: beat === name });
  const ended = state.session.state === "ended";
  toggle(root, { rehearsal: state.session.rehearsal, slips: state.session.slips, locked: state.session.door === "locked", door: state.session.door !== "locked" && !ended, thanks: ended, paper_beside: state.wall.on_paper > 0 });
  if (beat === "map") map(root, state.map, state.map_also);
  if (beat === "agreed") agreed(root, state.agreements, state.agreements_also);
  if (state.question) asking(root, present);
  fit(root, state.wall.text_size);
}

/** The code as a picture: asked for again when the address in it has changed. */
function scan(root, { join_address, join_code }) {
  const source = `/j/${join_code}/qr.svg?at=${encodeURIComponent(join_address)}`;
  for (const image of root.querySelectorAll("img.qr")) if (image.getAttribute("src") !== source) image.src = source;
}

function asking(root, { state, turnout: count, release }) {
  const { question, session } = state;
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
    then_line: shown && shown.then ? shown.then.line : "",
    then_caution: shown && shown.then ? shown.then.caution : "",
  });
  root.dataset.halves = !shown && question.choices.length > 10 ? 2 : 1;
  root.dataset.picture = drawn || (Boolean(shown) && state.texts.length > 0);
  root.dataset.finding = finding.length > 115 ? "long" : "short";
  root.dataset.long = question.text.length > 140 ? "very" : question.text.length > 75 ? "rather" : "no";
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
    then: Boolean(shown && shown.then && !both),
  });
  answers(root, question, state.also);
  turnout(root, state, open ? ofQuestion(count, question) : null);
  if (both) dots(root, both, state.dots_also);
  else if (drawn) picture(root, shown, question, session.groups, state.also);
  else if (shown) texts(root, state.texts, state.texts_also);
}

// Of the state, the turnout and the release, whichever belong to the question on the wall.
function secondWords({ state, turnout: count, release }) {
  if (!state.also) return null;
  const map_title = state.map_also ? state.map_also.title : "";
  const shown = ofQuestion(release, state.question);
  const told = ofQuestion(count, state.question);
  if (shown && state.dots) return { ...state.also, map_title, pass_text: state.dots_also.title, finding: state.dots_also.finding };
  const { finding = "", then } = (shown && shown.also) || {};
  return { ...state.also, map_title, finding, then_line: then ? then.line : "", then_caution: then ? then.caution : "", band_text: told ? told.band_also : "" };
}

function answers(root, question, second) {
  const list = root.querySelector('[data-slot="answers"]');
  const { length } = question.choices;
  list.dataset.many = length > 7;
  list.dataset.lines = length > 14 ? 1 : length > 10 ? 2 : "";
  keyed(list, question.choices.map((text, at) => ({ text, tone: question.tones[at], other: second ? second.choices[at] : "" })), (item) => item.text,
    () => clone("answer").firstElementChild,
    (node, item) => {
      node.firstElementChild.dataset.tone = item.tone;
      fill(node, { answer: item.text, answer_also: item.other });
    });
}

export function spaced(code) {
  return /^\w{6}$/.test(code || "") ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
}
