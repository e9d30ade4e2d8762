// What the parts of the desk share: the page, the last of each fact, and how to ask the server.
import { connect } from "../shared/connection.js";
import { latest } from "../shared/latest.js";
import { embedded, lifeline } from "../shared/present.js";
import { clone, toggle } from "../shared/slots.js";
import { commands } from "./commands.js";
import { say } from "./view.js";

// A desk that is just opening, or just back, is given a moment before it says that it has no
// connection.
const PATIENCE_MS = 3000;

/**
 * @param {HTMLElement} page
 * @param {string} code
 * @param {(now: Present) => void} draw
 * @returns {Desk}
 */
export function openDesk(page, code, draw) {
  const facts = latest(embedded(), draw);
  const session_changed = (/** @type {State} */ state) => {
    if (state.version > facts.now.state.version) hand.keep();
    facts.session_changed(state);
  };
  /** @type {Base} */
  const base = {
    page,
    code,
    now: facts.now,
    state: () => facts.now.state,
    say: (message) => say(page, message),
    unsent: clone("unsent").textContent,
    ask: async (verb, body) => {
      if (!connection.isUp()) await connection.back(PATIENCE_MS);
      return connection.ask(verb, body);
    },
  };
  const hand = commands(base);
  const heard = { ...facts, session_changed };
  const line = lifeline(location.pathname, {
    hear: (present) => heard.present(present),
    gone: () => location.reload(),
  });
  const connection = connect(
    "facilitator",
    code,
    { code },
    {
      ...heard,
      linked: (up) => {
        toggle(page, { lost: !up });
        line(up);
      },
      shut: () => location.reload(), // to the page that asks for a link
    },
  );
  return { ...base, ...hand };
}
