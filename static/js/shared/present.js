// The present state of the session: as embedded in the page, or asked for again over plain HTTP,
// and in this page's words.

const EVERY_MS = 4000;

/** @returns {any} what the page embeds: a `Present`, and in the editor a plan besides */
export function embedded() {
  const block = document.getElementById("present");
  return block ? JSON.parse(block.textContent) : null;
}

/**
 * @param {string} address
 * @param {() => void} gone
 * @returns {Promise<Present | null>}
 */
async function fetched(address, gone) {
  const answer = await fetch(`${address}/present.json`, { cache: "no-store" });
  if (answer.ok) return answer.json();
  if (answer.status === 403 || answer.status === 404) gone();
  return null;
}

/**
 * While the socket is down the present state is asked for again and again beside the page's address,
 * and the page says when that fails too. `gone`: no longer joined, or the session is deleted.
 * @param {string} address
 * @param {{
 *   hear: (present: Present) => void,
 *   lost?: (is: boolean) => void,
 *   gone?: () => void,
 * }} told
 * @returns {(up: boolean) => void} to be told whether the socket is up
 */
export function lifeline(address, { hear, lost = () => {}, gone = () => {} }) {
  /** @type {ReturnType<typeof setInterval> | null} */
  let timer = null;
  return (up) => {
    if (up) {
      clearInterval(timer);
      timer = null;
      lost(false);
    } else if (!timer) {
      timer = setInterval(async () => {
        const present = await fetched(address, gone).catch(() => /** @type {null} */ (null));
        if (!timer) return;
        lost(!present);
        if (present) hear(present);
      }, EVERY_MS);
    }
  };
}

// Phones are all sent the words of every language, so that nobody can tell who reads which: this
// page picks its own.
const spoken = () => document.documentElement.lang;

/**
 * @param {State} state
 * @returns {State}
 */
export function inWords(state, language = spoken()) {
  const own = state.words && state.words[language];
  if (!own) return state;
  const { title, frame, ...question } = own;
  return {
    ...state,
    session: { ...state.session, title, frame },
    question: state.question && { ...state.question, ...question },
  };
}

/**
 * @param {Release | null} release
 * @returns {Release | null}
 */
export function releaseInWords(release, language = spoken()) {
  const own = release && release.words && release.words[language];
  return own
    ? { ...release, finding: { ...release.finding, text: own.finding }, sentences: own.sentences }
    : release;
}
