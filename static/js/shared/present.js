// The present state of the session: as embedded in the page, or asked for again over plain HTTP,
// and in this page's words.

export function embedded() {
  const block = document.getElementById("present");
  return block ? JSON.parse(block.textContent) : null;
}

async function fetched(address, gone) {
  const answer = await fetch(`${address}/present.json`, { cache: "no-store" });
  if (answer.ok) return answer.json();
  if (answer.status === 403 || answer.status === 404) gone();
  return null;
}

// While the socket is down the present state is asked for again and again beside the page's address,
// and the page says when that fails too. `gone`: no longer joined, or the session is deleted.
export function lifeline(address, { hear, lost = () => {}, gone = () => {} }) {
  let timer = null;
  return (up) => {
    if (up) {
      clearInterval(timer);
      timer = null;
      lost(false);
    } else if (!timer) {
      timer = setInterval(async () => {
        const present = await fetched(address, gone).catch(() => null);
        if (!timer) return;
        lost(!present);
        if (present) hear(present);
      }, 4000);
    }
  };
}

// Phones are all sent the words of every language, so that nobody can tell who reads which: this
// page picks its own.
const spoken = () => document.documentElement.lang;

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

export function releaseInWords(release, language = spoken()) {
  const own = release && release.words && release.words[language];
  return own
    ? { ...release, finding: { ...release.finding, text: own.finding }, sentences: own.sentences }
    : release;
}
