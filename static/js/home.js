// The start page: opens a session from a starter plan or a plan file, or lists every fault of the file.
import { clone, fill } from "./lib/slots.js";

const faults = document.getElementById("faults");
const file = document.getElementById("plan-file");
const key = document.getElementById("opening-key");

// The link printed at start carries the opening key in its #fragment, which no server sees.
if (location.hash.startsWith("#open=")) {
  if (key) key.value = location.hash.slice(6);
  history.replaceState(null, "", location.pathname);
}

async function open(body, type) {
  const headers = { "Content-Type": type };
  if (key) headers.Authorization = `Bearer ${key.value.trim()}`;
  document.body.classList.add("busy");
  try {
    const answer = await fetch("/api/sessions", { method: "POST", headers, body });
    const made = await answer.json();
    if (answer.ok) return location.assign(made.facilitator_url);
    tell(made.message, made.faults);
  } catch {
    tell(clone("unsent").textContent);
  } finally {
    document.body.classList.remove("busy");
  }
}

function tell(message, list = []) {
  fill(faults, { message: message || "" });
  faults.querySelector('[data-slot="faults"]').replaceChildren(
    ...list.map((fault) => {
      const item = clone("fault");
      fill(item, fault);
      return item;
    }),
  );
  faults.hidden = false;
  faults.scrollIntoView({ block: "nearest" });
}

for (const button of document.querySelectorAll("[data-plan]")) {
  button.addEventListener("click", () => open(JSON.stringify({ plan: button.dataset.plan }), "application/json"));
}
file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  const json = /\.json$/i.test(chosen.name);
  if (chosen.size > 256 * 1024) tell(clone("too-big").textContent);
  else await open(await chosen.text(), json ? "application/json" : "application/toml");
  file.value = "";
});
