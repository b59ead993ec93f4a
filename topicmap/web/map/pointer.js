// What the pointer does: hover, click, double click, and the tools.

const ALWAYS = true; // a tool that needs no drawing
const STILL = 5; // pixels that a click may move
const TWICE = 320; // milliseconds between the clicks of a double click
const LABEL_HEART = 3; // pixels around a label's middle
const BESIDE = 2.5; // pixels around a point's disc that are its own even under a label
const [WHEELS, WHEELS_OF_LARGE] = [3, 2]; // steps of Plotly that one event of a wheel makes at most
const REACH = 9; // pixels around a point that still count as on it

function listenToPointer(panel) {
  const { stage } = panel;
  const release = (event) => pointerUp(panel, event);
  const escape = (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "Escape" || writing || document.querySelector('[role="dialog"]')) return;
    if (panel.selecting) stopSelecting(panel);
    else if (panel.data.picked) panel.send({});
  };
  stage.addEventListener("pointerdown", (event) => pointerDown(panel, event), true);
  stage.addEventListener("pointermove", (event) => hover(panel, event));
  stage.addEventListener("pointerleave", () => leavePoint(panel));
  stage.addEventListener("wheel", (event) => wheel(panel, event), { capture: true, passive: false });
  window.addEventListener("pointerup", release, true);
  window.addEventListener("keydown", escape, true); // a table keeps it for itself
  panel.undo.push(() => window.removeEventListener("pointerup", release, true));
  panel.undo.push(() => window.removeEventListener("keydown", escape, true));
}

function onMap(panel, event) {
  return !event.target.closest?.(".tm-label, .tm-message");
}

function stagePlace(panel, event) {
  const frame = panel.stage.getBoundingClientRect();
  return [event.clientX - frame.left, event.clientY - frame.top];
}

function pointerDown(panel, event) {
  stopFlight(panel);
  clearTimeout(panel.emptying);
  const picking = event.button === 0 && onMap(panel, event) && !panel.selecting;
  panel.down = picking ? stagePlace(panel, event) : null;
  leavePoint(panel);
}

function pointerUp(panel, event) {
  const { down } = panel;
  panel.down = null;
  if (!down || !panel.scene) return;
  const [x, y] = stagePlace(panel, event);
  if (Math.hypot(x - down[0], y - down[1]) > STILL) return;
  const before = panel.click;
  panel.click = { x, y, time: event.timeStamp };
  if (before && event.timeStamp - before.time < TWICE && Math.hypot(x - before.x, y - before.y) < STILL) {
    panel.click = null;
    flyTo(panel, panel.scene.home);
    return;
  }
  const row = nearestRow(panel, x, y);
  if (row >= 0) pickPaper(panel, row);
  else if (panel.data.picked) panel.emptying = setTimeout(() => panel.send({}), TWICE);
}

function pickPaper(panel, row) {
  if (row === undefined) return;
  panel.pressed = row;
  drawOver(panel);
  panel.send({ paper: row });
}

// A point that shows under a label is still a point; the label's middle is always the label's.
function rowUnderLabel(panel, button, [x, y]) {
  const label = button.getBoundingClientRect();
  const stage = panel.stage.getBoundingClientRect();
  const across = x - (label.left + label.width / 2 - stage.left);
  const down = y - (label.top + label.height / 2 - stage.top);
  if (Math.hypot(across, down) < LABEL_HEART) return -1;
  return nearestRow(panel, x, y, pointSize(panel) / 2 + BESIDE);
}

// A drag that begins on a label pans the map as it would beside it.
function dragFromLabel(panel, down) {
  panel.dragged = false;
  const move = (event) => {
    if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= STILL) return;
    end();
    panel.dragged = true;
    panel.plot.querySelector(".nsewdrag")?.dispatchEvent(new MouseEvent("mousedown", down));
  };
  const end = () => {
    window.removeEventListener("mousemove", move, true);
    window.removeEventListener("mouseup", end, true);
  };
  if (down.button !== 0) return;
  window.addEventListener("mousemove", move, true);
  window.addEventListener("mouseup", end, true);
}

// The label of a region leads there, that of a topic or a part of it picks the topic.
function clickLabel(panel, button, label, event) {
  if (panel.dragged && event.detail > 0) return;
  const byPointer = event.detail > 0;
  const row = byPointer ? rowUnderLabel(panel, button, stagePlace(panel, event)) : -1;
  if (row >= 0) pickPaper(panel, row);
  else if (label.layer === "region") flyTo(panel, panel.scene.regions.boxes[label.number]);
  else panel.send({ topic: topicOf(panel, label) });
}

// The row of the shown paper nearest to a place on the stage, −1 when none is near.
function nearestRow(panel, px, py, reach = REACH + pointSize(panel) / 4) {
  const { width, height } = sizeOf(panel);
  const [x0, x1, y0, y1] = panel.box;
  const [sx, sy] = [width / (x1 - x0), height / (y1 - y0)];
  const [x, y] = placeAt(screenFrame(panel), px, py);
  let best = reach ** 2;
  let found = -1;
  for (let at = 0; at < panel.x.length; at += 1) {
    const far = ((panel.x[at] - x) * sx) ** 2 + ((panel.y[at] - y) * sy) ** 2;
    if (far < best) [best, found] = [far, at];
  }
  return found < 0 ? -1 : panel.rows[found];
}

function hover(panel, event) {
  if (!panel.scene || panel.selecting || event.buttons || event.pointerType === "touch") return;
  const label = event.target.closest?.(".tm-label");
  panel.at = { place: stagePlace(panel, event), label };
  panel.hovering ??= requestAnimationFrame(() => {
    panel.hovering = null;
    if (panel.closed || !panel.at) leavePoint(panel);
    else if (panel.at.label) showTip(panel, rowUnderLabel(panel, panel.at.label, panel.at.place));
    else showTip(panel, nearestRow(panel, ...panel.at.place));
  });
}

function leavePoint(panel) {
  panel.at = null;
  panel.tip.hidden = true;
  panel.stage.classList.remove("tm-on-point");
}

function showTip(panel, row) {
  if (row < 0) return leavePoint(panel);
  const { scene, stage, tip } = panel;
  const topic = scene.topic[row];
  const [title, where] = [document.createElement("strong"), document.createElement("span")];
  title.textContent = panel.titles?.[row] ?? "";
  title.dir = "auto";
  where.textContent = topic < 0 ? "Unassigned" : scene.names[topic];
  tip.replaceChildren(title, where);
  tip.hidden = false;
  stage.classList.add("tm-on-point");
  const [x, y] = toPixel(panel, scene.x[row], scene.y[row]);
  const { width, height } = sizeOf(panel);
  const left = x + 14 + tip.offsetWidth > width ? x - 14 - tip.offsetWidth : x + 14;
  const top = Math.min(Math.max(y - tip.offsetHeight / 2, 4), height - tip.offsetHeight - 4);
  tip.style.transform = `translate(${Math.max(left, 4)}px, ${top}px)`;
  return null;
}

// A wheel zooms over labels too, and faster than Plotly, which counts no more than 20 pixels an event.
function wheel(panel, event) {
  if (!event.isTrusted || !panel.plotted) return;
  stopFlight(panel);
  event.preventDefault();
  event.stopPropagation();
  const target = panel.plot.querySelector(".nsewdrag");
  const most = panel.scene.x.length > LARGE ? WHEELS_OF_LARGE : WHEELS;
  const times = Math.min(Math.ceil(Math.abs(event.deltaY) / 20), most);
  for (let time = 0; time < times; time += 1) target?.dispatchEvent(new WheelEvent("wheel", event));
}

function buildTools(panel) {
  const tools = [
    ["+", "Zoom in", () => zoomIn(panel)],
    ["−", "Zoom out", () => zoomBy(panel, NEARER)],
    ["Whole map", "Whole map", () => flyTo(panel, panel.scene.home)],
    ["Lasso", "Lasso", (event) => startSelecting(panel, "lasso", event)],
    ["Box", "Box", (event) => startSelecting(panel, "box", event)],
    ["Reset", "Reset", () => reset(panel), ALWAYS],
    ["Copy link", "Copy link", () => copyLink(panel), ALWAYS],
    ...moreTools(panel),
  ];
  const buttons = tools.map(([text, name, act, always]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", name);
    button.disabled = !always;
    if (always) button.dataset.always = "";
    if (text === "Lasso" || text === "Box") {
      button.dataset.select = text.toLowerCase();
      button.setAttribute("aria-pressed", "false");
    }
    button.addEventListener("click", (event) => (always || panel.plotted) && act(event));
    return button;
  });
  panel.tools.replaceChildren(...buttons);
}

// Without a map on the screen there is nothing to zoom or to save.
function enableTools(panel, able) {
  for (const button of panel.tools.children) button.disabled = !able && !("always" in button.dataset);
}

async function copyLink(panel) {
  writeAddress(panel);
  const link = window.location.href;
  try {
    await navigator.clipboard.writeText(link);
    say(panel, "The link is copied");
  } catch {
    window.prompt("The link to what you see:", link); // pages without https may not copy
  }
}

function reset(panel) {
  panel.send({ reset: true });
  if (panel.plotted) return flyTo(panel, panel.scene.home);
  keepBox(panel, panel.data.home); // without a drawing the picture that stands shows it
  placeAround(panel);
  return null;
}
