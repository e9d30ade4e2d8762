// Keys and clickers → the names of the desk's controls. Not while typing, not with a modifier (but
// Shift with arrows).

/** @type {Texts} */
const KEYS = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "back",
  PageUp: "back",
  o: "open",
  r: "reveal",
  q: "code",
  b: "blank",
  m: "map",
  a: "agreed",
  ".": "blank",
  c: "form",
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  0: "usual",
  d: "dark",
  t: "timer",
  g: "grid",
  n: "notes",
  f: "full",
  u: "undo",
  "?": "list",
  Escape: "keep",
};
/** @type {Texts} */
const SHIFTED = { ArrowRight: "later", ArrowLeft: "earlier" };

/**
 * @param {KeyboardEvent} event
 * @returns {string | null}
 */
export function actOf(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(target)) return null;
  if (event.shiftKey && !isSign(event.key)) return SHIFTED[event.key] || null;
  // Space presses what has the focus
  if (event.key === " " && target.closest("button, a, summary, input")) return null;
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] || null;
}

/**
 * On one keyboard 0, . or = need Shift, on another ? and + do: a sign is what it says, however it
 * is made.
 * @param {string} key
 */
function isSign(key) {
  return key.length === 1 && key !== " " && key.toLowerCase() === key.toUpperCase();
}

/** @param {HTMLElement} target */
function typing(target) {
  return (
    target.isContentEditable ||
    target.closest("dialog[open]") ||
    target.matches("textarea, select, input:not([type='checkbox'])")
  );
}
