// The desk from what is known: labels, what can be pressed, counts as the wall shows them, files.

import { keyed } from "../shared/keyed.js";
import { ofQuestion } from "../shared/latest.js";
import { clone, element, fill, toggle } from "../shared/slots.js";
import { spaced, wall } from "../wall/wall.js";
import { plan } from "./plan.js";
import { talk } from "./talk.js";
import { verbs } from "./verbs.js";

const AFTER_THE_END = ["undo", "map", "agreed"];

/**
 * @param {HTMLElement} page
 * @param {Present} now
 */
export function drawDesk(page, { state, turnout, release }) {
  const { session, beats, links } = state;
  wall(page.querySelector("[data-wall]"), { state, turnout, release });
  fill(page, {
    title: session.title,
    join_code: spaced(state.wall.join_code),
    join_url: links.join_url,
    next: beats.next ? beats.next.label : "",
    back: beats.back ? beats.back.label : "",
    undo: state.undo ? state.undo.label : "",
    again: state.again,
  });
  toggle(page, {
    running: session.state !== "ended",
    over: session.state === "ended",
    first: !beats.back,
  });
  counts(page, state, turnout);
  controls(page, state);
  talk(page, state, ofQuestion(release, state.question));
  plan(page.querySelector('[data-slot="plan"]'), state.plan);
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const addresses = page.querySelectorAll("[data-slot-href]");
  for (const link of addresses) link.href = links[link.dataset.slotHref];
  keyed(
    page.querySelector('[data-slot="exports"]'),
    links.exports,
    (file) => file.name,
    () => element("file"),
    (node, file) => {
      fill(node, { label: file.label, name: file.name });
      node.querySelector("a").href = file.url;
    },
  );
}

/**
 * @param {HTMLElement} page
 * @param {State} state
 * @param {Turnout | null} turnout
 */
function counts(page, state, turnout) {
  const count =
    state.question && state.question.state === "open" ? ofQuestion(turnout, state.question) : null;
  const exact = Boolean(count) && count.voted !== undefined;
  fill(page.querySelector(".figures"), {
    joined: turnout ? turnout.joined : "",
    on_paper: state.wall.on_paper,
    answered: exact ? count.voted : "",
    band: count && !exact ? count.band_text : "",
  });
  toggle(page, {
    paper_beside: state.wall.on_paper > 0,
    counted: Boolean(turnout),
    voting: exact,
    banding: Boolean(count) && !exact,
    no_comparison:
      Boolean(turnout) && turnout.comparison === false && state.session.state !== "ended",
  });
}

/**
 * @param {HTMLElement} page
 * @param {State} state
 */
function controls(page, state) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = page.querySelectorAll("button[data-act]");
  for (const button of buttons) {
    const wish = verbs[button.dataset.act];
    if (wish)
      button.disabled =
        !wish(state) ||
        (state.session.state === "ended" && !AFTER_THE_END.includes(button.dataset.act));
  }
  press(page, "code", state.wall.code_shown);
  press(page, "blank", state.wall.blank);
  press(page, "map", state.wall.map_shown);
  press(page, "agreed", state.wall.agreements_shown);
  press(page, "pause", state.session.paused);
  press(page, "dark", state.wall.theme === "dark");
  press(page, "timer", Boolean(state.wall.timer));
  press(page, "reveal", Boolean(state.question) && state.question.state === "revealed");
  const door = page.querySelector('[data-act="door"]');
  const locked = state.session.door === "locked";
  door.classList.toggle("strong", locked);
  door.firstElementChild.textContent = clone(locked ? "door-locked" : "unlocked").textContent;
}

/**
 * @param {HTMLElement} page
 * @param {string} act
 * @param {boolean} is
 */
function press(page, act, is) {
  for (const button of page.querySelectorAll(`[data-act="${act}"]`))
    button.setAttribute("aria-pressed", String(is));
}

/**
 * The whole plan as a grid in place of the preview, to jump from.
 * @param {HTMLElement} page
 */
export function atAGlance(page) {
  const on = page.dataset.grid !== "true";
  page.dataset.grid = String(on);
  press(page, "grid", on);
  if (on) page.querySelector(".plan-pass").focus();
}

/**
 * @param {HTMLElement} page
 * @param {string} message
 */
export function say(page, message) {
  fill(page, { refusal: message || "" });
  toggle(page, { refusal: Boolean(message) });
}
