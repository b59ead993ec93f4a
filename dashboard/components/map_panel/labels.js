// Topic labels as buttons over the map. Where and from which scale on each is shown was worked
// out beforehand (topicmap/scene.py); here they are only put in their places.

const LEAST_LABEL = 0.8; // of its size, in a small panel

function buildLabels(panel) {
  const { scene, key } = panel;
  if (panel.labelsMark === key) return;
  panel.labelsMark = key;
  panel.labels = scene.labels.map((label) => buildLabel(panel, label));
  panel.labelBox.replaceChildren(...panel.labels.map(({ button }) => button));
  (document.fonts?.ready ?? Promise.resolve()).then(() => panel.labels.forEach(fitText));
}

function buildLabel(panel, label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tm-label";
  button.dataset.topic = label.topic;
  Object.assign(button.style, {
    width: `${label.width}px`,
    height: `${label.height}px`,
    fontSize: `${label.size}px`,
    fontWeight: label.weight,
  });
  const text = document.createElement("span");
  for (const line of label.lines) {
    const row = document.createElement("span");
    row.textContent = line;
    text.appendChild(row);
  }
  button.appendChild(text);
  button.addEventListener("click", (event) => clickLabel(panel, button, label.topic, event));
  button.addEventListener("mousedown", (event) => dragFromLabel(panel, event));
  button.addEventListener("wheel", (event) => passWheel(panel, event), { passive: false });
  return { label, button, text };
}

// A label has its topic's hue only where the points have it too.
function dressLabels(panel) {
  const { data, scene, shownOf, theme } = panel;
  for (const { label, button } of panel.labels) {
    const { topic } = label;
    const [shown, size] = [shownOf[topic] ?? 0, scene.sizes[topic]];
    const papers = (shown < size ? `${shown.toLocaleString("en")} of ` : "") + countedPapers(size);
    button.setAttribute("aria-label", `Topic ${scene.names[topic]}, ${papers}`);
    button.style.color =
      data.color === "topic" ? scene.colors[theme].labels[topic] : "var(--st-text-color)";
  }
}

// With another font than expected a text may be too wide for its box: make it smaller.
function fitText({ label, text }) {
  const wide = Math.max(...[...text.children].map((row) => row.offsetWidth), 1);
  const room = label.width - 2;
  if (wide > room) text.style.fontSize = `${((label.size * room) / wide).toFixed(2)}px`;
}

// In a panel smaller than the one that labels are arranged for they are smaller too.
function labelZoom(panel) {
  return Math.min(Math.max(sizeOf(panel).width / panel.scene.nominal, LEAST_LABEL), 1);
}

function labelPlace(panel, label, zoom) {
  const [x, y] = toPixel(panel, label.x, label.y);
  return [x + (label.dx - label.width / 2) * zoom, y + (label.dy - label.height / 2) * zoom];
}

function isShown(panel, label, zoom) {
  if (scaleOf(panel) / zoom < label.scale * 0.9999) return false;
  const { width, height } = sizeOf(panel);
  const [left, top] = labelPlace(panel, label, zoom);
  const [right, bottom] = [left + label.width * zoom, top + label.height * zoom];
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function placeLabels(panel) {
  if (!panel.scene) return;
  const zoom = labelZoom(panel);
  const { topic } = panel.data;
  for (const { label, button } of panel.labels) {
    const [left, top] = labelPlace(panel, label, zoom);
    button.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px) scale(${zoom})`;
    button.classList.toggle("tm-shown", isShown(panel, label, zoom));
    button.classList.toggle("tm-quiet", isQuiet(panel, label, topic));
    button.setAttribute("aria-pressed", label.topic === topic ? "true" : "false");
  }
}

function isQuiet(panel, label, topic) {
  if (!panel.shownOf[label.topic]) return true;
  return topic !== null ? label.topic !== topic : panel.data.lit !== null || panel.data.row !== null;
}
