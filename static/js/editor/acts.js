// What the buttons of the editor do, by the name in their `data-act`.
import { clone } from "../shared/slots.js";
import { added, forget, merged, moved, takenOut, toSend } from "./draft.js";
import { open } from "./open_session.js";

/**
 * @param {Editor} editor
 * @param {() => Promise<Judged>} judge
 * @returns {Record<string, (button: HTMLElement) => unknown>}
 */
export function acts(editor, judge) {
  const { go, say } = editor;
  /** @param {Asked} question */
  const append = (question) => {
    const { length } = editor.plan.questions;
    go(added(editor.plan, length, question), length);
  };
  return {
    pick: (button) => go(editor.plan, indexOf(button), null),
    add: () => append(blank()),
    suggest: (button) => append(blank(button.dataset.kind, button.textContent)),
    duplicate: () => {
      const { plan, at } = editor;
      go(added(plan, at + 1, plan.questions[at]), at + 1);
    },
    takeout: () => takeOut(editor),
    twice: ({ dataset }) => {
      const [first, again] = [Number(dataset.first), Number(dataset.again)];
      const names = ["before", "after"].map((id) => clone(id).textContent);
      go(merged(editor.plan, first, again, names), first, "rounds");
      say("now-twice", { at: first + 1 });
    },
    earlier: () => move(editor, editor.at - 1),
    later: () => move(editor, editor.at + 1),
    toml: async () => download("toml", await judge()),
    json: async () => download("json", await judge()),
    open: async () => {
      if (!(await judge()).ok) return;
      const made = await open(JSON.stringify(toSend(editor.plan)), "application/json");
      if (made.facilitator_url) forget();
    },
  };
}

/**
 * Which question of the list this is, or lies in.
 * @param {EventTarget} node
 */
export function indexOf(node) {
  const row = /** @type {HTMLElement} */ (node).closest("li");
  return row ? Number(row.dataset.index) : null;
}

/**
 * @param {Editor} editor
 * @param {number} to
 */
export function move({ plan, at, go, say }, to) {
  if (to < 0 || to >= plan.questions.length) return;
  go(moved(plan, at, to), to, null);
  say("moved", { at: to + 1, of: plan.questions.length });
}

/** @param {Editor} editor */
function takeOut({ plan, at, go, say }) {
  if (plan.questions.length === 1) return go({ ...plan, questions: [{ ...blank(), id: "q1" }] }, 0);
  const left = takenOut(plan, at);
  go(left, at);
  say("taken-out", { of: left.questions.length });
}

/** @returns {Asked} */
function blank(kind = "who_decides", text = "") {
  return { kind, text, passes: kind === "who_decides" ? ["today", "should_be"] : ["today"] };
}

/**
 * @param {"toml" | "json"} name
 * @param {Judged} judged
 */
function download(name, judged) {
  if (!judged.ok) return;
  const text = name === "toml" ? judged.toml : `${JSON.stringify(judged.plan, null, 2)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `application/${name}` }));
  link.download = `plan.${name}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
