// The references on Node: `node bench/reference.mjs socket.io|wire FOLDER PORT STATE`, packages from FOLDER.
//
// They speak to the same phones by the same addresses and events, send a state of the same size, acknowledge each
// ballot at once, and keep nothing. `socket.io` is its makers' own server; `wire` is `ws` alone, with just so much of
// the protocol as the phones speak and every broadcast framed once: near what this machine can do at all.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [kind, folder, port, told] = process.argv.slice(2);
const packages = createRequire(join(folder, "node_modules", "of.js"));
const state = JSON.parse(told);
const SPACE = "/participant";
const BACKLOG = 4096;

// What a Socket.IO server does for a phone, and for all of them.
const onSocketIo = (http) => {
  const { Server } = packages("socket.io");
  const io = new Server(http, {
    transports: ["websocket"],
    perMessageDeflate: false,
    serveClient: false,
  });
  const space = io.of(SPACE);
  space.on("connection", (phone) => {
    phone.emit("session_changed", state);
    phone.on("cast_ballot", (body, answer) => answer({ ok: true, number: body.number }));
  });
  return () => space.emit("session_changed", state);
};

// The same by hand, on frames.
const onTheWire = (http) => {
  const { Sender, WebSocketServer } = packages("ws");
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const changed = Buffer.from(`42${SPACE},${JSON.stringify(["session_changed", state])}`);
  const frame = Sender.frame(changed, {
    fin: true,
    rsv1: false,
    opcode: 1,
    mask: false,
    readOnly: true,
  });
  const tell = (phone) => {
    for (const piece of frame) phone._socket.write(piece);
  };
  server.on("connection", (phone) => {
    phone.send('0{"sid":"-","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
    phone.on("message", (data) => {
      const text = data.toString();
      if (text.startsWith("40")) {
        phone.send(`40${SPACE},{"sid":"-"}`);
        tell(phone);
      } else if (text.startsWith("42")) {
        const [, id, asked] = /^42[^,]*,(\d*)(.*)$/s.exec(text);
        phone.send(`43${SPACE},${id}[{"ok":true,"number":${JSON.parse(asked)[1].number}}]`);
      }
    });
  });
  return () => server.clients.forEach(tell);
};

// The few addresses the benchmark asks for: joining leads on, opening a question tells everyone, all else is well.
const http = createServer((request, response) => {
  request.resume().on("end", () => {
    if (request.url.endsWith("/open_question")) tellAll();
    const headers = { "Content-Type": "application/json", "Set-Cookie": "participant=0" };
    response.writeHead(request.url.endsWith("/join") ? 303 : 200, headers);
    response.end('{"code": "NODE", "facilitator_key": ""}');
  });
});
const tellAll = { "socket.io": onSocketIo, wire: onTheWire }[kind](http);
http.listen(Number(port), "127.0.0.1", BACKLOG);
