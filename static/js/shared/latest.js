// Wall and desk: the last of each fact. Lower versions and earlier frames are ignored; every change
// is drawn the same way.

/**
 * @param {Present} present
 * @param {(now: Present) => void} draw
 */
export function latest(present, draw) {
  const now = { ...present };
  return {
    now,
    /** @param {State} state */
    session_changed(state) {
      if (state.version < now.state.version) return;
      now.state = state;
      draw(now);
    },
    /** @param {Turnout} turnout */
    turnout_changed(turnout) {
      now.turnout = turnout;
      draw(now);
    },
    /** @param {Release} release */
    results_released(release) {
      if (isEarlier(release, now.release)) return;
      now.release = release;
      draw(now);
    },
    /**
     * All three at once, as asked for while the socket is down.
     * @param {Present} told
     */
    present({ state, turnout, release }) {
      this.session_changed(state);
      this.turnout_changed(turnout);
      if (release) this.results_released(release);
    },
  };
}

/**
 * @param {Release} release
 * @param {Release | null} shown
 */
function isEarlier(release, shown) {
  return shown && release.round_key === shown.round_key && release.number < shown.number;
}

/**
 * The release or the turnout, if it belongs to the question on the wall.
 * @template {{round_key: string | null}} T
 * @param {T | null} fact
 * @param {Question | null} question
 */
export function ofQuestion(fact, question) {
  return fact && question && fact.round_key === question.round_key ? fact : null;
}
