// Templates and their slots: every word a person reads is in the page; here it is only put in
// place.

/**
 * What a template holds, anew.
 * @param {string} id
 */
export function clone(id) {
  /** @type {HTMLTemplateElement} */
  const template = document.getElementById(id);
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/**
 * The one element that a template holds, anew.
 * @param {string} id
 */
export function element(id) {
  return /** @type {HTMLElement} */ (clone(id).firstElementChild);
}

/**
 * Put texts where `data-slot` names them.
 * @param {ParentNode} root
 * @param {object} texts by name
 */
export function fill(root, texts) {
  for (const [name, value] of Object.entries(texts)) {
    const text = String(value ?? "");
    for (const slot of root.querySelectorAll(`[data-slot="${name}"]`)) {
      if (slot.textContent !== text) slot.textContent = text;
    }
  }
}

/**
 * What a wall in two languages says in the second one, where `data-also` names it.
 * @param {ParentNode} root
 * @param {any} words by name; null where there is no second language
 */
export function also(root, words) {
  for (const node of root.querySelectorAll("[data-also]")) {
    const text = (words && words[node.dataset.also]) || "";
    if (node.textContent !== text) node.textContent = text;
    if (words) Object.assign(node, { lang: words.language, dir: words.direction });
  }
}

/**
 * Show what `data-when` names while it is so, and hide it while it is not.
 * @param {ParentNode} root
 * @param {Record<string, unknown>} facts
 */
export function toggle(root, facts) {
  for (const name of Object.keys(facts)) {
    for (const node of root.querySelectorAll(`[data-when="${name}"]`)) node.hidden = !facts[name];
  }
}
