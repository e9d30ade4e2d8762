// An earlier session's results.json to compare with: kept in this window until a session is opened,
// or until it is let go.
const KEY = "baseline";
const box = document.getElementById("comparing");

export function baseline() {
  return JSON.parse(sessionStorage.getItem(KEY) || "null");
}

/** @param {object | null} found */
export function compareWith(found) {
  if (found) sessionStorage.setItem(KEY, JSON.stringify(found));
  else sessionStorage.removeItem(KEY);
  show();
}

/**
 * Whether it looks like one of our files; the server reads it in earnest.
 * @param {any} found
 */
export function isResults(found) {
  return (
    Boolean(found) &&
    String(found.format).startsWith("power-workshop/") &&
    Boolean(found.plan && found.session)
  );
}

export function show() {
  const held = baseline();
  box.hidden = !held;
  if (held)
    box.querySelector('[data-slot="baseline_name"]').textContent =
      `${held.plan.title}, ${held.session.opened_on}`;
}
