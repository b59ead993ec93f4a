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

// The box of a label in a frame: its left, top, right and bottom edge.
function labelBox(frame, label, zoom) {
  const [x, y] = inFrame(frame, label.x, label.y);
  const [left, top] = [x + (label.dx - label.width / 2) * zoom, y + (label.dy - label.height / 2) * zoom];
  return [left, top, left + label.width * zoom, top + label.height * zoom];
}

function isInBand(label, scale) {
  return scale >= label.scale * 0.9999 && (label.until === null || scale < label.until * 0.9999);
}

function isInside(frame, [left, top, right, bottom]) {
  const [end, foot] = [frame.left + frame.width, frame.top + frame.height];
  return left >= frame.left && top >= frame.top && right <= end && bottom <= foot;
}

// A box that leaves the frame, moved inwards; null for that of a label whose place is not in it.
function pushedIn(frame, label, [left, top, right, bottom]) {
  const [x, y] = inFrame(frame, label.x, label.y);
  if (!isInside(frame, [x, y, x, y])) return null;
  const across = Math.max(frame.left - left, 0) || Math.min(frame.left + frame.width - right, 0);
  const down = Math.max(frame.top - top, 0) || Math.min(frame.top + frame.height - bottom, 0);
  return [left + across, top + down, right + across, bottom + down];
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

// The labels to be shown in a frame, and their boxes. Inside it none can overlap another; those
// pushed in from its edges, which can, are shown where there is room, the more important first.
function boxesOfLabels(panel, frame, zoom) {
  const scale = frame.width / (frame.box[1] - frame.box[0]) / zoom;
  const [boxes, outside] = [new Map(), []];
  for (const { label } of panel.labels) {
    if (!isInBand(label, scale)) continue;
    const box = labelBox(frame, label, zoom);
    if (isInside(frame, box)) boxes.set(label, box);
    else outside.push([label, pushedIn(frame, label, box)]);
  }
  for (const [label, box] of outside) {
    if (box && ![...boxes.values()].some((other) => overlap(box, other))) boxes.set(label, box);
  }
  return boxes;
}

function placeLabels(panel, moving = false) {
  if (!panel.scene) return;
  const zoom = labelZoom(panel);
  const frame = screenFrame(panel);
  const boxes = boxesOfLabels(panel, frame, zoom);
  for (const entry of panel.labels) {
    const { label, button } = entry;
    const shown = boxes.has(label);
    if (!shown && !entry.shown) continue;
    entry.shown = shown;
    const [left, top] = boxes.get(label) ?? labelBox(frame, label, zoom);
    button.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px) scale(${zoom})`;
    button.classList.toggle("tm-shown", shown);
  }
  setStop(panel);
  nameHere(panel, panel.labels.length > 0 && boxes.size === 0, moving);
}

// Where no name is in view, a line tells the topic of most of the papers that are.
function nameHere(panel, nameless, moving) {
  if (nameless && moving && panel.x.length > LARGE) return; // to count them takes long
  panel.here.hidden = !nameless;
  if (!nameless) return;
  const topic = mostInView(panel);
  const words = topic === null ? "no papers" : panel.scene.names[topic] ?? "papers in no topic";
  const told = `Here: ${words}`;
  if (panel.here.textContent !== told) panel.here.textContent = told;
}

function mostInView(panel) {
  const [x0, x1, y0, y1] = panel.box;
  const counts = new Map();
  for (let at = 0; at < panel.x.length; at += 1) {
    const [x, y] = [panel.x[at], panel.y[at]];
    if (x < x0 || x > x1 || y < y0 || y > y1) continue;
    const topic = panel.scene.topic[panel.rows[at]];
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most ? most[0] : null;
}

function isQuiet(panel, label, topic) {
  const own = topicOf(panel, label);
  if (own !== null && !panel.shownOf[own]) return true;
  return topic !== null ? own !== topic : panel.data.lit !== null || panel.data.row !== null;
}
