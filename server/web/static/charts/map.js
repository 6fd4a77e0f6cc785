// The map of communes.

import {
  INK, LINE, PAPER, FONT, MAP, tip,
} from "./look.js";

// Pointed hexagons in rows; odd rows stand half a hexagon to the right.
export function map(data, box) {
  const hexes = data.hexagons;
  const wide = (one) => one.at[0] + (Math.abs(one.at[1]) % 2 ? 0.5 : 0);
  const left = Math.min(...hexes.map(wide)), right = Math.max(...hexes.map(wide));
  const first = Math.min(...hexes.map((one) => one.at[1])), last = Math.max(...hexes.map((one) => one.at[1]));
  const size = Math.min((box.width - 8) / ((right - left + 1) * Math.sqrt(3)), (box.height - 8) / ((last - first) * 1.5 + 2));
  const w = size * Math.sqrt(3);
  const x0 = (box.width - (right - left) * w) / 2, y0 = 4 + size;
  const centre = (one) => [x0 + (wide(one) - left) * w, y0 + (one.at[1] - first) * size * 1.5];
  const corner = (c, i, r = size) => [c[0] + r * Math.sin(i * Math.PI / 3), c[1] - r * Math.cos(i * Math.PI / 3)];
  const byPlace = new Map(hexes.map((one) => [one.at.join(), one]));
  // Side i lies between corners i and i + 1, clockwise from the top.
  const across = (one, i) => {
    const [q, r] = one.at, odd = Math.abs(r) % 2;
    const steps = [[odd, -1], [1, 0], [odd, 1], [odd - 1, 1], [-1, 0], [odd - 1, -1]];
    return byPlace.get([q + steps[i][0], r + steps[i][1]].join());
  };
  const words = (name) => {
    const parts = name.split(" ");
    const half = Math.ceil(parts.length / 2);
    return parts.length > 1 ? `${parts.slice(0, half).join(" ")}\n${parts.slice(half).join(" ")}` : name;
  };
  const draw = (given) => {
    const one = hexes[given.dataIndex], c = centre(one), none = one.step === null;
    const shape = { points: [0, 1, 2, 3, 4, 5].map((i) => corner(c, i)) };
    const children = [{ type: "polygon", shape, style: { fill: none ? hatched() : MAP[one.step], stroke: PAPER, lineWidth: 1.5 } }];
    for (let i = 0; i < 6; i++) {
      const beside = across(one, i);
      if (beside && beside.area === one.area) continue;
      const [a, b] = [corner(c, i), corner(c, i + 1)];
      children.push({ type: "line", silent: true, z2: 5, shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: INK, lineWidth: 1.4, lineCap: "round" } });
    }
    const light = one.step === 0 || one.step === 4;
    if (one.few) children.push({ type: "circle", silent: true, shape: { cx: c[0], cy: c[1] - size * 0.62, r: 3 }, style: { fill: "none", stroke: light ? PAPER : INK, lineWidth: 1.2 } });
    if (size > 15) children.push({ type: "text", silent: true, z2: 6, style: {
      text: words(one.name), x: c[0], y: c[1] + 0.5, textAlign: "center", textVerticalAlign: "middle",
      font: `${size < 24 ? 9 : 10.5}px ${FONT}`, lineHeight: 12, fill: light ? PAPER : INK,
    } });
    return { type: "group", children };
  };
  return {
    tooltip: tip((point) => hexes[point.dataIndex].text),
    xAxis: { show: false, min: 0, max: 1 }, yAxis: { show: false, min: 0, max: 1 },
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    series: [{ type: "custom", renderItem: draw, data: hexes.map(() => [0, 0]), clip: false }],
    links: (event) => hexes[event.dataIndex]?.link,
  };
}

let hatch = null;
function hatched() {
  if (!hatch) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = LINE;
    pen.beginPath();
    for (const at of [-6, 0, 6]) { pen.moveTo(at, 6); pen.lineTo(at + 6, 0); }
    pen.stroke();
    hatch = { image: tile, repeat: "repeat" };
  }
  return hatch;
}
