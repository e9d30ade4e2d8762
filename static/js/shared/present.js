// The present state of the session: as embedded in the page, or asked for again over plain HTTP,
// and in this page's words.

export function embedded(page = document) {
  const block = page.getElementById("present");
  return block ? JSON.parse(block.textContent) : null;
}

export async function fetched(address) {
  const answer = await fetch(address, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const present = embedded(page);
  // no longer joined, or the session is gone: the page says so
  if (!present && answer.status < 500) location.replace(address);
  return present;
}

// While the socket is down the present state is asked for again and again, and the page says when
// that fails too.
export function lifeline(address, { hear, lost }) {
  let timer = null;
  return (up) => {
    if (up) {
      clearInterval(timer);
      timer = null;
      lost(false);
    } else if (!timer) {
      timer = setInterval(async () => {
        const present = await fetched(address).catch(() => null);
        if (!timer) return;
        lost(!present);
        if (present) hear(present);
      }, 4000);
    }
  };
}

// Phones are all sent the words of every language, so that nobody can tell who reads which: this
// page picks its own.
const language = document.documentElement.lang;

export function inWords(state) {
  const own = state.words && state.words[language];
  if (!own) return state;
  const { title, frame, ...question } = own;
  return {
    ...state,
    session: { ...state.session, title, frame },
    question: state.question && { ...state.question, ...question },
  };
}

export function releaseInWords(release) {
  const own = release && release.words && release.words[language];
  return own
    ? { ...release, finding: { ...release.finding, text: own.finding }, sentences: own.sentences }
    : release;
}
