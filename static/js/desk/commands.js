// The desk's hand: sends a verb with the version it was based on. Closing, being final, waits five
// seconds.
import { countdown } from "./countdown.js";
import { verbs } from "./verbs.js";

export function acting({ ask, state, say, unsent, seconds }) {
  const fuse = countdown(5, seconds);

  async function send({ verb, body }, version) {
    try {
      const answer = await ask(verb, { ...body, version });
      say(answer.ok ? "" : answer.message);
      return answer.ok;
    } catch {
      say(unsent);
      return false;
    }
  }

  function wish(asked) {
    if (!asked) return null;
    const { version } = state();
    if (fuse.isOn()) return fuse.stop();
    return asked.verb === "close_question"
      ? fuse.start(() => send(asked, version))
      : send(asked, version);
  }

  // One act after the other, each on the state that the one before left. The same act again,
  // pressed on the state that it was first pressed on, is a finger that bounced; once its news has
  // come, it is a new decision.
  const pressed = new Map();
  let last = Promise.resolve();
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
    send: (verb, body, version = state().version) => send({ verb, body }, version),
  };
}
