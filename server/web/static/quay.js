// The pages' one script: filters that submit by themselves, keys, and charts out of JSON blocks.
// Everything works without it, but for the drawings: each has its table.
"use strict";

(() => {
  const INK = "#14211E", INK2 = "#414D49", HAIR = "#E3E7E2", LINE = "#C8CEC9", EDGE = "#6B7873";
  const ACT = "#00574B", OUT = "#B5651D", PAPER = "#FFFFFF";
  const FONT = "Roboto, system-ui, sans-serif";
  const SERIES = [
    { color: ACT, type: "solid" },
    { color: OUT, type: [6, 4] },
    { color: "#3B5BA9", type: "dotted" },
  ];
  const COMPARISON = { color: EDGE, type: [3, 3] };
  const MAP = ["#8C4A0B", "#D9A55C", "#F3E7CF", "#8CC6BB", "#00695C"];
  const TEXT = { fontFamily: FONT, fontSize: 11, color: INK2 };
  const spoken = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
  const written = (value, digits = 0) =>
    value.toLocaleString(spoken, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = (value, digits = 1) => written(value * 100, digits);
  const inUnit = (value, unit) =>
    value === null || value === undefined ? "–"
      : unit === "share" ? percent(value) : unit === "amount" ? written(value, 1) : written(value);
  const tip = (formatter, more = {}) => ({
    renderMode: "richText", confine: true, backgroundColor: INK, borderWidth: 0, padding: [6, 10],
    textStyle: { color: PAPER, fontFamily: FONT, fontSize: 12 }, formatter, ...more,
  });
  const go = (link) => { if (link) window.location.assign(link); };

  // A round figure above the largest, so that the axis has few and even lines.
  function roof(most, steps, whole = false) {
    if (!(most > 0)) return whole ? steps : steps * 0.01;
    const power = 10 ** Math.floor(Math.log10((most * 1.02) / steps));
    const step = [1, 2, 2.5, 3, 4, 5, 10].map((n) => n * power).find((n) => n * steps >= most * 1.02 && (!whole || n % 1 === 0));
    return (step || 10 * power) * steps;
  }

  function valueAxis(unit, top, steps = 4) {
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

  function lines(data, box) {
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

  function bars(data) {
    const names = data.bars.map((bar) => bar.name);
    const whole = data.bars.some((bar) => bar.whole !== null);
    const most = Math.max(1, ...data.bars.map((bar) => Math.max(bar.value, bar.whole || 0)));
    const label = (point) => {
      const bar = data.bars[point.dataIndex];
      return bar.note ? `{b|${bar.text}}\n{n|${bar.note}}` : `{b|${bar.text}}`;
    };
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
      grid: { left: 8, right: 110, top: 0, bottom: 0, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
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

  function funnel(data) {
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

  function strips(data) {
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
          type: "scatter", symbolSize: 4.5, silent: true, itemStyle: { color: EDGE, opacity: 0.4 },
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

  function flows(data) {
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
        type: "sankey", left: 150, right: 140, top: data.heads.length ? 26 : 8, bottom: 8,
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
          formatter: (point) => `{b|${point.name}}\n{n|${written(amount(point.name))} ${data.unit}}`,
          rich: {
            b: { fontFamily: FONT, fontSize: 11, fontWeight: 700, color: INK, lineHeight: 14 },
            n: { fontFamily: FONT, fontSize: 11, color: INK2, lineHeight: 13 },
          },
        },
      }],
      heads: data.heads, links: (event) => event.data?.link,
    };
  }

  // Pointed hexagons in rows; odd rows stand half a hexagon to the right.
  function map(data, box) {
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
      if (option.heads?.length) option.graphic = headsOf(option.heads, place.clientWidth);
      if (data.kind === "flows" && place.clientWidth < 560) Object.assign(option.series[0], { left: 90, right: 96 });
      delete option.links; delete option.room; delete option.heads;
      chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option }, true);
    };
    redraw();
    chart.on("click", (event) => go(links && links(event)));
    new ResizeObserver(() => { if (place.clientWidth) { chart.resize(); redraw(); } }).observe(frame);
  }

  function headsOf(heads, width) {
    const from = 150, to = width - 140;
    return heads.map((text, index) => ({
      type: "text", top: 4,
      left: index === 0 ? Math.max(0, from - 70) : from + ((to - from) * index) / Math.max(1, heads.length - 1) - (index === heads.length - 1 ? 10 : 0),
      style: { text, font: `11px ${FONT}`, fill: INK2 },
    }));
  }

  function chartsWhenReady() {
    const frames = [...document.querySelectorAll(".chart")];
    if (!frames.length || !window.echarts) return;
    const fonts = ["400 12px Roboto", "700 12px Roboto"].map((font) => document.fonts.load(font, "Aắđ"));
    const drawAll = () => {
      for (const frame of frames) drawChart(frame);
      document.documentElement.dataset.drawn = String(frames.length);
    };
    Promise.all(fonts).then(drawAll, drawAll);
  }

  function filtersSubmit() {
    const form = document.querySelector(".filters");
    if (!form) return;
    form.addEventListener("change", (event) => { if (event.target.matches("select")) form.requestSubmit(); });
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (!field.value && field.name) field.disabled = true;
    });
  }

  // What is late shows after 0.4 seconds, and keeps its height.
  function waiting() {
    let timer = 0;
    window.addEventListener("beforeunload", () => { timer = setTimeout(() => document.body.classList.add("waiting"), 400); });
    window.addEventListener("pageshow", () => { clearTimeout(timer); document.body.classList.remove("waiting"); });
    // A file is no new page.
    document.addEventListener("click", (event) => { if (event.target.closest("[download]")) setTimeout(() => clearTimeout(timer), 0); });
  }

  function keys() {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, select, textarea");
      if (event.key === "/" && !typing) {
        const search = document.querySelector('.filters input[type="search"]');
        if (search) { event.preventDefault(); search.focus(); search.select(); }
      }
      const row = event.target.closest("table[data-rows] tbody tr");
      if (row) rowKeys(event, row);
      else if (event.key === "ArrowDown" && event.target.matches(".scroll")) {
        event.preventDefault();
        focusRow(event.target.querySelector("tbody tr:not(.group)"));
      }
    });
  }

  function rowKeys(event, row) {
    const rows = [...row.closest("tbody").querySelectorAll("tr:not(.group)")];
    const there = { ArrowDown: rows.indexOf(row) + 1, ArrowUp: rows.indexOf(row) - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (there !== undefined) {
      event.preventDefault();
      focusRow(rows[Math.max(0, Math.min(rows.length - 1, there))]);
    } else if (event.key === "Enter" && event.target === row) {
      row.querySelector("a")?.click();
    }
  }

  function focusRow(row) {
    if (!row) return;
    row.tabIndex = -1;
    row.focus();
  }

  document.documentElement.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  filtersSubmit();
  waiting();
  keys();
  chartsWhenReady();
})();
