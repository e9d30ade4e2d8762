// The colours of this page: its computer's own, or those the facilitator chose for the wall.
const MEDIA = { own: "(prefers-color-scheme: dark)", dark: "all", light: "not all" };

/** @param {Wall["theme"]} name */
export function theme(name) {
  /** @type {HTMLLinkElement} */
  const dark = document.getElementById("dark");
  if (dark.media !== MEDIA[name]) dark.media = MEDIA[name];
}
