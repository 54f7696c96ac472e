"use strict";
// Filters: a row or article is shown while each of its properties is among those that are ticked.
const boxes = [...document.querySelectorAll("input[data-property]")];
const shown = document.querySelector("#shown");
function filter() {
  const allowed = {};
  for (const box of boxes) {
    (allowed[box.dataset.property] ??= new Set());
    if (box.checked) allowed[box.dataset.property].add(box.value);
  }
  let count = 0;
  for (const part of document.querySelectorAll("[data-verdict][data-reading]")) {
    part.hidden = !(allowed.verdict.has(part.dataset.verdict) && allowed.reading.has(part.dataset.reading));
    if (!part.hidden && part.tagName === "TR") count += 1;
  }
  for (const section of document.querySelectorAll("section.statement")) {
    section.hidden = !section.querySelector("details.claim:not([hidden])");
  }
  shown.textContent = `${count} claims shown`;
}
boxes.forEach((box) => box.addEventListener("change", filter));
filter();

// A link to a claim opens it.
function open() {
  const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part && part.tagName === "DETAILS") { part.open = true; part.scrollIntoView(); }
}
addEventListener("hashchange", open);
open();
addEventListener("beforeprint", () => document.querySelectorAll("details.claim").forEach((part) => { part.open = true; }));

// Figures: zoom by buttons, keys and Ctrl with the wheel; move by dragging and arrows; values under the pointer.
function number(value) {
  return Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(3) : value.toPrecision(5);
}
function along([low, high], scale, share) {
  if (scale !== "log") return low + (high - low) * share;
  return Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * share);
}
for (const figure of document.querySelectorAll("figure[data-axes]")) {
  const view = figure.querySelector(".view"), image = view.querySelector("img"), read = figure.querySelector("output");
  const axes = JSON.parse(figure.dataset.axes);
  read.hidden = !axes.length;
  let scale = 1, x = 0, y = 0;
  function show() {
    const width = view.clientWidth, height = view.clientHeight;
    x = Math.min(0, Math.max(width * (1 - scale), x));
    y = Math.min(0, Math.max(height * (1 - scale), y));
    image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }
  function zoom(factor, atX = view.clientWidth / 2, atY = view.clientHeight / 2) {
    const next = Math.min(40, Math.max(1, scale * factor));
    x = atX - (atX - x) * next / scale; y = atY - (atY - y) * next / scale; scale = next; show();
  }
  function report(atX, atY) {
    const across = (atX - x) / scale / view.clientWidth, up = 1 - (atY - y) / scale / view.clientHeight;
    for (const one of axes) {
      const [left, bottom, right, top] = one.box, i = (across - left) / (right - left), j = (up - bottom) / (top - bottom);
      if (i >= 0 && i <= 1 && j >= 0 && j <= 1) {
        read.textContent = `across ${number(along(one.across, one.across_scale, i))}, up ${number(along(one.up, one.up_scale, j))}`;
        return;
      }
    }
    read.textContent = "outside the axes";
  }
  function place(event) { const box = view.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; }
  figure.querySelector("[data-zoom=in]").addEventListener("click", () => zoom(1.5));
  figure.querySelector("[data-zoom=out]").addEventListener("click", () => zoom(1 / 1.5));
  figure.querySelector("[data-zoom=all]").addEventListener("click", () => { scale = 1; show(); });
  view.addEventListener("wheel", (event) => {
    if (event.ctrlKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...place(event)); }
  }, { passive: false });
  view.addEventListener("pointermove", (event) => {
    if (event.buttons === 1) { x += event.movementX; y += event.movementY; show(); }
    report(...place(event));
  });
  view.addEventListener("dragstart", (event) => event.preventDefault());
  view.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    if (event.key === "+") zoom(1.5); else if (event.key === "-") zoom(1 / 1.5);
    else if (moves[event.key] && scale > 1) { x += moves[event.key][0]; y += moves[event.key][1]; show(); }
    else return;
    event.preventDefault(); report(view.clientWidth / 2, view.clientHeight / 2);
  });
}
