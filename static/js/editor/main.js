// The plan editor: the plan lives here, the server reads it and says what is wrong, a session is
// opened with it.

import { embedded } from "../shared/present.js";
import { clone, fill } from "../shared/slots.js";
import {
  added,
  arrived,
  changed,
  forget,
  keep,
  kept,
  merged,
  moved,
  takenOut,
  toSend,
  translated,
} from "./draft.js";
import { placeOf } from "./fault_places.js";
import { mayRead, open, post, read, takeKey, tell } from "./open_session.js";
import {
  list,
  notes,
  preview,
  readQuestion,
  readSettings,
  translations,
  writeQuestion,
  writeSettings,
} from "./page.js";

const page = document.getElementById("editor");
const [question, settings] = [
  document.getElementById("question"),
  document.getElementById("settings"),
];
const [rows, into, file] = [
  page.querySelector('[data-slot="list"]'),
  document.getElementById("into"),
  document.getElementById("plan-file"),
];
const present = embedded();
const JSON_TYPE = { "Content-Type": "application/json" };
let plan = (!location.search && kept()) || arrived(present.plan);
let at = 0;
let previewing = null;
// by the server, since the page came: whoever may open sessions may have plans read
let isRead = false;
// faults are told once somebody wants to use the plan, and from then on as they are mended
let isJudged = false;
takeKey();
history.replaceState(null, "", location.pathname);

function draw() {
  list(rows, plan, at);
  translations(page.querySelector('[data-slot="translations"]'), plan, into.value.trim());
}

function take(next, where = at) {
  plan = next;
  at = Math.min(where, plan.questions.length - 1);
  keep(plan);
  draw();
  clearTimeout(previewing);
  previewing = setTimeout(show, 300);
}

function go(next, where, focus = "text") {
  take(next, where);
  writeQuestion(question, plan.questions[at], at);
  if (focus) question.elements[focus].focus();
}

async function show() {
  if (!isRead && !mayRead()) {
    page.querySelector(".previews").dataset.stale = true;
    return;
  }
  const shown = await post(
    "/api/plans/preview",
    JSON.stringify(toSend(plan, [plan.questions[at]])),
    JSON_TYPE,
  );
  page.querySelector(".previews").dataset.stale = !shown.ok;
  if (shown.ok) preview(page, shown);
  if (isJudged) await judge();
  else await check();
}

// What is good to know of a sound plan is said at once, faults only when they are asked for.
async function check() {
  const judged = await post("/api/plans/check", JSON.stringify(toSend(plan)), JSON_TYPE);
  if (judged.ok) isRead = true;
  notes(page.querySelector('[data-slot="notes"]'), judged.notes || []);
  return judged;
}

async function judge() {
  isJudged = true;
  const judged = await check();
  tell(judged.ok ? "" : judged.message, judged.faults, (item, fault) => {
    if (!placeOf(fault.at)) return;
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "at",
      textContent: fault.at,
    });
    button.dataset.at = fault.at;
    item.querySelector("code").replaceChildren(button);
  });
  for (const field of page.querySelectorAll("[aria-invalid]"))
    field.removeAttribute("aria-invalid");
  for (const fault of judged.faults || []) {
    const place = placeOf(fault.at);
    if (place && (place.question === undefined || place.question === at))
      fieldOf(place)?.setAttribute("aria-invalid", "true");
  }
  return judged;
}

function fieldOf({ form, field, language }) {
  if (form === "translations")
    return language === into.value.trim()
      ? page.querySelector(`textarea[name="${CSS.escape(field)}"]`)
      : into;
  return (form === "question" ? question : settings).elements[field];
}

function lead(where) {
  const place = placeOf(where);
  if (place.question !== undefined) go(plan, place.question, null);
  if (place.language) {
    page.querySelector(".translations").open = true;
    into.value = place.language;
    draw();
  }
  fieldOf(place)?.focus();
}

const say = (id, words = {}) =>
  fill(page, {
    said: Object.keys(words).reduce(
      (text, key) => text.replace(`%(${key})s`, words[key]),
      clone(id).textContent,
    ),
  });

function move(to, focus) {
  if (to < 0 || to >= plan.questions.length) return;
  go(moved(plan, at, to), to, focus);
  say("moved", { at: to + 1, of: plan.questions.length });
}

async function download(name) {
  const judged = await judge();
  if (!judged.ok) return;
  const text = name === "toml" ? judged.toml : `${JSON.stringify(judged.plan, null, 2)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `application/${name}` }));
  link.download = `plan.${name}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const blank = (kind = "who_decides", text = "") => ({
  kind,
  text,
  passes: kind === "who_decides" ? ["today", "should_be"] : ["today"],
});
const acts = {
  pick: (button) => go(plan, Number(button.closest("li").dataset.index), null),
  add: () => go(added(plan, plan.questions.length, blank()), plan.questions.length),
  suggest: (button) =>
    go(
      added(plan, plan.questions.length, blank(button.dataset.kind, button.textContent)),
      plan.questions.length,
    ),
  duplicate: () => go(added(plan, at + 1, plan.questions[at]), at + 1),
  takeout: () => {
    if (plan.questions.length === 1)
      return go({ ...plan, questions: [{ ...blank(), id: "q1" }] }, 0);
    go(takenOut(plan, at), at);
    return say("taken-out", { of: plan.questions.length });
  },
  twice: ({ dataset }) => {
    const [first, again] = [Number(dataset.first), Number(dataset.again)];
    go(
      merged(
        plan,
        first,
        again,
        ["before", "after"].map((id) => clone(id).textContent),
      ),
      first,
      "rounds",
    );
    say("now-twice", { at: first + 1 });
  },
  earlier: () => move(at - 1, null),
  later: () => move(at + 1, null),
  toml: () => download("toml"),
  json: () => download("json"),
  open: async () => {
    if (!(await judge()).ok) return;
    const made = await open(JSON.stringify(toSend(plan)), "application/json");
    if (made.facilitator_url) forget();
  },
};

page.addEventListener("click", (event) => {
  const [button, fault] = [event.target.closest("[data-act]"), event.target.closest("[data-at]")];
  if (button) acts[button.dataset.act](button);
  else if (fault) lead(fault.dataset.at);
});
page.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!event.altKey || !step || !event.target.closest(".pick, #question")) return;
  event.preventDefault();
  const picked = event.target.closest(".pick");
  if (picked) at = Number(picked.closest("li").dataset.index);
  move(at + step, null);
  if (picked) rows.children[at].firstElementChild.focus();
});
question.addEventListener("input", () => take(changed(plan, at, readQuestion(question))));
question.addEventListener("submit", (event) => event.preventDefault());
settings.addEventListener("input", () => take(readSettings(settings, plan)));
settings.addEventListener("submit", (event) => event.preventDefault());
into.addEventListener("input", draw);
page
  .querySelector('[data-slot="translations"]')
  .addEventListener("input", ({ target }) =>
    take(translated(plan, into.value.trim(), target.name, target.value.trim())),
  );
rows.addEventListener("dragstart", (event) => {
  at = Number(event.target.closest("li").dataset.index);
  event.dataTransfer.setData("text/plain", String(at));
});
rows.addEventListener("dragover", (event) => event.preventDefault());
rows.addEventListener("drop", (event) => {
  event.preventDefault();
  const over = event.target.closest("li");
  if (over) move(Number(over.dataset.index), null);
});
file.addEventListener("change", async () => {
  const chosen = file.files[0] && (await read(file.files[0]));
  file.value = "";
  if (!chosen) return;
  const judged = await post("/api/plans/check", chosen.body, { "Content-Type": chosen.type });
  if (!judged.ok) return tell(judged.message, judged.faults);
  tell("");
  writeSettings(settings, judged.plan);
  go(arrived(judged.plan), 0, null);
  say("loaded");
});
writeSettings(settings, plan);
writeQuestion(question, plan.questions[at], at);
take(plan);
preview(page, present);
