// The plan that is being written, the question in hand, and the fields of the page that show both.
import { clone, fill } from "../shared/slots.js";
import { keep } from "./draft.js";
import { placeOf } from "./fault_places.js";
import { list, translations, writeQuestion } from "./page.js";

const PAUSE_MS = 300; // of typing, before the previews follow

/**
 * @param {HTMLElement} page
 * @param {Plan} plan
 * @param {() => void} paused called when the plan has changed, and typing has paused
 * @returns {Editor}
 */
export function openEditor(page, plan, paused) {
  /** @type {ReturnType<typeof setTimeout>} */
  let pausing;
  /** @type {HTMLFormElement} */
  const question = document.getElementById("question");
  /** @type {HTMLFormElement} */
  const settings = document.getElementById("settings");
  /** @type {HTMLInputElement} */
  const into = document.getElementById("into");
  const rows = page.querySelector('[data-slot="list"]');

  /** @type {Editor} */
  const editor = {
    page,
    question,
    settings,
    into,
    rows,
    plan,
    at: 0,
    language: () => into.value.trim(),
    draw: () => {
      list(rows, editor.plan, editor.at);
      const texts = page.querySelector('[data-slot="translations"]');
      translations(texts, editor.plan, editor.language());
    },
    take: (next, where = editor.at) => {
      editor.plan = next;
      editor.at = Math.min(where, next.questions.length - 1);
      keep(next);
      editor.draw();
      clearTimeout(pausing);
      pausing = setTimeout(paused, PAUSE_MS);
    },
    go: (next, where, focus = "text") => {
      editor.take(next, where);
      writeQuestion(question, editor.plan.questions[editor.at], editor.at);
      if (focus) question.elements[focus].focus();
    },
    lead: (where) => {
      const place = placeOf(where);
      if (place.question !== undefined) editor.go(editor.plan, place.question, null);
      if (place.language) openTranslations(editor, place.language);
      editor.fieldOf(place)?.focus();
    },
    fieldOf: ({ form, field, language }) => {
      if (form !== "translations")
        return (form === "question" ? question : settings).elements[field];
      const area = `textarea[name="${CSS.escape(field)}"]`;
      return language === editor.language() ? page.querySelector(area) : into;
    },
    say: (id, words = {}) => {
      let said = clone(id).textContent;
      for (const [name, word] of Object.entries(words))
        said = said.replace(`%(${name})s`, String(word));
      fill(page, { said });
    },
  };
  return editor;
}

/**
 * @param {Editor} editor
 * @param {string} language
 */
function openTranslations({ page, into, draw }, language) {
  /** @type {HTMLDetailsElement} */
  const details = page.querySelector(".translations");
  details.open = true;
  into.value = language;
  draw();
}
