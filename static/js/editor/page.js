// The editor from the plan: the list, the fields, and what the fields say.

import { ballot } from "../phone/ballot.js";
import { keyed } from "../shared/keyed.js";
import { element, fill, toggle } from "../shared/slots.js";
import { wall } from "../wall/wall.js";
import { holding, texts } from "./draft.js";
import { placeOf } from "./fault_places.js";

/** @type {(keyof Plan)[]} */
const SETTINGS = ["title", "frame", "language", "second_language", "threshold", "results"];

/**
 * @param {HTMLElement} root
 * @param {Plan} plan
 * @param {number} at
 */
export function list(root, plan, at) {
  keyed(
    root,
    plan.questions.map((one, index) => ({ ...one, index })),
    (one) => String(one.index),
    () => element("list-item"),
    (node, one) => {
      fill(node, { at: one.index + 1, text: one.text });
      node.dataset.index = String(one.index);
      node.firstElementChild.setAttribute("aria-current", String(one.index === at));
    },
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {Asked} one
 * @param {number} at
 */
export function writeQuestion(form, one, at) {
  const { elements } = form;
  const values = {
    text: one.text,
    kind: one.kind,
    passes: one.passes.join(" "),
    choices: (one.choices || []).join("\n"),
    max_choices: one.max_choices || 1,
    rounds: (one.rounds || []).join("\n"),
    id: one.id,
  };
  for (const [name, value] of Object.entries(values))
    if (elements[name].value !== String(value)) elements[name].value = value;
  fill(form.parentElement, { at: at + 1 });
  shape(form);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Asked}
 */
export function readQuestion(form) {
  const { text, kind, passes, choices, max_choices: most, rounds, id } = form.elements;
  const { own, inWords } = kind.selectedOptions[0].dataset;
  const [words, names] = [lines(choices), lines(rounds)];
  const asked = inWords === undefined ? passes.value.split(" ") : ["today"];
  shape(form);
  return {
    id: id.value.trim(),
    kind: kind.value,
    text: text.value,
    passes: asked,
    ...(own === undefined ? {} : { choices: words, max_choices: Number(most.value) }),
    ...(names.length ? { rounds: names } : {}),
  };
}

/** @param {HTMLTextAreaElement} area */
function lines(area) {
  return area.value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** @param {HTMLFormElement} form */
function shape(form) {
  const { kind } = form.elements;
  const { own, inWords } = kind.selectedOptions[0].dataset;
  toggle(form, { own: own !== undefined, passes: inWords === undefined });
  for (const option of kind.options) toggle(form, { [`kind_${option.value}`]: option.selected });
}

/**
 * A group that nobody has named is called as we call it, by every reader in their own language:
 * here in the desk's.
 * @param {HTMLFormElement} form
 * @param {Plan} plan
 */
export function writeSettings({ elements }, plan) {
  for (const name of SETTINGS) elements[name].value = plan[name] ?? "";
  for (const [group, name] of Object.entries(plan.groups)) {
    const { dataset, defaultValue } = elements[group];
    elements[group].value = name === dataset.ours ? defaultValue : name;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Plan} plan
 * @returns {Plan}
 */
export function readSettings({ elements }, plan) {
  const set = Object.fromEntries(SETTINGS.map((name) => [name, elements[name].value]));
  const named = (/** @type {HTMLInputElement} */ { dataset, defaultValue, value }) =>
    value === defaultValue ? dataset.ours : value;
  const groups = Object.fromEntries(
    Object.keys(plan.groups).map((group) => [group, named(elements[group])]),
  );
  return { ...plan, ...set, threshold: Number(set.threshold), groups };
}

/**
 * @param {HTMLElement} root
 * @param {Plan} plan
 * @param {string} language
 */
export function translations(root, plan, language) {
  const said = holding(plan)[language] || {};
  keyed(
    root,
    language ? texts(plan).map(([key, original]) => ({ key, original })) : [],
    (one) => one.key,
    () => element("translation"),
    (node, one) => {
      fill(node, { original: one.original });
      const area = node.querySelector("textarea");
      area.name = one.key;
      area.lang = language;
      if (document.activeElement !== area) area.value = said[one.key] || "";
    },
  );
}

/**
 * What the server says of questions that ask the same as others; each can be made one question with
 * two rounds.
 * @param {HTMLElement} root
 * @param {(Fault & {same_as: string})[]} told
 */
export function notes(root, told) {
  root.replaceChildren(
    ...told.map((note) => {
      const node = element("same-note");
      fill(node, note);
      const [again, first] = [note.at, note.same_as].map((at) => placeOf(at).question);
      Object.assign(node.querySelector("button").dataset, { again, first });
      return node;
    }),
  );
}

/**
 * @param {HTMLElement} page
 * @param {Present} present
 */
export function preview(page, present) {
  const { session, question } = present.state;
  wall(page.querySelector("[data-wall]"), present);
  fill(page, {
    phone_pass: question.pass_text,
    phone_round: question.round_name,
    phone_frame: session.frame,
    phone_text: question.text,
  });
  page.querySelector('[data-slot="paper"]').replaceChildren(ballot(question, 1));
}
