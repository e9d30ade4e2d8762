// The ballot paper: an empty form for one question, and what is ticked on it.
import { clone, fill, toggle } from "../shared/slots.js";

export function ballot(question, number) {
  const paper = clone(question.text_most ? "writing" : "ballot");
  const several = question.max_choices > 1;
  for (const form of paper.querySelectorAll("form")) {
    for (const name of ["question", "pass", "round", "number"]) {
      form.elements[name].value = {
        question: question.id,
        pass: question.pass,
        round: question.round,
        number,
      }[name];
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

function choice(text, position, several) {
  const node = clone("choice");
  const input = node.querySelector("input");
  input.type = several ? "checkbox" : "radio";
  input.required = !several;
  input.value = position;
  fill(node, { choice: text });
  return node;
}

export function ticked(form) {
  return Array.from(form.querySelectorAll('input[name="choices"]:checked'), (input) =>
    Number(input.value),
  );
}

export function written(form) {
  const area = form.querySelector("textarea");
  return area ? area.value.trim() : "";
}

// Where several may be chosen, the rest rests once the most are ticked.
export function limit(form, most) {
  const full = most > 1 && ticked(form).length >= most;
  for (const input of form.querySelectorAll('input[name="choices"]:not(:checked)'))
    input.disabled = full;
}
