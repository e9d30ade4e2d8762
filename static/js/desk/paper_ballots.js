// Paper ballots at the desk: who votes on paper, and a form with a number for each choice of the
// open question.

import { GROUPS } from "../shared/groups.js";
import { keyed } from "../shared/keyed.js";
import { clone, fill, toggle } from "../shared/slots.js";

export function paper(page, { session, question, paper: on }) {
  const { people, entered } = on;
  const groups = GROUPS.filter((group) => group in people);
  numbers(
    page.querySelector('[data-slot="paper_people"]'),
    groups.map((group) => ({ name: group, of: session.groups[group], value: people[group] })),
  );
  const open = Boolean(question) && question.state === "open" && !question.text_most;
  const voting = groups.filter((group) => people[group] > 0);
  toggle(page, {
    paper_open: open && voting.length > 0,
    paper_several: open && question.max_choices > 1,
  });
  if (!open) return;
  const form = page.querySelector("#paper-ballots");
  const { group } = form.elements;
  if (voting.join() !== Array.from(group.options, (option) => option.value).join()) {
    group.replaceChildren(...voting.map((name) => new Option(session.groups[name], name)));
  }
  const answers = [...question.choices, clone("no-answer").textContent];
  if (form.dataset.round !== question.round_key)
    form.querySelector('[data-slot="paper_choices"]').textContent = "";
  form.dataset.round = question.round_key;
  numbers(
    form.querySelector('[data-slot="paper_choices"]'),
    answers.map((of, at) => ({ name: String(at), of, value: 0 })),
  );
  const done = voting
    .filter((name) => entered[name])
    .map((name) => `${session.groups[name]} ${entered[name].voters}`);
  fill(form, {
    paper_entered: done.length ? `${clone("paper-line").textContent} ${done.join(", ")}` : "",
  });
}

function numbers(root, items) {
  keyed(
    root,
    items,
    (item) => item.name,
    () => clone("number").firstElementChild,
    (node, item) => {
      fill(node, { of: item.of });
      const input = node.querySelector("input");
      input.name = item.name;
      if (input.dataset.was !== String(item.value)) input.value = item.value;
      input.dataset.was = item.value;
    },
  );
}
