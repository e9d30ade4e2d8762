// Undo is offered for ten seconds after the state that allows it; the server decides in the end.
import { toggle } from "../shared/slots.js";

const OFFERED_MS = 10000;

/**
 * @param {Desk} desk
 * @returns {Part}
 */
export function undo({ page }) {
  /** @type {State | null} */
  let offered = null;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return {
    acts: {},
    // a turnout or a picture draws the same state again: its time goes on
    draw: (state) => {
      if (state === offered) return;
      offered = state;
      clearTimeout(timer);
      toggle(page, { undo: Boolean(state.undo) });
      if (state.undo) timer = setTimeout(() => toggle(page, { undo: false }), OFFERED_MS);
    },
  };
}
