// The labels of regions, topics and subtopics as buttons over the map. Where and at which scales
// each is shown was worked out beforehand (topicmap/scene.py); here they are only put in place.

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
  button.className = `tm-label tm-${label.layer}`;
  button.dataset[label.layer] = label.number;
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
  button.addEventListener("click", (event) => clickLabel(panel, button, label, event));
  button.addEventListener("mousedown", (event) => dragFromLabel(panel, event));
  return { label, button, text };
}

// The topic that a label belongs to; null for a region.
function topicOf(panel, { layer, number }) {
  if (layer === "region") return null;
  return layer === "topic" ? number : panel.scene.topicOf[number];
}

// What does not change as the map moves. A label has its topic's hue only where the points have it.
function dressLabels(panel) {
  const { data, scene, theme } = panel;
  for (const { label, button } of panel.labels) {
    const topic = topicOf(panel, label);
    const pressed = label.layer === "topic" && label.number === data.topic;
    button.setAttribute("aria-pressed", pressed ? "true" : "false");
    button.classList.toggle("tm-quiet", isQuiet(panel, label, data.topic));
    button.setAttribute("aria-label", labelName(panel, label));
    button.style.color =
      coloredByTopic(data) && topic !== null
        ? scene.colors[theme].labels[topic]
        : "var(--st-text-color)";
  }
}

function labelName(panel, { layer, number }) {
  const { scene, shownOf } = panel;
  if (layer === "region") {
    return `Region ${scene.regions.names[number]}, ${countedPapers(scene.regions.sizes[number])}`;
  }
  if (layer === "subtopic") {
    const whole = scene.names[scene.topicOf[number]];
    const papers = countedPapers(scene.subtopics.sizes[number]);
    return `Subtopic ${scene.subtopics.names[number]} of ${whole}, ${papers}`;
  }
  const [shown, size] = [shownOf[number] ?? 0, scene.sizes[number]];
  const papers = (shown < size ? `${shown.toLocaleString("en")} of ` : "") + countedPapers(size);
  return `Topic ${scene.names[number]}, ${papers}`;
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

function isInBand(label, scale) {
  return scale >= label.scale * 0.9999 && (label.until === null || scale < label.until * 0.9999);
}

function isShown(panel, label, zoom) {
  if (!isInBand(label, scaleOf(panel) / zoom)) return false;
  const { width, height } = sizeOf(panel);
  const [left, top] = labelPlace(panel, label, zoom);
  const [right, bottom] = [left + label.width * zoom, top + label.height * zoom];
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function placeLabels(panel) {
  if (!panel.scene) return;
  const zoom = labelZoom(panel);
  for (const entry of panel.labels) {
    const { label, button } = entry;
    const shown = isShown(panel, label, zoom);
    if (!shown && !entry.shown) continue;
    entry.shown = shown;
    const [left, top] = labelPlace(panel, label, zoom);
    button.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px) scale(${zoom})`;
    button.classList.toggle("tm-shown", shown);
  }
  setStop(panel);
}

function isQuiet(panel, label, topic) {
  const own = topicOf(panel, label);
  if (own !== null && !panel.shownOf[own]) return true;
  return topic !== null ? own !== topic : panel.data.lit !== null || panel.data.row !== null;
}
