// How charts look, and how figures are written, in one place.

export const INK = "#14211E", INK2 = "#414D49", HAIR = "#E3E7E2", LINE = "#C8CEC9", EDGE = "#6B7873";
export const ACT = "#00574B", OUT = "#B5651D", PAPER = "#FFFFFF";
export const FONT = "Roboto, system-ui, sans-serif";
export const SERIES = [
  { color: ACT, type: "solid" },
  { color: OUT, type: [6, 4] },
  { color: "#3B5BA9", type: "dotted" },
];
export const COMPARISON = { color: EDGE, type: [3, 3] };
export const MAP = ["#8C4A0B", "#D9A55C", "#F3E7CF", "#8CC6BB", "#00695C"];
export const TEXT = { fontFamily: FONT, fontSize: 11, color: INK2 };
export const spoken = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
export const written = (value, digits = 0) =>
  value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const percent = (value, digits = 1) => written(value * 100, digits);
export const inUnit = (value, unit) =>
  value === null || value === undefined ? "–"
    : unit === "share" ? percent(value) : unit === "amount" ? written(value, 1) : written(value);
export const tip = (formatter, more = {}) => ({
  renderMode: "richText", confine: true, backgroundColor: INK, borderWidth: 0, padding: [6, 10],
  textStyle: { color: PAPER, fontFamily: FONT, fontSize: 12 }, formatter, ...more,
});
export const go = (link) => { if (link) window.location.assign(link); };

// A round figure above the largest, so that the axis has few and even lines.
export function roof(most, steps, whole = false) {
  if (!(most > 0)) return whole ? steps : steps * 0.01;
  const power = 10 ** Math.floor(Math.log10((most * 1.02) / steps));
  const step = [1, 2, 2.5, 3, 4, 5, 10].map((n) => n * power).find((n) => n * steps >= most * 1.02 && (!whole || n % 1 === 0));
  return (step || 10 * power) * steps;
}

export function valueAxis(unit, top, steps = 4) {
  return {
    type: "value", min: 0, max: top, interval: top / steps, splitLine: { lineStyle: { color: HAIR } },
    axisLabel: {
      ...TEXT,
      formatter: (value) => unit === "share"
        ? (value >= top * 0.999 ? percent(value, 0) + "%" : percent(value, top / steps < 0.01 ? 1 : 0))
        : written(value, (top / steps) % 1 ? 1 : 0),
    },
  };
}
