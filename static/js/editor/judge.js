// What the server says of the plan. What is good to know of a sound one is said at once; faults are
// told once somebody wants to use the plan, and from then on as they are mended.
import { toSend } from "./draft.js";
import { placeOf } from "./fault_places.js";
import { mayRead, post, tell } from "./open_session.js";
import { notes, preview } from "./page.js";

const JSON_TYPE = { "Content-Type": "application/json" };

/** @param {Editor} editor */
export function judging(editor) {
  const { page } = editor;
  const previews = page.querySelector(".previews");
  // by the server, since the page came: whoever may open sessions may have plans read
  let isRead = false;
  let isJudged = false;

  async function show() {
    if (!isRead && !mayRead()) {
      previews.dataset.stale = "true";
      return;
    }
    const { plan, at } = editor;
    const body = JSON.stringify(toSend(plan, [plan.questions[at]]));
    const shown = await post("/api/plans/preview", body, JSON_TYPE);
    previews.dataset.stale = String(!shown.ok);
    if (shown.ok) preview(page, shown);
    if (isJudged) await judge();
    else await check();
  }

  /** @returns {Promise<Judged>} */
  async function check() {
    const body = JSON.stringify(toSend(editor.plan));
    const judged = await post("/api/plans/check", body, JSON_TYPE);
    if (judged.ok) isRead = true;
    notes(page.querySelector('[data-slot="notes"]'), judged.notes || []);
    return judged;
  }

  async function judge() {
    isJudged = true;
    const judged = await check();
    tell(judged.ok ? "" : judged.message, judged.faults, linked);
    mark(editor, judged.faults || []);
    return judged;
  }

  return { show, judge };
}

/**
 * A fault leads to its field, where it has one.
 * @param {DocumentFragment} item
 * @param {Fault} fault
 */
function linked(item, fault) {
  if (!placeOf(fault.at)) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "at", textContent: fault.at });
  button.dataset.at = fault.at;
  item.querySelector("code").replaceChildren(button);
}

/**
 * @param {Editor} editor
 * @param {Fault[]} faults
 */
function mark({ page, at, fieldOf }, faults) {
  for (const field of page.querySelectorAll("[aria-invalid]"))
    field.removeAttribute("aria-invalid");
  for (const fault of faults) {
    const place = placeOf(fault.at);
    if (place && (place.question === undefined || place.question === at))
      fieldOf(place)?.setAttribute("aria-invalid", "true");
  }
}
