// Phones are all sent the words of every language, so that nobody can tell who reads which: this page picks its own.

const language = document.documentElement.lang;

export function inWords(state) {
  const own = state.words && state.words[language];
  if (!own) return state;
  const { title, frame, ...question } = own;
  return { ...state, session: { ...state.session, title, frame }, question: state.question && { ...state.question, ...question } };
}

export function releaseInWords(release) {
  const own = release && release.words && release.words[language];
  return own ? { ...release, finding: { ...release.finding, text: own.finding }, sentences: own.sentences } : release;
}
