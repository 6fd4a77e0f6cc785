// Charts of many points: a funnel, and prices about their medians.

import {
  INK, HAIR, LINE, EDGE, OUT, FONT, TEXT, written, percent, tip, roof, valueAxis,
} from "./look.js";

export function funnel(data) {
  const shares = [...data.points, ...data.named.map((one) => one.at)].map((at) => at[1]);
  const top = Math.min(1, roof(Math.max(0.1, data.middle * 2, ...shares), 5));
  const far = Math.max(10, ...data.points.map((at) => at[0]), ...data.named.map((one) => one.at[0]));
  const wide = roof(far, 5, true);
  const limit = data.limit.filter((at) => at[0] <= wide && at[1] <= top);
  return {
    grid: { left: 8, right: 20, top: 12, bottom: 24, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "value", min: 0, max: wide, interval: wide / 5, splitLine: { show: false },
      axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false },
      axisLabel: { ...TEXT, formatter: (value) => written(value) },
      name: data.words.volume, nameLocation: "middle", nameGap: 24, nameTextStyle: TEXT,
    },
    yAxis: valueAxis("share", top, 5),
    tooltip: tip((point) => point.seriesIndex === 1
      ? `${point.data.name}: ${percent(point.data.value[1])} %, ${written(point.data.value[0])}`
      : `${percent(point.value[1])} %, ${written(point.value[0])}`),
    series: [
      {
        type: "scatter", symbolSize: 5, itemStyle: { color: EDGE, opacity: 0.4 }, data: data.points,
        markLine: {
          silent: true, symbol: "none", lineStyle: { color: EDGE, type: "solid", width: 1 },
          label: { ...TEXT, position: "insideEndTop", formatter: data.words.middle },
          data: [{ yAxis: data.middle }],
        },
      },
      {
        type: "scatter", symbol: "diamond", symbolSize: 12, z: 5,
        itemStyle: { color: OUT, borderColor: INK, borderWidth: 1 },
        data: data.named.map((one, index) => ({ value: one.at, name: one.name, number: index + 1, link: one.link, label: { position: one.at[0] > wide * 0.72 ? "left" : "right" } })),
        label: {
          show: true, position: "right", distance: 5, fontFamily: FONT, fontSize: 11, fontWeight: 700, color: INK,
          formatter: (point) => `${point.data.number} ${point.data.name}`,
        },
        labelLayout: { moveOverlap: "shiftY" },
      },
      {
        type: "line", symbol: "none", silent: true, smooth: 0.2, data: limit,
        lineStyle: { color: EDGE, type: [3, 3], width: 1 },
        endLabel: { show: true, ...TEXT, formatter: data.words.limit, align: "right", offset: [-6, -10] },
      },
    ],
    links: (event) => event.data?.link,
  };
}

const crowd = (strips) => Math.max(1, ...strips.map((one) => one.ordinary.length));

export function strips(data) {
  const rows = data.strips.map((one) => one.name);
  const most = Math.max(1.5, ...data.strips.flatMap((one) => [...one.ordinary, ...one.far.map((at) => at[1]), one.announced || 0]));
  const least = Math.min(0.5, ...data.strips.flatMap((one) => [...one.ordinary, ...one.far.map((at) => at[1])]));
  // Steady, not at random: the same page looks the same again.
  const shake = (row, index) => row + (((index * 7919) % 13) / 13 - 0.46) * 0.4;
  const each = (make) => data.strips.flatMap((one, row) => make(one, row));
  return {
    grid: { left: 8, right: 16, top: 6, bottom: 40, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    legend: { bottom: 0, left: 8, itemWidth: 10, itemHeight: 12, textStyle: { ...TEXT, fontSize: 12 }, data: [
      { name: data.words.announced, icon: "rect", itemStyle: { color: INK } }, { name: data.words.far, icon: "diamond", itemStyle: { color: OUT } },
    ] },
    xAxis: {
      type: "value", min: Math.floor(least * 2) / 2, max: Math.ceil(most * 2) / 2, interval: most > 4 ? 1 : 0.5,
      axisLine: { show: false }, axisTick: { show: false },
      splitLine: { lineStyle: { color: HAIR } }, axisLabel: { ...TEXT, formatter: (value) => `${percent(value, 0)} %` },
    },
    yAxis: {
      type: "value", min: -0.5, max: rows.length - 0.5, interval: 1, inverse: true,
      splitLine: { show: false }, axisLine: { show: false }, axisTick: { show: false }, show: false,
    },
    tooltip: tip((point) => `${point.data.name}: ${percent(point.data.value[0], 0)} %`),
    series: [
      {
        // Many outlets ask the same price: paler dots, so that one sees where most are.
        type: "scatter", symbolSize: 4.5, silent: true, itemStyle: { color: EDGE, opacity: Math.max(0.1, Math.min(0.4, 24 / crowd(data.strips))) },
        data: each((one, row) => one.ordinary.map((part, index) => [part, shake(row, index)])),
        markLine: {
          silent: true, symbol: "none", lineStyle: { color: EDGE, type: "solid" }, data: [{ xAxis: 1 }],
          label: { ...TEXT, formatter: data.words.median, position: "start", distance: 18 },
        },
      },
      {
        type: "scatter", name: data.words.announced, symbol: "rect", symbolSize: [2.5, 20], itemStyle: { color: INK }, z: 4,
        data: each((one, row) => one.announced ? [{ value: [one.announced, row], name: data.words.announced }] : []),
      },
      {
        type: "scatter", name: data.words.far, symbol: "diamond", symbolSize: 12, z: 5,
        itemStyle: { color: OUT, borderColor: INK, borderWidth: 1 },
        data: each((one, row) => one.far.map((at) => ({ value: [at[1], row], name: at[0], link: one.link }))),
      },
      {
        type: "custom", silent: true, tooltip: { show: false }, data: rows.map((_name, row) => [Math.floor(least * 2) / 2, row]),
        renderItem: (_given, api) => {
          const at = api.coord([api.value(0), api.value(1)]);
          return { type: "text", style: { text: rows[api.value(1)], x: at[0] - 8, y: at[1], textAlign: "right", textVerticalAlign: "middle", font: `12px ${FONT}`, fill: INK } };
        },
      },
    ],
    room: rows, links: (event) => event.data?.link,
  };
}
