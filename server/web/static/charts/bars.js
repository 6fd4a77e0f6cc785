// Lying bars.

import {
  INK, INK2, OUT, FONT, tip,
} from "./look.js";

export function bars(data) {
  const names = data.bars.map((bar) => bar.name);
  const whole = data.bars.some((bar) => bar.whole !== null);
  const most = Math.max(1, ...data.bars.map((bar) => Math.max(bar.value, bar.whole || 0)));
  const label = (point) => {
    const bar = data.bars[point.dataIndex];
    return bar.note ? `{b|${bar.text}}\n{n|${bar.note}}` : `{b|${bar.text}}`;
  };
  const longest = Math.max(0, ...data.bars.flatMap((bar) => [bar.text.length, bar.note?.length || 0]));
  const words = {
    show: true, position: "right", distance: 8, formatter: label,
    rich: {
      b: { fontFamily: FONT, fontSize: 12, fontWeight: whole ? 400 : 700, color: INK, lineHeight: 15 },
      n: { fontFamily: FONT, fontSize: 12, color: INK2, lineHeight: 15 },
    },
  };
  const front = {
    type: "bar", barMaxWidth: 20, barGap: "-100%", z: 3,
    data: data.bars.map((bar) => ({ value: bar.value, itemStyle: { color: bar.out ? OUT : whole ? "#4F9787" : "#93C3B8" } })),
    ...(whole ? {} : { label: words }),
  };
  const back = {
    type: "bar", barMaxWidth: 20, barGap: "-100%", silent: true, itemStyle: { color: "#E4E9EF" },
    data: data.bars.map((bar) => bar.whole ?? bar.value), label: words,
  };
  return {
    grid: { left: 8, right: Math.max(110, 16 + 7 * longest), top: 0, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { type: "value", show: false, min: 0, max: most },
    yAxis: {
      type: "category", data: names, inverse: true, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { fontFamily: FONT, fontSize: 12, color: INK, fontWeight: whole ? 700 : 400 },
    },
    tooltip: tip((point) => `${names[point.dataIndex]}: ${data.bars[point.dataIndex].text}`),
    series: whole ? [back, front] : [front],
    links: (event) => data.bars[event.dataIndex]?.link,
  };
}
