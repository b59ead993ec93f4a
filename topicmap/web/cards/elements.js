// Elements made of plain text: nothing that comes with the papers is ever read as markup.

function make(tag, { text, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

function isDark(element) {
  const paper = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = paper || "#ffffff";
  return parseInt(probe.fillStyle.slice(3, 5), 16) < 128;
}

// A colour of a topic (point or ink) in the present theme; grey for the unassigned.
function tone(panel, topic, kind) {
  return topic[kind]?.[panel.dark ? "dark" : "light"] ?? (kind === "point" ? "#a5a29b" : "inherit");
}

function dot(panel, topic) {
  return make("i", { class: "tp-dot", style: `background:${tone(panel, topic, "point")}` });
}

function topicButton(panel, topic) {
  const name = make("span", { text: topic.label, style: `color:${tone(panel, topic, "ink")}` });
  const pick = () => panel.send({ topic: topic.topic });
  return make("button", { type: "button", class: "tp-chip", onclick: pick }, dot(panel, topic), name);
}

function paperButton(panel, paper, note) {
  return make(
    "button",
    { type: "button", class: "tp-line", onclick: () => panel.send({ paper: paper.row }) },
    make("span", { text: paper.title, dir: "auto" }),
    note === undefined ? null : make("small", { text: note }),
  );
}

function listOf(items) {
  return make("ul", { class: "tp-list" }, ...items.map((item) => make("li", {}, ...[item].flat())));
}

function heading(text) {
  return make("h3", { text });
}

// A bar for a share, and a mark for another one beside it.
function bar(share, color, mark) {
  const part = (value) => `${(100 * Math.min(Math.max(value, 0), 1)).toFixed(1)}%`;
  return make(
    "span",
    { class: "tp-bar" },
    make("span", { style: `width:${part(share)};background:${color}` }),
    mark === undefined ? null : make("b", { style: `left:${part(mark)}` }),
  );
}

function closeButton(panel) {
  return make("button", {
    type: "button",
    class: "tp-close",
    "aria-label": "Close",
    text: "×",
    onclick: () => panel.send({}),
  });
}

// The way to a topic or paper on the map.
function showOnMap(panel, name, pick) {
  return make("button", {
    type: "button",
    class: "tp-show",
    text: "Show on map",
    "aria-label": `Show ${name} on the map`,
    onclick: () => panel.send({ ...pick, show: true }),
  });
}
