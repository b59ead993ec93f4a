// The view box [x0, x1, y0, y1] in map units: what is on the screen, and ways to move it.

const FLIGHT = 420; // milliseconds
const LARGE = 20000; // papers; larger maps jump instead of flying
const NEAREST = 1 / 400; // of the width at first sight
const FARTHEST = 3;
const NEARER = 1.6; // times, a step in or out
const SEEN = 0.9; // of the way from the middle of a view to its edge; a paper there is well in view
const NEAR = 1 / 5; // to where a paper is shown among those near it

// Kept until it changes: to ask the page for it in every frame would be slow.
function sizeOf(panel) {
  panel.size ??= { width: panel.stage.clientWidth, height: panel.stage.clientHeight };
  return panel.size;
}

// What is drawn and where: the view box, and the pixels that it fills.
function screenFrame(panel) {
  return { box: panel.box, ...sizeOf(panel), left: 0, top: 0, zoom: 1 };
}

function inFrame(frame, x, y) {
  const [x0, x1, y0, y1] = frame.box;
  return [
    frame.left + ((x - x0) / (x1 - x0)) * frame.width,
    frame.top + ((y1 - y) / (y1 - y0)) * frame.height,
  ];
}

// The place on the map of a place in a frame.
function placeAt(frame, px, py) {
  const [x0, x1, y0, y1] = frame.box;
  return [
    x0 + ((px - frame.left) / frame.width) * (x1 - x0),
    y1 - ((py - frame.top) / frame.height) * (y1 - y0),
  ];
}

// Pixels from the upper left corner of the stage.
function toPixel(panel, x, y) {
  return inFrame(screenFrame(panel), x, y);
}

function keepBox(panel, box) {
  panel.box = box.map(Number);
  memory.boxes[panel.key] = panel.box;
  panel.plot.dataset.view = panel.box.map((edge) => Number(edge.toPrecision(9))).join(",");
}

// Plotly moved the map: follow with everything that is drawn around it.
function followPlotly(panel, moving) {
  const { xaxis, yaxis } = panel.plot._fullLayout;
  keepBox(panel, [...xaxis.range, ...yaxis.range]);
  placeAround(panel, moving);
}

function placeAround(panel, moving = false) {
  if (!panel.scene) return;
  placeLabels(panel, moving);
  if (moving && panel.scene.x.length > LARGE) shiftUnder(panel);
  else drawUnder(panel);
  drawOver(panel);
}

function rangesOf(box) {
  return { "xaxis.range": [box[0], box[1]], "yaxis.range": [box[2], box[3]] };
}

function moveTo(panel, box) {
  return window.Plotly.relayout(panel.plot, rangesOf(box));
}

async function flyTo(panel, target) {
  if (!panel.plotted) return;
  leavePoint(panel);
  const start = panel.box;
  const began = performance.now();
  const flight = (panel.flight = {});
  const time = jumps(panel) ? 0 : FLIGHT;
  for (let share = 0; share < 1 && panel.flight === flight && !panel.closed; ) {
    share = time ? Math.min((performance.now() - began) / time, 1) : 1;
    const eased = share * share * (3 - 2 * share);
    await moveTo(panel, start.map((edge, at) => edge + (target[at] - edge) * eased));
    await new Promise(requestAnimationFrame);
  }
  if (panel.flight === flight) panel.flight = null;
}

// Whether the map is there at once instead of flying.
function jumps(panel) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return calm || panel.scene.x.length > LARGE;
}

function stopFlight(panel) {
  panel.flight = null;
}

function zoomBy(panel, factor, [x, y] = middleOf(panel)) {
  const [x0, x1, y0, y1] = panel.box;
  const part = zoomWithin(panel.scene.home, (x1 - x0) * factor) / (x1 - x0) / 2;
  const [w, h] = [(x1 - x0) * part, (y1 - y0) * part];
  return flyTo(panel, [x - w, x + w, y - h, y + h]);
}

// A width of the view, no nearer and no farther than one can come.
function zoomWithin(home, width) {
  const whole = home[1] - home[0];
  return Math.min(Math.max(width, whole * NEAREST), whole * FARTHEST);
}

function middleOf({ box: [x0, x1, y0, y1] }) {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

// Nearer to the middle of the view, or to the next paper where the nearer view would have none.
function zoomIn(panel) {
  const [x0, x1, y0, y1] = panel.box;
  const [x, y] = middleOf(panel);
  const [w, h] = [(x1 - x0) / NEARER / 2, (y1 - y0) / NEARER / 2];
  let [best, next] = [Infinity, -1];
  for (let at = 0; at < panel.x.length; at += 1) {
    const far = Math.max(Math.abs(panel.x[at] - x) / w, Math.abs(panel.y[at] - y) / h);
    if (far < best) [best, next] = [far, at];
  }
  const empty = next >= 0 && best > SEEN;
  return zoomBy(panel, 1 / NEARER, empty ? [panel.x[next], panel.y[next]] : [x, y]);
}

// Wheeling has no end of its own in Plotly.
function limitZoom(panel) {
  const width = panel.box[1] - panel.box[0];
  const off = Math.abs(Math.log(zoomWithin(panel.scene.home, width) / width));
  return off > 0.01 ? zoomBy(panel, 1) : null;
}

// Where a journey leads that was asked for and is not made yet. A jump is made with the drawing that
// follows, so nothing may come between.
function nextStop(panel) {
  const { go } = panel.data;
  if (!go || memory.journeys[panel.key] === go.journey) return null;
  memory.journeys[panel.key] = go.journey;
  const box = "row" in go ? aroundRow(panel, go.row) : panel.scene.boxes[go.topic];
  if (!box || !jumps(panel)) return box ?? null;
  stopFlight(panel);
  leavePoint(panel);
  keepBox(panel, box);
  placeAround(panel);
  return null;
}

// A paper and what is near it; no farther than the view is already.
function aroundRow(panel, row) {
  const { home, x, y } = panel.scene;
  const across = Math.min((home[1] - home[0]) * NEAR, panel.box[1] - panel.box[0]);
  const place = [x[row] - across / 2, x[row] + across / 2, y[row], y[row]];
  return fittingBox(home, place);
}

// A box of an address, in the shape of the panel, no nearer or farther than one can come, and with
// its middle on the map.
function fittingBox(home, [x0, x1, y0, y1]) {
  const width = zoomWithin(home, x1 - x0);
  const height = (width * (home[3] - home[2])) / (home[1] - home[0]);
  const x = Math.min(Math.max((x0 + x1) / 2, home[0]), home[1]);
  const y = Math.min(Math.max((y0 + y1) / 2, home[2]), home[3]);
  return [x - width / 2, x + width / 2, y - height / 2, y + height / 2];
}

function plainNumber(value) {
  return String(Number(value.toFixed(5)));
}

function isHome(panel) {
  const { home } = panel.scene;
  const near = (home[1] - home[0]) / 1000;
  return panel.box.every((edge, at) => Math.abs(edge - home[at]) < near);
}
