// The desk's hand: sends a verb with the version it was based on. Closing, being final, waits five seconds.
import { countdown } from "./countdown.js";
import { verbs } from "./verbs.js";

export function acting({ connection, state, say, unsent, seconds }) {
  const fuse = countdown(5, seconds);

  async function send({ verb, body }, version) {
    try {
      const answer = await connection.ask(verb, { ...body, version });
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
    return asked.verb === "close_question" ? fuse.start(() => send(asked, version)) : send(asked, version);
  }

  // One act after the other, each on the state that the one before left: its answer comes after the news of it.
  // The same act again while it is on its way is a finger that bounced.
  const onTheirWay = new Set();
  let last = Promise.resolve();
  function act(name) {
    if (fuse.isOn()) return fuse.stop();
    if (onTheirWay.has(name)) return null;
    onTheirWay.add(name);
    last = last.then(async () => {
      const sent = wish(verbs[name](state()));
      if (!fuse.isOn()) await sent;
      onTheirWay.delete(name);
    });
    return last;
  }

  return {
    wish,
    act,
    keep: () => fuse.isOn() && fuse.stop(),
    send: (verb) => send({ verb }, state().version),
  };
}
