// What is wrong with how a wall can be read, as sentences: size of type, contrast, edges, one thing over another.
// Everything is measured as the browser has computed it, for the theme and size of just now.
async ([least, leastTitle, leastContrast]) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const { innerWidth: width, innerHeight: height } = window;
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const seen = (node) =>
    node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !node.closest(".visually-hidden");
  const clipped = (node) =>
    node && (getComputedStyle(node).clipPath !== "none" || clipped(node.parentElement));

  // The part of a box that nothing within the wall cuts off, as a long word may be on purpose.
  function shown(box, node) {
    let { left, right, top, bottom } = box;
    for (let one = node; !one.matches(".wall"); one = one.parentElement) {
      if (getComputedStyle(one).overflow !== "visible") {
        const edge = one.getBoundingClientRect();
        [left, right, top, bottom] = [
          Math.max(left, edge.left),
          Math.min(right, edge.right),
          Math.max(top, edge.top),
          Math.min(bottom, edge.bottom),
        ];
      }
    }
    return { left, right, top, bottom };
  }

  // Where the strokes of letters are, without the air of their line.
  const strokes = ({ left, right, top, bottom }) => ({
    left,
    right,
    top: top + 0.25 * (bottom - top),
    bottom: bottom - 0.25 * (bottom - top),
  });
  const isThere = ({ left, right, top, bottom }) => right - left > 1 && bottom - top > 4;

  const walker = document.createTreeWalker(document.querySelector(".wall"), NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !seen(parent) || clipped(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const whole = [...range.getClientRects()].map((box) => shown(box, parent)).filter(isThere);
    const boxes = whole.map(strokes);
    if (boxes.length) texts.push({ words: node.data.trim().slice(0, 40), parent, boxes, whole });
  }

  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((channel) => {
      const one = channel / 255;
      return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const opaque = (colour) => channels(colour)[3] !== 0;
  const opacityOf = (node) =>
    node ? getComputedStyle(node).opacity * opacityOf(node.parentElement) : 1;
  const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1;

  // A colour as it looks on the ground of the wall once it is partly seen through.
  function faded(colour, opacity) {
    const below = channels(getComputedStyle(document.querySelector(".wall")).backgroundColor);
    const mixed = channels(colour)
      .slice(0, 3)
      .map((one, at) => one * opacity + below[at] * (1 - opacity));
    return `rgb(${mixed.join(" ")})`;
  }

  // The colours behind a text: of the nearest ground, of every stripe where it is striped.
  function grounds(node, box) {
    for (let one = node; one; one = one.parentElement) {
      for (const style of [getComputedStyle(one), getComputedStyle(one, "::before")]) {
        const isPainted =
          style.content !== "none" && (style.content === "normal" || one.matches(".bar"));
        if (!isPainted || (one.matches(".bar") && !within(box, one.getBoundingClientRect())))
          continue;
        const stripes = style.backgroundImage.match(/rgba?\([^)]*\)/g);
        if (stripes || opaque(style.backgroundColor))
          return (stripes || [style.backgroundColor]).map((colour) => faded(colour, style.opacity));
      }
    }
    return ["rgb(255, 255, 255)"];
  }

  const faults = [];
  for (const { words, parent, boxes, whole } of texts) {
    const style = getComputedStyle(parent);
    const wanted = height * (parent.closest("h1") ? leastTitle : least);
    if (parseFloat(style.fontSize) < wanted - 0.1)
      faults.push(`${words}: ${style.fontSize} of ${height}`);
    for (const box of whole) {
      if (box.left < -1 || box.right > width + 1 || box.top < -1 || box.bottom > height + 1)
        faults.push(`${words}: beyond the edge`);
    }
    const colour = faded(style.color, opacityOf(parent));
    for (const ground of grounds(parent, boxes[0])) {
      const [light, dark] = [luminance(colour), luminance(ground)].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < leastContrast)
        faults.push(`${words}: contrast ${contrast.toFixed(2)} of ${style.color} on ${ground}`);
    }
  }

  const things = [
    ...document.querySelectorAll(
      ".wall .map-end, .wall .qr, .wall .wall-join, .wall .group-mark, .wall .swatch",
    ),
  ].filter((node) => seen(node) && node.getBoundingClientRect().width);
  const solid = things.map((node) => ({
    words: node.getAttribute("class"),
    parent: node,
    boxes: [node.getBoundingClientRect()],
  }));
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  texts.forEach((one, at) => {
    for (const other of [...texts.slice(at + 1), ...solid]) {
      if (other.parent.contains(one.parent) && other.parent !== one.parent) continue;
      if (one.boxes.some((box) => other.boxes.some((beside) => over(box, beside))))
        faults.push(`${one.words}: over ${other.words}`);
    }
  });
  return [...new Set(faults)];
};
