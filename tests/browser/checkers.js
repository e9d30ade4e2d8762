// Brought into a page by the tests, with axe-core: each look answers with a line for whatever is wrong.
window.checkers = (() => {
  const named = (node) => node.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const all = (root, selector) => [...root.querySelectorAll(selector)];

  // What axe-core holds against the page.
  async function judged(rules) {
    const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
    );
  }

  // What moves for longer than a hundredth of a second.
  const isLong = (time) => parseFloat(time) * (time.endsWith("ms") ? 0.001 : 1) > 0.01;
  function moving() {
    return all(document, "*")
      .filter((node) =>
        ["", "::before", "::after"].some((part) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(
            node,
            part || null,
          );
          const moves =
            animationName === "none"
              ? transitionDuration
              : `${transitionDuration}, ${animationDuration}`;
          return moves.split(", ").some(isLong);
        }),
      )
      .map(named);
  }

  // What reaches beyond the page at either side, or holds more than it shows. The wall's pictures go by its own size.
  function spilled() {
    return all(document.body, "*")
      .filter((node) => {
        const { left, right, width } = node.getBoundingClientRect();
        const { overflowX, overflowY } = getComputedStyle(node);
        if (
          !node.checkVisibility() ||
          width <= 1 ||
          node.closest(".visually-hidden, .choice input, .wall, [inert], option")
        )
          return false;
        const isWide =
          node.clientWidth > 0 &&
          node.scrollWidth > node.clientWidth + 1 &&
          node.tagName !== "INPUT";
        const isTall =
          ["hidden", "clip"].includes(overflowY) && node.scrollHeight > node.clientHeight + 1;
        return (
          !["auto", "scroll"].includes(overflowX) &&
          (left < -0.5 || right > innerWidth + 0.5 || isWide || isTall)
        );
      })
      .map(named);
  }

  // What can be reached by keyboard, and then looks as before: itself, what holds it, and what stands beside it.
  const look = (node) => {
    const { outline, boxShadow, border } = getComputedStyle(node);
    return [outline, boxShadow, border].join();
  };
  function unseen() {
    const reachable = all(
      document,
      "a[href], button, input:not([type=hidden]), select, textarea, summary",
    );
    return reachable
      .filter((node) => {
        if (!node.checkVisibility() || node.disabled || node.closest("[inert]")) return false;
        const around = [
          node,
          node.parentElement,
          node.nextElementSibling,
          node.closest("label"),
        ].filter(Boolean);
        document.activeElement.blur();
        const before = around.map(look).join();
        node.focus({ preventScroll: true });
        return document.activeElement === node && around.map(look).join() === before;
      })
      .map(named);
  }

  // What axe-core cannot tell: a number on its bar, whose colour is a pseudo-element's; the bar's edge on the wall.
  const light = (colour) =>
    colour
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  function contrast(one, other) {
    const [dim, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dim + 0.05);
  }
  function faint() {
    const ground = getComputedStyle(document.querySelector(".wall")).backgroundColor;
    return all(document, ".rows:not([data-form=by_choice]) .bar b")
      .filter((number) => {
        const { backgroundColor, borderTopColor } = getComputedStyle(
          number.parentElement,
          "::before",
        );
        if (
          !number.checkVisibility({ visibilityProperty: true }) ||
          backgroundColor === "rgba(0, 0, 0, 0)"
        )
          return false;
        return (
          contrast(getComputedStyle(number).color, backgroundColor) < 4.5 ||
          contrast(borderTopColor, ground) < 3
        );
      })
      .map((number) => named(number.parentElement));
  }

  return { judged, moving, spilled, unseen, faint };
})();
