// The start page: opens a session from a starter plan or a plan file, or lists every fault of the file.
import { open, read, takeKey } from "./lib/opening.js";

takeKey();
for (const button of document.querySelectorAll("[data-plan]")) {
  button.addEventListener("click", () => open(JSON.stringify({ plan: button.dataset.plan }), "application/json"));
}
const file = document.getElementById("plan-file");
file.addEventListener("change", async () => {
  const [chosen] = file.files;
  const plan = chosen && (await read(chosen));
  if (plan) await open(plan.body, plan.type);
  file.value = "";
});
