// What one phone knows, as a value: the session's state, how often this phone has answered each
// asking, and what it is busy with. Never what was chosen, except the ballot still on its way.

export function askingOf(state) {
  const question = state.question;
  return question ? [question.id, question.pass, question.round].join("/") : "";
}

export function begin(present, changing) {
  return changed(
    { numbers: {}, locked: {}, changing, sending: null, late: false, release: present.release },
    present.state,
  );
}

export function changed(phone, state) {
  if (phone.state && state.version < phone.state.version) return phone;
  const asking = askingOf(state);
  const moved = phone.state && askingOf(phone.state) !== asking;
  const next = { ...phone, state, changing: phone.changing && !moved };
  return state.mine ? marked(next, asking, state.mine.number, state.mine.locked) : next;
}

export function marked(phone, asking, number, locked) {
  return {
    ...phone,
    numbers: { ...phone.numbers, [asking]: Math.max(number, numberOf(phone, asking)) },
    locked: { ...phone.locked, [asking]: locked || phone.locked[asking] || false },
  };
}

export function numberOf(phone, asking = askingOf(phone.state)) {
  return phone.numbers[asking] || 0;
}

export function beatOf(phone) {
  const { session, question } = phone.state;
  if (session.state === "ended") return "ended";
  if (!question) return "waiting";
  if (question.taken_back) return "taken_back";
  if (question.state === "closed" && question.text_most) return "collected";
  if (question.state !== "open") return question.state;
  const asking = askingOf(phone.state);
  if (phone.sending && phone.sending.asking === asking) return "sending";
  if (phone.locked[asking]) return "locked";
  return numberOf(phone) > 0 && !phone.changing ? "counted" : "ballot";
}

export function sent(phone, choices, text) {
  const { id, pass, round } = phone.state.question;
  const number = numberOf(phone) + 1;
  const ballot = padded(
    { question: id, pass, round, choices, ...(text ? { text } : {}), number, pad: "" },
    phone.state.question,
  );
  return { ...phone, sending: { asking: askingOf(phone.state), number, ballot }, late: false };
}

// Every ballot as long as every other: whoever listens to encrypted Wi-Fi must not tell answers by
// their length.
function padded(ballot, question) {
  const empty = { ...ballot, choices: [], number: 0 };
  delete empty.text;
  const room = question.text_most ? 4 * question.text_most + 100 : 600;
  const spare = bytes(empty) + room - bytes(ballot);
  return { ...ballot, pad: ".".repeat(Math.max(spare, 0)) };
}

function bytes(ballot) {
  return new TextEncoder().encode(JSON.stringify(ballot)).length;
}

export function answered(phone, answer) {
  const { asking, number } = phone.sending;
  const rested = { ...phone, sending: null, late: false };
  if (answer.ok) return { ...marked(rested, asking, number, false), changing: false };
  return answer.reason === "BallotLocked"
    ? marked(rested, asking, numberOf(phone, asking), true)
    : rested;
}
