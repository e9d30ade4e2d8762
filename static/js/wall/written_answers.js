// What people wrote, on the wall: as many as can be read from the back; if there are more, the page
// turns by itself.
import { element, fill, toggle } from "../shared/slots.js";

const TURN_MS = 15000;
/** @type {WeakMap<HTMLElement, TextPages>} */
const pages = new WeakMap();

/**
 * `density`: few, some or many.
 * @param {HTMLElement} root
 * @param {Written[]} said
 * @param {string} density
 * @param {Written[] | null} second
 */
export function texts(root, said, density, second) {
  const list = root.querySelector('[data-slot="texts"]');
  const page = pages.get(list) || begun(root, list);
  list.dataset.many = density;
  const items = said.map((one, at) => ({ ...one, also: second ? second[at].question_text : "" }));
  const is = items.map((one) => [one.id, one.question_text, one.also].join()).join("|");
  if (page.is === is) return;
  Object.assign(page, { is, items, first: 0 });
  lay(root, list, page);
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} list
 * @returns {TextPages}
 */
function begun(root, list) {
  /** @type {TextPages} */
  const page = { items: [], first: 0, turning: null };
  pages.set(list, page);
  new ResizeObserver(() => requestAnimationFrame(() => lay(root, list, page))).observe(list);
  return page;
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} list
 * @param {TextPages} page
 */
function lay(root, list, page) {
  clearTimeout(page.turning);
  const { items, first } = page;
  list.replaceChildren(...items.slice(first).map(card));
  while (list.children.length > 1 && list.scrollWidth > list.clientWidth + 1)
    list.lastElementChild.remove();
  const shown = list.children.length;
  fill(root, { texts_shown: `${first + 1}–${first + shown}`, texts_all: items.length });
  toggle(root, { texts_none: items.length === 0, texts_more: shown < items.length });
  if (shown === items.length) return;
  page.turning = setTimeout(() => {
    page.first = first + shown < items.length ? first + shown : 0;
    lay(root, list, page);
  }, TURN_MS);
}

/** @param {Written & {also: string}} one */
function card(one) {
  const item = element("text-item");
  fill(item, { text_words: one.text, text_about: one.question_text, text_about_also: one.also });
  toggle(item, { text_about: Boolean(one.question_text) });
  return item;
}
