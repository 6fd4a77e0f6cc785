// Lines over weeks, days or hours.

import {
  LINE, EDGE, PAPER, FONT, SERIES, COMPARISON, TEXT, inUnit, tip, roof, valueAxis,
} from "./look.js";

export function lines(data, box) {
  const values = data.series.flatMap((one) => one.values.filter((value) => value !== null));
  const rules = data.rules.filter((rule) => typeof rule.at === "number");
  const whole = data.unit === "count" || data.unit === "money";
  const top = data.most || roof(Math.max(0, ...values, ...rules.map((rule) => rule.at)), 4, whole);
  const shifts = apartEnds(data, top, box.height - 40);
  const last = data.labels.length - 1;
  let colour = 0;
  const series = data.series.map((one) => {
    const look = one.comparison ? COMPARISON : SERIES[colour++ % SERIES.length];
    const end = one.values.reduce((at, value, index) => (value === null ? at : index), -1);
    const apart = data.unfinished && end === last && last > 0;
    return {
      type: "line", name: one.name, symbol: "circle", connectNulls: false, silent: true,
      symbolSize: (_value, point) => (point.dataIndex === end ? 7 : 0), showAllSymbol: true,
      itemStyle: { color: apart ? PAPER : look.color, borderColor: look.color, borderWidth: apart ? 1.5 : 0 },
      lineStyle: { color: look.color, type: look.type, width: one.comparison ? 1.5 : 2 },
      data: apart ? one.values.map((value, index) => (index === last ? null : value)) : one.values,
      endLabel: {
        show: true, distance: 8, fontFamily: FONT, fontSize: 12, fontWeight: 700, color: look.color,
        formatter: () => endWords(data, one, end), offset: [0, shifts.get(one.name) || 0],
      },
      look, end, apart,
    };
  });
  const drawn = series.flatMap(({ look, end, apart, ...one }) => {
    if (!apart) return [one];
    const value = data.series.find((given) => given.name === one.name).values[end];
    return [
      { ...one, endLabel: { show: false }, itemStyle: { color: look.color }, symbolSize: 0 },
      {
        type: "scatter", name: one.name, silent: true, symbolSize: 7, itemStyle: one.itemStyle,
        data: [[data.labels[end], value]],
        label: { ...one.endLabel, position: "right" },
      },
    ];
  });
  if (drawn.length) drawn[0].markLine = ruleLines(data.rules);
  const longest = Math.max(...data.series.map((one) => endWords(data, one, 0).length), 3);
  return {
    grid: { left: 8, right: 18 + Math.min(130, longest * 7.2), top: 14, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category", data: data.labels, boundaryGap: false, axisTick: { show: false },
      axisLine: { lineStyle: { color: LINE } },
      axisLabel: { ...TEXT, margin: 8, showMinLabel: true, showMaxLabel: true, hideOverlap: true },
    },
    yAxis: valueAxis(data.unit, top, 4),
    tooltip: tip((points) => [points[0].axisValue, ...data.series.map((one) =>
      `${one.name}: ${inUnit(one.values[points[0].dataIndex], data.unit)}${data.unit === "share" ? " %" : ""}`,
    )].join("\n"), { trigger: "axis", axisPointer: { lineStyle: { color: LINE } } }),
    series: drawn,
  };
}

// Labels at the ends keep off each other.
function apartEnds(data, top, tall) {
  const ends = data.series.map((one) => {
    const value = one.values.findLast((found) => found !== null) ?? 0;
    return { name: one.name, at: tall * (1 - value / top) };
  }).sort((one, other) => one.at - other.at);
  const shifts = new Map();
  let last = -Infinity;
  for (const end of ends) {
    const there = Math.max(end.at, last + 15);
    shifts.set(end.name, there - end.at);
    last = there;
  }
  return shifts;
}

function endWords(data, one, end) {
  const value = inUnit(one.values[Math.max(0, end)], data.unit);
  return data.series.length > 1 ? `${one.name} ${value}` : value;
}

function ruleLines(rules) {
  return {
    silent: true, symbol: "none", lineStyle: { color: EDGE, type: [4, 3], width: 1 },
    label: { ...TEXT, position: "insideEndTop" },
    data: rules.map((rule) => ({
      ...(typeof rule.at === "number" ? { yAxis: rule.at } : { xAxis: rule.at }),
      label: { formatter: rule.words, position: typeof rule.at === "number" ? "insideEndTop" : "insideStartTop", rotate: 0 },
    })),
  };
}
