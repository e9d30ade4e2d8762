// The two questions the desk does ask, and its full screen.

/**
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export function asked(id) {
  /** @type {HTMLDialogElement} */
  const dialog = document.getElementById(id);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

export function toggleFull() {
  return document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen().catch(() => {});
}
