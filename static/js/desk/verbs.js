// What a control of the desk asks for, from the state alone: { verb, body } or null when it has
// nothing to do now.

/** @param {Question} question */
const of = (question) => ({ question: question.id, pass: question.pass });

/** @type {Record<string, (state: State) => Wish | null>} */
export const verbs = {
  next: ({ beats }) => beats.next,
  back: ({ beats }) => beats.back,
  undo: ({ undo }) => undo && { verb: "undo" },
  open: ({ question }) => among({ shown: "open_question", open: "close_question" }, question),
  reveal: ({ question }) => among({ closed: "reveal_results", revealed: "hide_results" }, question),
  again: ({ question }) => among({ closed: "ask_again", revealed: "ask_again" }, question),
  code: ({ wall }) => ({ verb: wall.code_shown ? "hide_code" : "show_code" }),
  blank: ({ wall }) => ({ verb: wall.blank ? "unblank_screen" : "blank_screen" }),
  map: ({ wall }) => ({ verb: wall.map_shown ? "hide_map" : "show_map" }),
  agreed: ({ wall }) => ({ verb: wall.agreements_shown ? "hide_agreements" : "show_agreements" }),
  pause: ({ session }) => ({ verb: session.paused ? "resume_phones" : "pause_phones" }),
  dark: ({ wall }) => ({ verb: wall.theme === "dark" ? "lighten_screen" : "darken_screen" }),
  form: ({ wall }) =>
    wall.forms.length
      ? { verb: "choose_form", body: { form: after(wall.forms, wall.form) } }
      : null,
  larger: ({ wall }) => sized(wall.text_size, 1),
  smaller: ({ wall }) => sized(wall.text_size, -1),
  usual: ({ wall }) => (wall.text_size ? { verb: "choose_text_size", body: { size: 0 } } : null),
  timer: ({ wall, session }) => (session.state === "ended" ? null : timed(wall.timer)),
  door: ({ session }) => ({ verb: session.door === "locked" ? "unlock_door" : "lock_door" }),
  later: (state) => beside(state, 1),
  earlier: (state) => beside(state, -1),
};

/**
 * @param {string[]} forms
 * @param {string} form
 */
function after(forms, form) {
  // one the question has not is drawn as the first
  return forms[(Math.max(forms.indexOf(form), 0) + 1) % forms.length];
}

/**
 * @param {number} size
 * @param {number} step
 */
function sized(size, step) {
  return size + step >= -2 && size + step <= 3
    ? { verb: "choose_text_size", body: { size: size + step } }
    : null;
}

/** @param {{left: number} | null} running */
function timed(running) {
  if (running) return { verb: "stop_timer" };
  return { verb: "start_timer", body: { seconds: 60 * minutes() } };
}

function minutes() {
  return Number(/** @type {HTMLInputElement} */ (document.getElementById("minutes")).value);
}

/**
 * The verb that fits where the question on the wall stands.
 * @param {Texts} verbOf
 * @param {Question | null} question
 * @returns {Wish | null}
 */
function among(verbOf, question) {
  const verb = question && verbOf[question.state];
  return verb ? { verb, body: of(question) } : null;
}

/**
 * @param {State} state
 * @param {number} step
 */
function beside({ plan, question }, step) {
  const at = question ? plan.findIndex((item) => item.id === question.id) : -1;
  const item = plan[question ? at + step : step > 0 ? 0 : -1];
  return item
    ? { verb: "show_question", body: { question: item.id, pass: item.passes[0].pass } }
    : null;
}
