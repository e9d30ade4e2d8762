// The end of a session, and of everything about it: both are asked about first.
import { clone } from "../shared/slots.js";
import { asked } from "./dialogs.js";
import { forgetNotes } from "./notes.js";

/**
 * @param {Desk} desk
 * @returns {Part}
 */
export function ending(desk) {
  async function forget() {
    const address = `/api/sessions/${desk.code}`;
    const answer = await fetch(address, { method: "DELETE" }).catch(
      () => /** @type {null} */ (null),
    );
    if (answer?.ok) {
      forgetNotes(desk.code);
      location.assign("/");
    } else desk.say(answer ? (await answer.json()).message : clone("unsent").textContent);
  }

  return {
    acts: {
      end: async () => (await asked("ask-end")) && desk.send("end_session"),
      forget: async () => (await asked("ask-forget")) && forget(),
    },
    draw: () => {},
  };
}
