// A plan being written, as a value: every change gives a new one. It is kept in this browser until
// a session is opened.

const KEPT = "plan-draft";

/** @returns {Plan | null} */
export const kept = () => JSON.parse(localStorage.getItem(KEPT) || "null");
/** @param {Plan} plan */
export const keep = (plan) => localStorage.setItem(KEPT, JSON.stringify(plan));
export const forget = () => localStorage.removeItem(KEPT);

/**
 * @param {Plan} plan
 * @param {Asked[]} questions
 * @returns {Plan}
 */
const withQuestions = (plan, questions) => ({ ...plan, questions });

/**
 * @param {Plan} plan
 * @param {number} at
 * @param {Asked} question
 */
export function changed(plan, at, question) {
  return withQuestions(
    plan,
    plan.questions.map((one, index) => (index === at ? question : one)),
  );
}

/**
 * @param {Plan} plan
 * @param {number} at
 * @param {Asked} question
 */
export function added(plan, at, question) {
  const id = unused(plan, question.id || "q");
  return withQuestions(plan, [
    ...plan.questions.slice(0, at),
    { ...question, id },
    ...plan.questions.slice(at),
  ]);
}

/**
 * @param {Plan} plan
 * @param {number} at
 */
export function takenOut(plan, at) {
  return withQuestions(
    plan,
    plan.questions.filter((_, index) => index !== at),
  );
}

/**
 * @param {Plan} plan
 * @param {number} from
 * @param {number} to
 */
export function moved(plan, from, to) {
  const questions = [...plan.questions];
  questions.splice(to, 0, ...questions.splice(from, 1));
  return withQuestions(plan, questions);
}

/**
 * Two questions that ask the same become the first of them, with a round more; these are the names
 * of two, where it had none.
 * @param {Plan} plan
 * @param {number} first
 * @param {number} again
 * @param {string[]} names
 */
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

/**
 * An empty text is none: what is not translated falls back.
 * @param {Plan} plan
 * @param {string} language
 * @param {string} key
 * @param {string} text
 * @returns {Plan}
 */
export function translated(plan, language, key, text) {
  const texts = { ...(plan.translations[language] || {}) };
  if (text) texts[key] = text;
  else delete texts[key];
  const translations = { ...plan.translations, [language]: texts };
  if (!Object.keys(texts).length) delete translations[language];
  return { ...plan, translations };
}

/**
 * What there is to translate: key and text.
 * @param {Plan} plan
 * @returns {[string, string][]}
 */
export function texts(plan) {
  /** @type {[string, string][]} */
  const found = [
    ["title", plan.title],
    ["frame", plan.frame],
  ];
  for (const [group, name] of Object.entries(plan.groups)) found.push([`groups.${group}`, name]);
  for (const { id, text, choices = [], rounds = [] } of plan.questions) {
    found.push([id, text]);
    for (const [at, choice] of choices.entries()) found.push([`${id}.${at}`, choice]);
    for (const [at, name] of rounds.entries()) found.push([`${id}.rounds.${at}`, name]);
  }
  return found.filter(([, text]) => text);
}

/**
 * A plan that comes translated, and what it said when it came.
 * @type {(plan: Plan) => Plan}
 */
export const arrived = (plan) => ({
  ...plan,
  came: { said: Object.fromEntries(texts(plan)), translations: plan.translations },
});

/**
 * The translations that hold: of what is there, and of what it says by now. One that came with the
 * plan and that nobody has touched ends with the text it was made of, or phones would be asked
 * something else than the wall asks.
 * @param {Plan} plan
 * @returns {Translations}
 */
export function holding(plan) {
  const now = Object.fromEntries(texts(plan));
  const { said, translations } = plan.came || { said: now, translations: {} };
  /** @type {(language: string) => (text: [string, string]) => boolean} */
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

/**
 * The plan as the server gets it, with these questions: translations that do not hold stay here, as
 * they may be wanted again a moment later.
 * @param {Plan} plan
 * @returns {Plan}
 */
export function toSend(plan, questions = plan.questions) {
  return { ...plan, questions, came: undefined, translations: holding({ ...plan, questions }) };
}

/**
 * @param {Plan} plan
 * @param {string} wanted
 */
function unused(plan, wanted) {
  const ids = plan.questions.map((one) => one.id);
  const stem = wanted.replace(/-?\d+$/, "").slice(0, 30) || "q";
  for (let number = 1; ; number += 1)
    if (!ids.includes(`${stem}${number}`)) return `${stem}${number}`;
}
