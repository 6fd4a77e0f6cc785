// Draws every chart of a page out of the JSON block that stands in its frame.

import { bars } from "./bars.js";
import { funnel, strips } from "./clouds.js";
import { flows } from "./flows.js";
import { lines } from "./lines.js";
import { INK2, FONT, go } from "./look.js";
import { map } from "./map.js";

const KINDS = { lines, bars, funnel, strips, flows, map };

function measure(texts, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  return Math.max(0, ...texts.map((text) => pen.measureText(text).width));
}

function drawChart(frame) {
  const data = JSON.parse(frame.querySelector("script").textContent);
  const place = document.createElement("div");
  const tall = Number(frame.dataset.height);
  place.style.height = `${data.kind === "map" ? Math.min(tall, Math.max(260, frame.clientWidth * 0.82)) : tall}px`;
  frame.append(place);
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  let links = null;
  const redraw = () => {
    const option = KINDS[data.kind](data, { width: place.clientWidth, height: place.clientHeight });
    links = option.links;
    if (option.room) option.grid.left = 20 + measure(option.room, `12px ${FONT}`);
    if (option.heads?.length) option.graphic = headsOf(option.heads, place.clientWidth, option.sides);
    delete option.links; delete option.room; delete option.heads; delete option.sides;
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option }, true);
  };
  redraw();
  chart.on("click", (event) => go(links && links(event)));
  new ResizeObserver(() => { if (place.clientWidth) { chart.resize(); redraw(); } }).observe(frame);
}

function headsOf(heads, width, [before, behind]) {
  const from = before, to = width - behind;
  return heads.map((text, index) => ({
    type: "text", top: 4,
    left: index === 0 ? Math.max(0, from - 70) : from + ((to - from) * index) / Math.max(1, heads.length - 1) - (index === heads.length - 1 ? 10 : 0),
    style: { text, font: `11px ${FONT}`, fill: INK2 },
  }));
}

export function chartsWhenReady() {
  const frames = [...document.querySelectorAll(".chart")];
  if (!frames.length || !window.echarts) return;
  const fonts = ["400 12px Roboto", "700 12px Roboto"].map((font) => document.fonts.load(font, "Aắđ"));
  const drawAll = () => {
    for (const frame of frames) drawChart(frame);
    document.documentElement.dataset.drawn = String(frames.length);
  };
  Promise.all(fonts).then(drawAll, drawAll);
}
