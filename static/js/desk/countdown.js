// Five seconds before something final, which the same control takes back.

export function countdown(seconds, tick) {
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    tick(null);
  };
  return {
    isOn: () => timer !== null,
    stop,
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
