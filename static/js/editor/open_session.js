// Opening a session, from a plan in whatever form; what is wrong with it is told above.

import { clone, fill } from "../shared/slots.js";
import { baseline, compareWith, show } from "./comparison.js";

const KEY = "opening-key";
/** @type {HTMLInputElement | null} */
const input = document.getElementById("opening-key");

// The link printed at start carries the opening key in its #fragment, which no server sees; it
// stays in this window.
export function takeKey() {
  show();
  if (location.hash.startsWith("#open=")) {
    sessionStorage.setItem(KEY, location.hash.slice(6));
    history.replaceState(null, "", location.pathname);
  }
  if (input && !input.value) input.value = sessionStorage.getItem(KEY) || "";
}

// Whether plans are read for this browser as it is: not before the password, the key or the signing
// in.
export const mayRead = () =>
  input ? Boolean(input.value.trim()) : document.querySelector("[data-unproven]") === null;

/**
 * With last time's results, where some were chosen; a plan in whatever form is first read by the
 * server.
 * @param {string} body
 * @param {string} type
 */
export async function open(body, type) {
  const earlier = baseline();
  if (!earlier) return opened(body, type);
  const starter = starterOf(body);
  const read = starter
    ? { plan: starter }
    : await post("/api/plans/check", body, { "Content-Type": type });
  if (read.plan)
    return opened(JSON.stringify({ plan: read.plan, baseline: earlier }), "application/json");
  tell(read.message, read.faults);
  return read;
}

function openAgain() {
  return opened(JSON.stringify({ baseline: baseline() }), "application/json");
}

/** @param {string} body */
function starterOf(body) {
  try {
    const { plan } = JSON.parse(body);
    return typeof plan === "string" ? plan : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} body
 * @param {string} type
 */
async function opened(body, type) {
  if (input) sessionStorage.setItem(KEY, input.value.trim());
  document.body.classList.add("busy");
  const made = await post("/api/sessions", body, { "Content-Type": type });
  document.body.classList.remove("busy");
  if (made.facilitator_url) {
    compareWith(null);
    location.assign(made.facilitator_url);
  } else tell(made.message, made.faults);
  return made;
}

/**
 * The server's answer, whatever it is; without one, the sentence that says so. Plans are read for
 * whoever may open them.
 * @param {string} address
 * @param {string} body
 * @param {Texts} headers
 * @returns {Promise<any>}
 */
export async function post(address, body, headers) {
  const key = input?.value.trim();
  const proof = key ? { Authorization: `Bearer ${key}` } : {};
  try {
    return await (
      await fetch(address, { method: "POST", headers: { ...headers, ...proof }, body })
    ).json();
  } catch {
    return { ok: false, message: clone("unsent").textContent };
  }
}

/** @param {File} file */
export async function read(file) {
  const type = /\.json$/i.test(file.name) ? "application/json" : "application/toml";
  if (file.size <= 256 * 1024) return { body: await file.text(), type };
  tell(clone("too-big").textContent);
  return null;
}

/**
 * @param {string} message
 * @param {Fault[]} list
 * @param {(item: DocumentFragment, fault: Fault) => void} lead
 */
export function tell(message, list = [], lead = () => {}) {
  const faults = document.getElementById("faults");
  fill(faults, { message: message || "" });
  faults.querySelector('[data-slot="faults"]').replaceChildren(
    ...list.map((fault) => {
      const item = clone("fault");
      fill(item, fault);
      lead(item, fault);
      return item;
    }),
  );
  faults.hidden = !message;
  if (message) faults.scrollIntoView({ block: "nearest" });
}

document.getElementById("same-again").addEventListener("click", openAgain);
document.getElementById("no-comparing").addEventListener("click", () => compareWith(null));
