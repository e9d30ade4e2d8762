// The agreements at the desk: their list, and the form that writes one down or changes one. What is
// typed stays until the server has it.
import { keyed } from "../shared/keyed.js";
import { clone, element, fill, toggle } from "../shared/slots.js";

const FIELDS = ["what", "who", "by", "question"];

/**
 * @param {Desk} desk
 * @returns {Part}
 */
export function agreements({ page, state, send, say }) {
  /** @type {HTMLFormElement} */
  const form = page.querySelector("#agree");
  const { elements } = form;
  const changed = clone("changed-meanwhile").textContent;
  /** @type {Agreement | null} */
  let base = null; // the agreement as it was when its change began

  const find = (/** @type {string} */ id) => state().agreements.find((one) => one.id === id);
  const same = (/** @type {any} */ one, /** @type {any} */ other) =>
    FIELDS.every((name) => one[name] === other[name]);

  /** @param {any} one */
  function begin(one) {
    base = one;
    for (const name of FIELDS) elements[name].value = one?.[name] || "";
    toggle(page, { adding: !one, editing: Boolean(one) });
  }

  function written() {
    const body = Object.fromEntries(FIELDS.map((name) => [name, elements[name].value.trim()]));
    return { ...body, question: body.question || null };
  }

  async function save() {
    const now = base && find(base.id);
    if (now && !same(now, base)) {
      base = now;
      return say(changed);
    }
    const sent = written();
    const done = now
      ? await send("edit_agreement", { ...sent, id: now.id })
      : await send("add_agreement", sent, null);
    if (done && same(sent, written())) begin(null);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  return {
    acts: {
      edit: ({ id }) => {
        begin(find(id));
        elements.what.focus();
      },
      leave: () => begin(null),
      remove: ({ id }) => send("remove_agreement", { id }),
    },
    draw: ({ session, agreements: agreed, question, plan }) => {
      toggle(page, { begun: session.state !== "lobby" });
      list(page.querySelector('[data-slot="agreements"]'), agreed);
      offer(elements.question, plan);
      // what is on the wall is what is agreed on
      if (!elements.what.value && question) elements.question.value = question.id;
    },
  };
}

/**
 * @param {HTMLElement} root
 * @param {Agreement[]} agreed
 */
function list(root, agreed) {
  keyed(
    root,
    agreed,
    (one) => one.id,
    () => element("agreement"),
    (node, one) => {
      fill(node, {
        what: one.what,
        who_by: [one.who, one.by].filter(Boolean).join(" · "),
        about: one.question_text,
      });
      for (const button of node.querySelectorAll("button")) {
        button.dataset.id = one.id;
        button.setAttribute("aria-description", one.what);
      }
    },
  );
}

/**
 * What an agreement can be about: the questions as they are now; the first option is none of them.
 * @param {HTMLSelectElement} select
 * @param {PlanItem[]} questions
 */
function offer(select, questions) {
  const chosen = select.value;
  const options = questions.map(
    (question, at) => new Option(`${at + 1} · ${question.text}`, question.id),
  );
  const texts = (/** @type {HTMLOptionElement[]} */ all) => all.map((one) => one.text).join();
  if (texts(options) === texts([...select.options].slice(1))) return;
  select.replaceChildren(select.options[0], ...options);
  select.value = questions.some((question) => question.id === chosen) ? chosen : "";
}
