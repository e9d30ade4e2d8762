// Templates and their slots: every word a person reads is in the page; here it is only put in
// place.

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

// What a wall in two languages says in the second one: `words` by name, null where there is none.
export function also(root, words) {
  for (const node of root.querySelectorAll("[data-also]")) {
    const text = (words && words[node.dataset.also]) || "";
    if (node.textContent !== text) node.textContent = text;
    if (words) Object.assign(node, { lang: words.language, dir: words.direction });
  }
}

export function toggle(root, facts) {
  for (const name of Object.keys(facts)) {
    for (const node of root.querySelectorAll(`[data-when="${name}"]`)) node.hidden = !facts[name];
  }
}
