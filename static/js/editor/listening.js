// What is typed, dragged and pressed on the editor's page.
import { indexOf, move } from "./acts.js";
import { arrived, changed, translated } from "./draft.js";
import { post, read, tell } from "./open_session.js";
import { readQuestion, readSettings, writeSettings } from "./page.js";

/** @type {Record<string, number>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/** @param {Editor} editor */
export function listenToFields(editor) {
  const { page, question, settings, into } = editor;
  question.addEventListener("input", () =>
    editor.take(changed(editor.plan, editor.at, readQuestion(question))),
  );
  settings.addEventListener("input", () => editor.take(readSettings(settings, editor.plan)));
  for (const form of [question, settings])
    form.addEventListener("submit", (event) => event.preventDefault());
  into.addEventListener("input", editor.draw);
  page.querySelector('[data-slot="translations"]').addEventListener("input", (event) => {
    const { name, value } = /** @type {HTMLTextAreaElement} */ (event.target);
    editor.take(translated(editor.plan, editor.language(), name, value.trim()));
  });
}

/** @param {Editor} editor */
export function listenToMoves(editor) {
  const { page, rows } = editor;
  page.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const step = STEPS[event.key];
    if (!event.altKey || !step || !target.closest(".pick, #question")) return;
    event.preventDefault();
    const picked = target.closest(".pick");
    if (picked) editor.at = indexOf(picked);
    move(editor, editor.at + step);
    if (picked) rows.querySelectorAll("button")[editor.at].focus();
  });
  rows.addEventListener("dragstart", (event) => {
    editor.at = indexOf(event.target);
    event.dataTransfer.setData("text/plain", String(editor.at));
  });
  rows.addEventListener("dragover", (event) => event.preventDefault());
  rows.addEventListener("drop", (event) => {
    event.preventDefault();
    const over = indexOf(event.target);
    if (over !== null) move(editor, over);
  });
}

/** @param {Editor} editor */
export function listenToFile(editor) {
  /** @type {HTMLInputElement} */
  const file = document.getElementById("plan-file");
  file.addEventListener("change", async () => {
    const chosen = file.files[0] && (await read(file.files[0]));
    file.value = "";
    if (!chosen) return;
    const judged = await post("/api/plans/check", chosen.body, { "Content-Type": chosen.type });
    if (!judged.ok) return tell(judged.message, judged.faults);
    tell("");
    writeSettings(editor.settings, judged.plan);
    editor.go(arrived(judged.plan), 0, null);
    editor.say("loaded");
  });
}
