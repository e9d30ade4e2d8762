// A phone in the hand: draws the present beat, sends a ballot, says "counted" only once the server
// has said so.
import { connect } from "../shared/connection.js";
import { embedded, inWords, lifeline, releaseInWords } from "../shared/present.js";
import { clone } from "../shared/slots.js";
import { limit, ticked, written } from "./ballot.js";
import { deliver } from "./deliver.js";
import { draw, note, refusal, tell } from "./page.js";
import { answered, beatOf, begin, changed, fitsNote, sent } from "./phone.js";

const page = document.getElementById("phone");
const { code, here, seat } = document.body.dataset;
let phone = begin(embedded(), page.dataset.beat === "ballot");

/** @param {Phone} next */
function keep(next) {
  phone = next;
  draw(page, phone);
}

/** @param {State} state */
function hear(state) {
  if (!fitsNote(phone, state)) note(page, "");
  const choosing =
    page.dataset.beat === "ballot" && (ticked(page).length > 0 || written(page) !== "");
  keep(changed({ ...phone, changing: phone.changing || choosing }, state));
}

const connection = connect(
  "participant",
  code,
  { code, seat: Number(seat) },
  {
    session_changed: (state) => hear(inWords(state)),
    results_released: (release) => keep({ ...phone, release: releaseInWords(release) }),
    linked: lifeline(here, {
      lost: (is) => tell(page, "lost", is && !phone.sending),
      hear: (present) => {
        phone = { ...phone, release: releaseInWords(present.release) || phone.release };
        hear(inWords(present.state));
      },
    }),
  },
);

/**
 * @param {number[]} choices
 * @param {string} text
 */
async function send(choices, text) {
  note(page, "");
  keep(sent(phone, choices, text));
  const answer = await deliver(phone.sending.ballot, connection, `${here}/ballots`, {
    late: () => keep({ ...phone, late: true }),
    refused: (answer) => note(page, refusal(answer)),
  });
  note(page, answer.ok ? "" : refusal(answer));
  keep(answered(phone, answer));
  if (answer.reason === "StaleBallot") connection.renew();
}

page.addEventListener("submit", (event) => {
  event.preventDefault();
  if (beatOf(phone) !== "ballot" || phone.sending) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  const [choices, text] = [ticked(form), written(form)];
  if (choices.length || text || form.matches(".abstain")) send(choices, text);
  else tell(page, "nudge", true);
});
page.addEventListener("change", (event) => {
  tell(page, "nudge", false);
  const { form } = /** @type {HTMLInputElement} */ (event.target);
  limit(form, phone.state.question.max_choices);
});
page.addEventListener("click", (event) => {
  /** @type {HTMLAnchorElement | null} */
  const act = /** @type {HTMLElement} */ (event.target).closest("[data-act]");
  if (!act) return;
  event.preventDefault();
  note(page, "");
  if (act.dataset.act === "handover") return handOver(act.href);
  keep({ ...phone, changing: true });
});
// Another language is another page: not while an answer is on its way, for it lives in this one.
document.querySelector(".languages").addEventListener("submit", (event) => {
  if (!phone.sending) return;
  event.preventDefault();
  note(page, clone("still-sending").textContent);
});
/**
 * By replacing the page: no step back leads to what somebody else had ticked. Not while an answer is
 * on its way.
 * @param {string} address
 */
function handOver(address) {
  if (phone.sending) note(page, clone("still-sending").textContent);
  else location.replace(address);
}
draw(page, phone);
