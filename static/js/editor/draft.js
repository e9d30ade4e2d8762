// A plan being written, as a value: every change gives a new one. It is kept in this browser until
// a session is opened.

const KEPT = "plan-draft";

export const kept = () => JSON.parse(localStorage.getItem(KEPT) || "null");
export const keep = (plan) => localStorage.setItem(KEPT, JSON.stringify(plan));
export const forget = () => localStorage.removeItem(KEPT);

const withQuestions = (plan, questions) => ({ ...plan, questions });

export function changed(plan, at, question) {
  return withQuestions(
    plan,
    plan.questions.map((one, index) => (index === at ? question : one)),
  );
}

export function added(plan, at, question) {
  const id = unused(plan, question.id || "q");
  return withQuestions(plan, [
    ...plan.questions.slice(0, at),
    { ...question, id },
    ...plan.questions.slice(at),
  ]);
}

export function takenOut(plan, at) {
  return withQuestions(
    plan,
    plan.questions.filter((_, index) => index !== at),
  );
}

export function moved(plan, from, to) {
  const questions = [...plan.questions];
  questions.splice(to, 0, ...questions.splice(from, 1));
  return withQuestions(plan, questions);
}

// Two questions that ask the same become the first of them, with a round more; these are the names
// of two, where it had none.
export function merged(plan, first, again, names) {
  const [kept, other] = [plan.questions[first], plan.questions[again]];
  const next = (kept.rounds || []).includes(names[1])
    ? `${names[1]} ${kept.rounds.length}`
    : names[1];
  const rounds = kept.rounds ? [...kept.rounds, next] : names;
  const passes = ["today", "should_be"].filter((pass) =>
    [...kept.passes, ...other.passes].includes(pass),
  );
  return takenOut(changed(plan, first, { ...kept, rounds, passes }), again);
}

// An empty text is none: what is not translated falls back.
export function translated(plan, language, key, text) {
  const texts = { ...(plan.translations[language] || {}) };
  if (text) texts[key] = text;
  else delete texts[key];
  const translations = { ...plan.translations, [language]: texts };
  if (!Object.keys(texts).length) delete translations[language];
  return { ...plan, translations };
}

// What there is to translate: key and text.
export function texts(plan) {
  const own = [
    ["title", plan.title],
    ["frame", plan.frame],
  ];
  const groups = Object.keys(plan.groups).map((group) => [`groups.${group}`, plan.groups[group]]);
  const asked = plan.questions.flatMap((one) => [
    [one.id, one.text],
    ...(one.choices || []).map((text, at) => [`${one.id}.${at}`, text]),
    ...(one.rounds || []).map((name, at) => [`${one.id}.rounds.${at}`, name]),
  ]);
  return [...own, ...groups, ...asked].filter(([, text]) => text);
}

// A plan that comes translated, and what it said when it came.
export const arrived = (plan) => ({
  ...plan,
  came: { said: Object.fromEntries(texts(plan)), translations: plan.translations },
});

// The translations that hold: of what is there, and of what it says by now. One that came with the
// plan and that nobody has touched ends with the text it was made of, or phones would be asked
// something else than the wall asks.
export function holding(plan) {
  const now = Object.fromEntries(texts(plan));
  const { said, translations } = plan.came || { said: now, translations: {} };
  const holds =
    (language) =>
    ([key, text]) =>
      key in now && (now[key] === said[key] || translations[language]?.[key] !== text);
  return Object.fromEntries(
    Object.entries(plan.translations).map(([language, all]) => [
      language,
      Object.fromEntries(Object.entries(all).filter(holds(language))),
    ]),
  );
}

// The plan as the server gets it, with these questions: translations that do not hold stay here, as
// they may be wanted again a moment later.
export function toSend(plan, questions = plan.questions) {
  return { ...plan, questions, came: undefined, translations: holding({ ...plan, questions }) };
}

function unused(plan, wanted) {
  const ids = plan.questions.map((one) => one.id);
  const stem = wanted.replace(/-?\d+$/, "").slice(0, 30) || "q";
  for (let number = 1; ; number += 1)
    if (!ids.includes(`${stem}${number}`)) return `${stem}${number}`;
}
