// The pages' own script: filters that submit by themselves, keys, and charts.
// Everything works without it, but for the drawings: each has its table.

import { chartsWhenReady } from "./charts/draw.js";

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
