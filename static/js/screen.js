// The wall everyone looks at: draws what it is told, keeps the last picture when the link is lost.
import { connect } from "./lib/connection.js";
import { keeper } from "./lib/keeper.js";
import { embedded } from "./lib/present.js";
import { toggle } from "./lib/slots.js";
import { wall } from "./views/wall.js";

const { code, key } = document.body.dataset;
const root = document.querySelector("[data-wall]");
const kept = keeper(embedded(), (now) => wall(root, now));

wall(root, kept.now);
connect("screen", code, { key }, { ...kept, linked: (up) => toggle(root, { lost: !up }) });
