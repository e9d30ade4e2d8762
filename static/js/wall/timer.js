// A clock that runs down. It only advises: at zero it says so, and nothing closes.
const running = new WeakMap();

/**
 * `left`: seconds as the server saw it when it sent them; null takes the clock away.
 * @param {HTMLElement} root
 * @param {number | null} left
 */
export function timer(root, left) {
  clearInterval(running.get(root));
  running.delete(root);
  for (const node of root.querySelectorAll('[data-when="timer"]')) node.hidden = left === null;
  if (left === null) return;
  const ends = performance.now() + left * 1000;
  const tick = () => show(root, Math.max(0, Math.round((ends - performance.now()) / 1000)));
  tick();
  running.set(root, setInterval(tick, 1000));
}

/**
 * @param {HTMLElement} root
 * @param {number} left
 */
function show(root, left) {
  const text = clock(left);
  for (const node of root.querySelectorAll('[data-slot="clock"]')) {
    node.textContent = text;
    node.dataset.over = String(left === 0);
  }
}

/** @param {number} seconds */
export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
