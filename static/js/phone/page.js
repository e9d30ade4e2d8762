// The phone's page from what the phone knows: one beat at a time, in words.

import { clone, fill, toggle } from "../shared/slots.js";
import { ballot } from "./ballot.js";
import { beatOf, numberOf, roundKey } from "./phone.js";

/**
 * @param {HTMLElement} page
 * @param {Phone} phone
 */
export function draw(page, phone) {
  const beat = beatOf(phone);
  const { session, question } = phone.state;
  const live = (question || session).results === "live";
  const now = page.querySelector("#now");
  const drawn = `${beat}/${roundKey(phone.state)}`;
  fill(page, {
    pass_text: question ? question.pass_text : "",
    round_name: question ? question.round_name : "",
    frame: session.frame,
    text: question && beat !== "ended" ? question.text : session.title,
  });
  if (now.dataset.drawn !== drawn || beat === "revealed") {
    const held = now.contains(document.activeElement);
    now.textContent = "";
    now.appendChild(beat === "ballot" ? ballot(question, numberOf(phone) + 1) : clone(beat));
    now.dataset.drawn = drawn;
    page.dataset.beat = beat;
    if (beat === "revealed") reveal(now, phone);
    if (held) now.focus();
    announce(page, now.querySelector("[data-say]").textContent);
  }
  const { paused } = session;
  const wasPaused = now.hidden;
  toggle(page, { paused, playing: !paused });
  if (paused !== wasPaused)
    announce(
      page,
      page.querySelector(paused ? '[data-when="paused"] h2' : "#now [data-say]").textContent,
    );
  toggle(now, { live, hidden: !live });
  tell(page, "late", phone.late);
}

/**
 * A line that comes and goes is said when it comes, again if it comes again.
 * @param {HTMLElement} page
 * @param {string} name
 * @param {boolean} is
 */
export function tell(page, name, is) {
  const line = page.querySelector(`[data-when="${name}"]`);
  if (!line || line.hidden !== is) return;
  line.hidden = !is;
  if (is) announce(page, line.textContent);
  else if (page.querySelector("#say").textContent === line.textContent) announce(page, "");
}

/**
 * @param {HTMLElement} now
 * @param {Phone} phone
 */
function reveal(now, phone) {
  const release = phone.release;
  if (!release || release.round_key !== roundKey(phone.state)) return;
  fill(now, { finding: release.finding.text });
  const list = now.querySelector('[data-slot="sentences"]');
  list.textContent = "";
  for (const sentence of release.sentences) {
    const item = clone("sentence");
    fill(item, { sentence });
    list.appendChild(item);
  }
}

/**
 * @param {HTMLElement} page
 * @param {string} message
 */
export function note(page, message) {
  const line = page.querySelector("#note");
  line.textContent = message || "";
  line.hidden = !message;
  if (message) announce(page, message);
}

/**
 * The page's own words, for the server's are in no language of this phone's; none where the beat
 * says it already, and others where the acknowledgement may have been lost on the way.
 * @param {Answer} answer
 */
export function refusal(answer) {
  if (answer.reason === "BallotLocked") return "";
  const unsure = answer.reason === "QuestionClosed" && answer.unsure;
  /** @type {HTMLTemplateElement | null} */
  const known = document.getElementById(unsure ? "unconfirmed" : `refused-${answer.reason}`);
  return known ? known.content.textContent : answer.message;
}

/**
 * @param {HTMLElement} page
 * @param {string} words
 */
function announce(page, words) {
  const region = page.querySelector("#say");
  if (region.textContent !== words) region.textContent = words;
}
