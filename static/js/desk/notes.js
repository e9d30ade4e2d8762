// The facilitator's notes, one page per question: kept in this browser and never sent anywhere.

export function notes(code, field) {
  let page = null;
  field.addEventListener("input", () => keep(`notes/${code}/${page}`, field.value));
  return (question) => {
    const now = question ? question.id : "";
    if (now === page) return;
    page = now;
    field.value = localStorage.getItem(`notes/${code}/${page}`) || "";
  };
}

function keep(name, text) {
  if (text) localStorage.setItem(name, text);
  else localStorage.removeItem(name);
}

export function forgetNotes(code) {
  for (const name of Object.keys(localStorage))
    if (name.startsWith(`notes/${code}/`)) localStorage.removeItem(name);
}
