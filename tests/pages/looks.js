// What a careful eye would find wrong with the page that is open, found by measuring.

(() => {
  const OFF = "script, style, option, svg, noscript, .skip";

  // Every piece of text that can be seen, line by line: whose it is, and where it stands.
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || parent.closest(OFF)) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1) found.push({ node, parent, box });
      }
    }
    return found;
  };
  const words = (text) => text.node.textContent.trim().slice(0, 60);

  // Text beyond a frame that hides it, beyond its panel, or beyond the window, where nothing scrolls.
  const isCut = ({ parent, box }) => {
    for (let frame = parent; frame && frame !== document.body; frame = frame.parentElement) {
      const style = getComputedStyle(frame), around = frame.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX + style.overflowY)) return false;
      const beyond = box.right > around.right + 1.5;
      if (beyond && (/hidden|clip/.test(style.overflowX) || frame.matches(".panel, .tools, .top"))) return true;
      if (/hidden|clip/.test(style.overflowY) && box.bottom > around.bottom + 3) return true;
    }
    return box.right > document.documentElement.clientWidth + 1;
  };

  // What stands in an empty field is as good as text.
  const cutHints = () => [...document.querySelectorAll("input[placeholder]")].filter((field) => {
    if (field.value || !field.checkVisibility()) return false;
    const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(field.placeholder).width > room + 1;
  }).map((field) => field.placeholder);

  const overlapping = () => {
    const free = texts().filter((text) => !text.parent.closest("nav.bottom, nav.side, .scroll"));
    free.sort((one, two) => one.box.top - two.box.top);
    const found = new Set();
    free.forEach((one, index) => {
      for (const two of free.slice(index + 1)) {
        if (two.box.top >= one.box.bottom) break;
        const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const tall = Math.min(one.box.bottom, two.box.bottom) - two.box.top;
        if (one.node !== two.node && wide > 2 && tall > 4) found.add(`${words(one)} / ${words(two)}`);
      }
    });
    return [...found];
  };

  // How many colours each chart is drawn with.
  const colours = () => [...document.querySelectorAll(".chart canvas")].map((canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(pixels.data.buffer)).size;
  });

  return {
    wide: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
    cut: [...new Set(texts().filter(isCut).map(words)), ...cutHints()],
    overlapping: overlapping(),
    colours: colours(),
    charts: document.querySelectorAll(".chart").length,
  };
})()
