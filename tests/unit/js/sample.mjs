// What the server tells, as small as tests need it.

export function question(more = {}) {
  const { pass = "today", round = 1 } = more;
  return {
    id: "budget",
    text: "Who decides?",
    kind: "who_decides",
    choices: ["North", "Both", "South"],
    max_choices: 1,
    text_most: null,
    pass,
    round,
    round_key: `budget/${pass}/${round}`,
    state: "open",
    results: "live",
    ...more,
  };
}

export function state(version, more = {}) {
  return {
    version,
    beat: "open",
    session: { title: "Check-up", frame: "here", state: "running" },
    question: question(),
    ...more,
  };
}

export function release(number, more = {}) {
  return { round_key: "budget/today/1", number, finding: { text: "", key: "" }, ...more };
}
