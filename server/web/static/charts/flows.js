// Ribbons from where goods came to where they went.

import {
  INK, INK2, ACT, OUT, FONT, written, tip,
} from "./look.js";

// Where a column is narrow a name stands in two lines.
function folded(name) {
  const gaps = [...name.matchAll(/ /g)].map((found) => Math.abs(found.index - name.length / 2));
  const at = [...name.matchAll(/ /g)].find((found) => Math.abs(found.index - name.length / 2) === Math.min(...gaps));
  return name.length > 12 && at ? `${name.slice(0, at.index)}}\n{b|${name.slice(at.index + 1)}` : name;
}

export function flows(data, box) {
  const narrow = box.width < 560;
  const [left, right] = narrow ? [92, 96] : [150, 140];
  const tones = { plain: "#414D49", good: ACT, out: OUT };
  const ribbons = { plain: "#C9CEC9", good: "#B5D5CD", out: "#E8BE96" };
  const tone = Object.fromEntries(data.nodes.map((node) => [node.name, node.tone]));
  const units = {};
  for (const flow of data.flows) {
    units[`>${flow.source}`] = (units[`>${flow.source}`] || 0) + flow.units;
    units[`<${flow.target}`] = (units[`<${flow.target}`] || 0) + flow.units;
  }
  const amount = (name) => Math.max(units[`>${name}`] || 0, units[`<${name}`] || 0);
  const last = Math.max(0, ...data.nodes.map((node) => node.column));
  return {
    tooltip: tip((point) => point.dataType === "edge"
      ? `${point.data.source} → ${point.data.target}: ${written(point.data.value)} ${data.unit}`
      : `${point.name}: ${written(amount(point.name))} ${data.unit}`),
    series: [{
      type: "sankey", left, right, top: data.heads.length ? 26 : 8, bottom: 8,
      nodeWidth: 9, nodeGap: 10, draggable: false, layoutIterations: 0, emphasis: { focus: "adjacency" },
      data: data.nodes.filter((node) => amount(node.name)).map((node) => ({
        name: node.name, depth: node.column, link: node.link, itemStyle: { color: tones[node.tone], borderWidth: 0 },
        label: { position: node.column === 0 && last > 0 ? "left" : "right" },
      })),
      links: data.flows.map((flow) => ({
        source: flow.source, target: flow.target, value: flow.units,
        lineStyle: { color: ribbons[tone[flow.target]], opacity: 0.55, curveness: 0.5 },
      })),
      label: {
        formatter: (point) => `{b|${narrow ? folded(point.name) : point.name}}\n{n|${written(amount(point.name))} ${data.unit}}`,
        rich: {
          b: { fontFamily: FONT, fontSize: 11, fontWeight: 700, color: INK, lineHeight: 14 },
          n: { fontFamily: FONT, fontSize: 11, color: INK2, lineHeight: 13 },
        },
      },
    }],
    heads: data.heads, sides: [left, right], links: (event) => event.data?.link,
  };
}
