// While the socket is down: the present state is asked for over plain HTTP, and the page says when that fails too.
import { fetched } from "./present.js";

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
