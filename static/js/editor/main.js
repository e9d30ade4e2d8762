// The plan editor: the plan lives here, the server reads it and says what is wrong, a session is
// opened with it.
import { embedded } from "../shared/present.js";
import { acts } from "./acts.js";
import { arrived, kept } from "./draft.js";
import { openEditor } from "./editor.js";
import { judging } from "./judge.js";
import { listenToFields, listenToFile, listenToMoves } from "./listening.js";
import { takeKey } from "./open_session.js";
import { preview, writeQuestion, writeSettings } from "./page.js";

const page = document.getElementById("editor");
const present = embedded();
const plan = (!location.search && kept()) || arrived(present.plan);
const editor = openEditor(page, plan, () => judges.show());
const judges = judging(editor);
const does = acts(editor, judges.judge);

page.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  /** @type {HTMLElement} */
  const button = target.closest("[data-act]");
  /** @type {HTMLElement} */
  const fault = target.closest("[data-at]");
  if (button) does[button.dataset.act](button);
  else if (fault) editor.lead(fault.dataset.at);
});
listenToFields(editor);
listenToMoves(editor);
listenToFile(editor);
takeKey();
history.replaceState(null, "", location.pathname);
writeSettings(editor.settings, plan);
writeQuestion(editor.question, plan.questions[0], 0);
editor.take(plan);
preview(page, present);
