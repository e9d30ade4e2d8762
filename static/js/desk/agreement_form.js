// The form of the agreements: writes one down, or changes one. What is typed stays until the server
// has it.
import { toggle } from "../shared/slots.js";

const FIELDS = ["what", "who", "by", "question"];

export function agreeing({ page, state, send, say, changed }) {
  const form = page.querySelector("#agree");
  const { elements } = form;
  let base = null; // the agreement as it was when its change began

  const find = (id) => state().agreements.find((one) => one.id === id);
  const same = (one, other) => FIELDS.every((name) => one[name] === other[name]);

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
    edit: ({ id }) => {
      begin(find(id));
      elements.what.focus();
    },
    leave: () => begin(null),
    remove: ({ id }) => send("remove_agreement", { id }),
  };
}
