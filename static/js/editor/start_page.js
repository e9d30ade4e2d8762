// The start page: opens a session from a starter plan or a plan file, or lists every fault of the
// file.

import { clone } from "../shared/slots.js";
import { compareWith, isResults } from "./comparison.js";
import { open, read, takeKey, tell } from "./open_session.js";

takeKey();
for (const button of document.querySelectorAll("[data-plan]")) {
  button.addEventListener("click", () =>
    open(JSON.stringify({ plan: button.dataset.plan }), "application/json"),
  );
}
/** @type {HTMLInputElement} */
const file = document.getElementById("plan-file");
file.addEventListener("change", async () => {
  const [chosen] = file.files;
  const plan = chosen && (await read(chosen));
  if (plan) await open(plan.body, plan.type);
  file.value = "";
});
/** @type {HTMLInputElement} */
const lastTime = document.getElementById("baseline-file");
lastTime.addEventListener("change", async () => {
  const [chosen] = lastTime.files;
  const found = chosen && parsed(await chosen.text());
  tell("");
  if (isResults(found)) {
    compareWith(found);
    document.getElementById("comparing").scrollIntoView({ block: "nearest" });
  } else if (chosen) tell(clone("no-results").textContent);
  lastTime.value = "";
});

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
