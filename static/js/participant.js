// A phone in the hand: draws the present beat, sends a ballot, says "counted" only once the server has said so.
import { connect } from "./lib/connection.js";
import { deliver } from "./lib/deliver.js";
import { lifeline } from "./lib/lifeline.js";
import { answered, askingOf, begin, beatOf, changed, sent } from "./lib/phone.js";
import { embedded } from "./lib/present.js";
import { toggle } from "./lib/slots.js";
import { limit, ticked, written } from "./views/ballot.js";
import { draw, note, refusal } from "./views/phone.js";

const page = document.getElementById("phone");
const code = document.body.dataset.code;
let phone = begin(embedded(), page.dataset.beat === "ballot");

const keep = (next) => draw(page, (phone = next));

function hear(state) {
  const standing = ({ question }) => question && question.state;
  if (askingOf(state) !== askingOf(phone.state) || standing(state) !== standing(phone.state)) note(page, "");
  const choosing = page.dataset.beat === "ballot" && (ticked(page).length > 0 || written(page) !== "");
  keep(changed({ ...phone, changing: phone.changing || choosing }, state));
}

const connection = connect("participant", code, { code }, {
  session_changed: hear,
  results_released: (release) => keep({ ...phone, release }),
  linked: lifeline(`/j/${code}`, {
    lost: (is) => toggle(page, { lost: is && !phone.sending }),
    hear: (present) => {
      phone = { ...phone, release: present.release || phone.release };
      hear(present.state);
    },
  }),
});

async function send(choices, text) {
  note(page, "");
  keep(sent(phone, choices, text));
  const answer = await deliver(phone.sending.ballot, connection, `/j/${code}/ballots`, {
    late: () => keep({ ...phone, late: true }),
    refused: (message) => note(page, message),
  });
  note(page, answer.ok ? "" : refusal(answer));
  keep(answered(phone, answer));
  if (answer.reason === "StaleBallot") connection.renew();
}

page.addEventListener("submit", (event) => {
  event.preventDefault();
  if (beatOf(phone) !== "ballot" || phone.sending) return;
  const [choices, text] = [ticked(event.target), written(event.target)];
  if (choices.length || text || event.target.matches(".abstain")) send(choices, text);
  else toggle(page, { nudge: true });
});
page.addEventListener("change", (event) => {
  toggle(page, { nudge: false });
  limit(event.target.form, phone.state.question.max_choices);
});
page.addEventListener("click", (event) => {
  if (!event.target.closest('[data-act="change"]')) return;
  event.preventDefault();
  note(page, "");
  keep({ ...phone, changing: true });
});
draw(page, phone);
