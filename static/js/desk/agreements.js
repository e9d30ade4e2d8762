// The agreements at the desk: the list, and which of them the form is about.
import { keyed } from "../shared/keyed.js";
import { clone, fill, toggle } from "../shared/slots.js";

export function agreements(page, { session, agreements: agreed, question }) {
  toggle(page, { begun: session.state !== "lobby" });
  keyed(
    page.querySelector('[data-slot="agreements"]'),
    agreed,
    (one) => one.id,
    () => clone("agreement").firstElementChild,
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
  const { elements } = page.querySelector("#agree");
  // what is on the wall is what is agreed on
  if (!elements.what.value && question) elements.question.value = question.id;
}
