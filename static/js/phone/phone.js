// What one phone knows, as a value: the session's state, how often this phone has answered each
// round, and what it is busy with. Never what was chosen, except the ballot still on its way.

/** @param {State} state */
export function roundKey(state) {
  return state.question ? state.question.round_key : "";
}

/**
 * @param {Present} present
 * @param {boolean} changing
 */
export function begin(present, changing) {
  /** @type {Phone} */
  const phone = {
    state: null,
    numbers: {},
    locked: {},
    changing,
    sending: null,
    late: false,
    refusedAtClose: "",
    release: present.release,
  };
  return changed(phone, present.state);
}

/**
 * @param {Phone} phone
 * @param {State} state
 * @returns {Phone}
 */
export function changed(phone, state) {
  if (phone.state && state.version < phone.state.version) return phone;
  const key = roundKey(state);
  const moved = phone.state && roundKey(phone.state) !== key;
  const next = { ...phone, state, changing: phone.changing && !moved };
  return state.mine ? marked(next, key, state.mine.number, state.mine.locked) : next;
}

/**
 * @param {Phone} phone
 * @param {string} key of a round
 * @param {number} number
 * @param {boolean} locked
 * @returns {Phone}
 */
function marked(phone, key, number, locked) {
  return {
    ...phone,
    numbers: { ...phone.numbers, [key]: Math.max(number, numberOf(phone, key)) },
    locked: { ...phone.locked, [key]: locked || phone.locked[key] || false },
  };
}

/** @param {Phone} phone */
export function numberOf(phone, key = roundKey(phone.state)) {
  return phone.numbers[key] || 0;
}

/**
 * Whether a note still fits the state that comes. One that voting had closed before an answer was
 * confirmed fits the closed question too: the refusal may have come before that state.
 * @param {Phone} phone
 * @param {State} state
 */
export function fitsNote(phone, state) {
  const key = roundKey(state);
  if (roundKey(phone.state) !== key) return false;
  const standing = state.question && state.question.state;
  const stood = phone.state.question && phone.state.question.state;
  return standing === stood || (standing === "closed" && phone.refusedAtClose === key);
}

/** @param {Phone} phone */
export function beatOf(phone) {
  if (phone.state.beat !== "open") return phone.state.beat;
  const key = roundKey(phone.state);
  if (phone.sending && phone.sending.key === key) return "sending";
  if (phone.locked[key]) return "locked";
  return numberOf(phone) > 0 && !phone.changing ? "counted" : "ballot";
}

/**
 * @param {Phone} phone
 * @param {number[]} choices
 * @param {string} text
 * @returns {Phone}
 */
export function sent(phone, choices, text) {
  const { id, pass, round } = phone.state.question;
  const number = numberOf(phone) + 1;
  const ballot = padded(
    { question: id, pass, round, choices, ...(text ? { text } : {}), number, pad: "" },
    phone.state.question,
  );
  return { ...phone, sending: { key: roundKey(phone.state), number, ballot }, late: false };
}

/**
 * Every ballot as long as every other: whoever listens to encrypted Wi-Fi must not tell answers by
 * their length.
 * @param {Ballot} ballot
 * @param {Question} question
 * @returns {Ballot}
 */
function padded(ballot, question) {
  /** @type {Ballot} */
  const empty = { ...ballot, choices: [], number: 0 };
  delete empty.text;
  const room = question.text_most ? 4 * question.text_most + 100 : 600;
  const spare = bytes(empty) + room - bytes(ballot);
  return { ...ballot, pad: ".".repeat(Math.max(spare, 0)) };
}

/** @param {Ballot} ballot */
function bytes(ballot) {
  return new TextEncoder().encode(JSON.stringify(ballot)).length;
}

/**
 * @param {Phone} phone
 * @param {Answer} answer
 * @returns {Phone}
 */
export function answered(phone, answer) {
  const { key, number } = phone.sending;
  /** @type {Phone} */
  const rested = {
    ...phone,
    sending: null,
    late: false,
    refusedAtClose: answer.reason === "QuestionClosed" ? key : "",
  };
  if (answer.ok) return { ...marked(rested, key, number, false), changing: false };
  return answer.reason === "BallotLocked"
    ? marked(rested, key, numberOf(phone, key), true)
    : rested;
}
