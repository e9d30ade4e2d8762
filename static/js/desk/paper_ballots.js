// Paper ballots at the desk: who votes on paper, and a form with a number for each choice of the
// open question. What is typed stays until the server has taken it.

import { GROUPS } from "../shared/groups.js";
import { keyed } from "../shared/keyed.js";
import { clone, element, fill, toggle } from "../shared/slots.js";

/**
 * @param {Desk} desk
 * @returns {Part}
 */
export function paperBallots({ page, state, send }) {
  /** @type {HTMLFormElement} */
  const people = page.querySelector("#paper-people");
  /** @type {HTMLFormElement} */
  const ballots = page.querySelector("#paper-ballots");

  people.addEventListener("submit", (event) => {
    event.preventDefault();
    send("expect_paper", Object.fromEntries(typed(people)));
  });
  ballots.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = counted(ballots, state().question.max_choices > 1);
    if (await send("enter_paper", body))
      for (const input of ballots.querySelectorAll("input")) input.value = "0";
  });
  return { acts: {}, draw: (now) => draw(page, ballots, now) };
}

/**
 * @param {HTMLFormElement} form
 * @returns {[string, number][]}
 */
function typed(form) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = form.querySelectorAll(".paper-counts input");
  return Array.from(inputs, (input) => [input.name, Number(input.value)]);
}

/**
 * What the form says; where each has one choice, the ballots are as many as the choices.
 * @param {HTMLFormElement} form
 * @param {boolean} several
 */
function counted(form, several) {
  const values = typed(form).map(([, value]) => value);
  const voters = several
    ? Number(form.elements.voters.value)
    : values.reduce((sum, value) => sum + value, 0);
  const group = form.elements.group.value;
  return { group, voters, counts: values.slice(0, -1), no_answer: values.at(-1) };
}

/**
 * @param {HTMLElement} page
 * @param {HTMLFormElement} form
 * @param {State} state
 */
function draw(page, form, { session, question, paper }) {
  const { people, entered } = paper;
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
  const names = voting.map((group) => ({ group, name: session.groups[group] }));
  offer(form.elements.group, names);
  choices(form, question);
  const done = names.filter(({ group }) => entered[group]);
  const said = done.map(({ group, name }) => `${name} ${entered[group].voters}`).join(", ");
  fill(form, { paper_entered: said && `${clone("paper-line").textContent} ${said}` });
}

/**
 * @param {HTMLSelectElement} select
 * @param {{group: string, name: string}[]} names
 */
function offer(select, names) {
  const offered = Array.from(select.options, (option) => option.value).join();
  if (names.map(({ group }) => group).join() === offered) return;
  select.replaceChildren(...names.map(({ group, name }) => new Option(name, group)));
}

/**
 * @param {HTMLFormElement} form
 * @param {Question} question
 */
function choices(form, question) {
  const root = form.querySelector('[data-slot="paper_choices"]');
  if (form.dataset.round !== question.round_key) root.textContent = "";
  form.dataset.round = question.round_key;
  const answers = [...question.choices, clone("no-answer").textContent];
  numbers(
    root,
    answers.map((of, at) => ({ name: String(at), of, value: 0 })),
  );
}

/**
 * @param {HTMLElement} root
 * @param {{name: string, of: string, value: number}[]} items
 */
function numbers(root, items) {
  keyed(
    root,
    items,
    (item) => item.name,
    () => element("number"),
    (node, item) => {
      fill(node, { of: item.of });
      const input = node.querySelector("input");
      input.name = item.name;
      if (input.dataset.was !== String(item.value)) input.value = String(item.value);
      input.dataset.was = String(item.value);
    },
  );
}
