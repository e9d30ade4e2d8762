// The colours of this page: its computer's own, or those the facilitator chose for the wall.
const MEDIA = { own: "(prefers-color-scheme: dark)", dark: "all", light: "not all" };

export function theme(name) {
  const dark = document.getElementById("dark");
  if (dark.media !== MEDIA[name]) dark.media = MEDIA[name];
}
