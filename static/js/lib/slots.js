// Templates and their slots: every word a person reads is in the page; here it is only put in place.

export function clone(id) {
  return document.getElementById(id).content.cloneNode(true);
}

export function fill(root, texts) {
  for (const name of Object.keys(texts)) {
    for (const slot of root.querySelectorAll(`[data-slot="${name}"]`)) {
      const text = String(texts[name] ?? "");
      if (slot.textContent !== text) slot.textContent = text;
    }
  }
}

export function toggle(root, facts) {
  for (const name of Object.keys(facts)) {
    for (const node of root.querySelectorAll(`[data-when="${name}"]`)) node.hidden = !facts[name];
  }
}
