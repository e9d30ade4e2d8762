// The facilitator's notes, one page per question: kept in this browser and never sent anywhere.

/**
 * @param {Desk} desk
 * @returns {Part}
 */
export function notes({ code }) {
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("notes"));
  /** @type {string | null} */
  let page = null;
  field.addEventListener("input", () => keep(`notes/${code}/${page}`, field.value));
  return {
    acts: {},
    draw: ({ question }) => {
      const now = question ? question.id : "";
      if (now === page) return;
      page = now;
      field.value = localStorage.getItem(`notes/${code}/${page}`) || "";
    },
  };
}

/**
 * @param {string} name
 * @param {string} text
 */
function keep(name, text) {
  if (text) localStorage.setItem(name, text);
  else localStorage.removeItem(name);
}

/** @param {string} code */
export function forgetNotes(code) {
  for (const name of Object.keys(localStorage))
    if (name.startsWith(`notes/${code}/`)) localStorage.removeItem(name);
}
