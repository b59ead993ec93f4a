// Topic labels as buttons over the map. Where and from which scale on each is shown was worked
// out beforehand (topicmap/scene.py); here they are only put in their places.

function buildLabels(panel) {
  const { scene, theme } = panel;
  const mark = `${panel.key} ${theme}`;
  if (panel.labelsMark === mark) return;
  panel.labelsMark = mark;
  panel.labels = scene.labels.map((label) => buildLabel(panel, label));
  panel.labelBox.replaceChildren(...panel.labels.map(({ button }) => button));
  (document.fonts?.ready ?? Promise.resolve()).then(() => panel.labels.forEach(fitText));
}

function buildLabel(panel, label) {
  const button = document.createElement("button");
  const papers = panel.scene.sizes[label.topic];
  button.type = "button";
  button.className = "tm-label";
  button.dataset.topic = label.topic;
  button.setAttribute(
    "aria-label",
    `Topic ${panel.scene.names[label.topic]}, ${papers} ${papers === 1 ? "paper" : "papers"}`,
  );
  Object.assign(button.style, {
    width: `${label.width}px`,
    height: `${label.height}px`,
    fontSize: `${label.size}px`,
    fontWeight: label.weight,
    color: panel.scene.colors[panel.theme].labels[label.topic],
  });
  const text = document.createElement("span");
  for (const line of label.lines) {
    const row = document.createElement("span");
    row.textContent = line;
    text.appendChild(row);
  }
  button.appendChild(text);
  button.addEventListener("click", (event) => clickLabel(panel, button, label.topic, event));
  button.addEventListener("wheel", (event) => passWheel(panel, event), { passive: false });
  return { label, button, text };
}

// With another font than expected a text may be too wide for its box: make it smaller.
function fitText({ label, text }) {
  const wide = Math.max(...[...text.children].map((row) => row.offsetWidth), 1);
  const room = label.width - 2;
  if (wide > room) text.style.fontSize = `${((label.size * room) / wide).toFixed(2)}px`;
}

function labelPlace(panel, label) {
  const [x, y] = toPixel(panel, label.x, label.y);
  return [x + label.dx - label.width / 2, y + label.dy - label.height / 2];
}

function isShown(panel, label, scale) {
  if (scale < label.scale * 0.9999) return false;
  const { width, height } = sizeOf(panel);
  const [left, top] = labelPlace(panel, label);
  return left >= 0 && top >= 0 && left + label.width <= width && top + label.height <= height;
}

function placeLabels(panel) {
  const scale = scaleOf(panel);
  const { topic } = panel.data;
  for (const { label, button } of panel.labels ?? []) {
    const [left, top] = labelPlace(panel, label);
    button.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
    button.classList.toggle("tm-shown", isShown(panel, label, scale));
    button.classList.toggle("tm-quiet", isQuiet(panel, label, topic));
    button.setAttribute("aria-pressed", label.topic === topic ? "true" : "false");
  }
}

function isQuiet(panel, label, topic) {
  return topic !== null ? label.topic !== topic : panel.data.lit !== null || panel.data.row !== null;
}
