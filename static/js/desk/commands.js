// Sends a verb with the version it was based on. Closing, being final, waits five seconds.
import { fill, toggle } from "../shared/slots.js";
import { countdown } from "./countdown.js";
import { verbs } from "./verbs.js";

/** @param {Base} base */
export function commands({ page, ask, state, say, unsent }) {
  const fuse = countdown(5, (left) => {
    fill(page, { seconds: left });
    toggle(page, { closing: left !== null, steady: left === null });
  });

  /**
   * @param {Wish} wish
   * @param {number | null} version
   */
  async function deliver({ verb, body }, version) {
    try {
      const answer = await ask(verb, { ...body, version });
      say(answer.ok ? "" : answer.message);
      return answer.ok;
    } catch {
      say(unsent);
      return false;
    }
  }

  /** @param {Wish | null} asked */
  function wish(asked) {
    if (!asked) return null;
    const { version } = state();
    if (fuse.isOn()) return fuse.stop();
    return asked.verb === "close_question"
      ? fuse.start(() => deliver(asked, version))
      : deliver(asked, version);
  }

  // One act after the other, each on the state that the one before left. The same act again,
  // pressed on the state that it was first pressed on, is a finger that bounced; once its news has
  // come, it is a new decision.
  /** @type {Map<string, number>} */
  const pressed = new Map();
  let last = Promise.resolve();
  /** @param {string} name */
  function act(name) {
    if (fuse.isOn()) return fuse.stop();
    const { version } = state();
    if (pressed.get(name) === version) return null;
    pressed.set(name, version);
    last = last.then(async () => {
      const sent = wish(verbs[name](state()));
      if (!fuse.isOn()) await sent;
      if (pressed.get(name) === version) pressed.delete(name);
    });
    return last;
  }

  return {
    wish,
    act,
    keep: () => fuse.isOn() && fuse.stop(),
    /** @type {Desk["send"]} */
    send: (verb, body = {}, version = state().version) => deliver({ verb, body }, version),
  };
}
