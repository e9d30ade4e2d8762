// The only room that knows Socket.IO: facts come in as calls, requests go out with an answer or a
// failure.
import { io } from "../../vendor/socket.io.esm.min.js";

const FACTS = /** @type {const} */ (["session_changed", "turnout_changed", "results_released"]);

/**
 * @param {"participant" | "screen" | "facilitator"} audience
 * @param {string} code
 * @param {object} auth
 * @param {Hearing} hear
 * @returns {Connection}
 */
export function connect(audience, code, auth, hear) {
  const socket = io(`/${audience}`, {
    auth,
    query: { code },
    // without one there is the lifeline: by polling, browsers send no Origin
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    timeout: 8000,
  });
  for (const fact of FACTS) {
    if (hear[fact]) socket.on(fact, hear[fact]);
  }
  /** @type {Set<() => void>} */
  const waiting = new Set();
  socket.on("connect", () => {
    hear.linked(true);
    for (const go of waiting) go();
  });
  for (const loss of ["disconnect", "connect_error"]) {
    socket.on(loss, (why) => {
      hear.linked(false);
      // a key that was closed opens nothing again
      if (why.message === "WrongKey" && hear.shut) return hear.shut();
      // sent away by the server: ask again, slowly
      if (!socket.active) setTimeout(() => socket.connect(), 10000);
    });
  }
  const renew = () => {
    if (!document.hidden) socket.disconnect().connect();
  };
  document.addEventListener("visibilitychange", renew);
  window.addEventListener("pageshow", (event) => event.persisted && renew());

  return {
    isUp: () => socket.connected,
    renew,
    ask: (event, body, patience = 5000) =>
      socket.connected
        ? socket.timeout(patience).emitWithAck(event, body)
        : Promise.reject(new Error("offline")),
    // resolves when the link is back, or after so many milliseconds
    back: (milliseconds) =>
      new Promise((/** @type {(value?: void) => void} */ resolve) => {
        const go = () => {
          waiting.delete(go);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(go, milliseconds);
        waiting.add(go);
      }),
  };
}
