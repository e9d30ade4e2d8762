// Wall and desk: the last of each fact. Lower versions and earlier frames are ignored; every change
// is drawn the same way.

export function latest(present, draw) {
  const now = { ...present };
  const keep = (name, fact) => {
    now[name] = fact;
    draw(now);
  };
  return {
    now,
    session_changed: (state) => state.version >= now.state.version && keep("state", state),
    turnout_changed: (turnout) => keep("turnout", turnout),
    results_released: (release) => {
      const earlier =
        now.release &&
        release.round_key === now.release.round_key &&
        release.number < now.release.number;
      if (!earlier) keep("release", release);
    },
    // all three at once, as asked for while the socket is down
    present({ state, turnout, release }) {
      this.session_changed(state);
      this.turnout_changed(turnout);
      if (release) this.results_released(release);
    },
  };
}

// The release and the turnout that belong to the question on the wall, if there are any yet.
export function ofQuestion(fact, question) {
  return fact && question && fact.round_key === question.round_key ? fact : null;
}
