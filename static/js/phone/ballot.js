// The ballot paper: an empty form for one question, and what is ticked on it.
import { clone, fill, toggle } from "../shared/slots.js";

/**
 * @param {Question} question
 * @param {number} number
 */
export function ballot(question, number) {
  const paper = clone(question.text_most ? "writing" : "ballot");
  const several = question.max_choices > 1;
  for (const form of paper.querySelectorAll("form")) {
    const { id, pass, round } = question;
    for (const [name, value] of Object.entries({ question: id, pass, round, number })) {
      form.elements[name].value = value;
    }
  }
  if (question.text_most) {
    paper.querySelector("textarea").maxLength = question.text_most;
    return paper;
  }
  fill(paper, { max_choices: question.max_choices });
  toggle(paper, { several });
  paper
    .querySelector('[data-slot="choices"]')
    .append(...question.choices.map((text, position) => choice(text, position, several)));
  return paper;
}

/**
 * @param {string} text
 * @param {number} position
 * @param {boolean} several
 */
function choice(text, position, several) {
  const node = clone("choice");
  const input = node.querySelector("input");
  input.type = several ? "checkbox" : "radio";
  input.required = !several;
  input.value = String(position);
  fill(node, { choice: text });
  return node;
}

/**
 * @param {HTMLElement} form
 * @returns {number[]}
 */
export function ticked(form) {
  return choices(form)
    .filter((input) => input.checked)
    .map((input) => Number(input.value));
}

/** @param {HTMLElement} form */
export function written(form) {
  const area = form.querySelector("textarea");
  return area ? area.value.trim() : "";
}

/**
 * Where several may be chosen, the rest rests once the most are ticked.
 * @param {HTMLElement} form
 * @param {number} most
 */
export function limit(form, most) {
  const full = most > 1 && ticked(form).length >= most;
  for (const input of choices(form)) if (!input.checked) input.disabled = full;
}

/**
 * @param {HTMLElement} form
 * @returns {HTMLInputElement[]}
 */
function choices(form) {
  return Array.from(form.querySelectorAll('input[name="choices"]'));
}
