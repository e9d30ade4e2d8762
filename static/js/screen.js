// The wall everyone looks at: draws what it is told, keeps the last picture when the link is lost.
import { connect } from "./lib/connection.js";
import { keeper } from "./lib/keeper.js";
import { embedded } from "./lib/present.js";
import { toggle } from "./lib/slots.js";
import { theme } from "./views/theme.js";
import { wall } from "./views/wall.js";

const { code, key } = document.body.dataset;
const root = document.querySelector("[data-wall]");
const kept = keeper(embedded(), draw);

function draw(now) {
  wall(root, now);
  theme(now.state.wall.theme);
}

draw(kept.now);
connect("screen", code, { key }, { ...kept, linked: (up) => toggle(root, { lost: !up }) });
