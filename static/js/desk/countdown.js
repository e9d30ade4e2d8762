// Five seconds before something final, which the same control takes back.

/**
 * @param {number} seconds
 * @param {(left: number | null) => void} tick
 */
export function countdown(seconds, tick) {
  /** @type {ReturnType<typeof setInterval> | null} */
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    tick(null);
  };
  return {
    isOn: () => timer !== null,
    stop,
    /** @param {() => void} done */
    start(done) {
      let left = seconds;
      tick(left);
      timer = setInterval(() => {
        left -= 1;
        if (left > 0) return tick(left);
        stop();
        done();
      }, 1000);
    },
  };
}
