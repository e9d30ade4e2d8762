// The wall everyone looks at: draws what it is told, and asks for it while its socket is down.
import { connect } from "../shared/connection.js";
import { latest } from "../shared/latest.js";
import { embedded, lifeline } from "../shared/present.js";
import { toggle } from "../shared/slots.js";
import { theme } from "./theme.js";
import { wall } from "./wall.js";

const { code, key } = document.body.dataset;
const root = document.querySelector("[data-wall]");
const kept = latest(embedded(), draw);

/** @param {Present} now */
function draw(now) {
  wall(root, now);
  theme(now.state.wall.theme);
}

draw(kept.now);
const line = lifeline(location.pathname, { hear: (present) => kept.present(present) });
connect(
  "screen",
  code,
  { key },
  {
    ...kept,
    linked: (up) => {
      toggle(root, { lost: !up });
      line(up);
    },
  },
);
