// The view box [x0, x1, y0, y1] in map units: what is on the screen, and ways to move it.

const FLIGHT = 420; // milliseconds
const LARGE = 20000; // papers; larger maps jump instead of flying
const NEAREST = 1 / 400; // of the width at first sight
const FARTHEST = 3;
const NEAR = 1 / 5; // to where a paper is shown among those near it

// Kept until it changes: to ask the page for it in every frame would be slow.
function sizeOf(panel) {
  panel.size ??= { width: panel.stage.clientWidth, height: panel.stage.clientHeight };
  return panel.size;
}

function scaleOf(panel) {
  return sizeOf(panel).width / (panel.box[1] - panel.box[0]);
}

// Pixels from the upper left corner of the stage.
function toPixel(panel, x, y) {
  const { width, height } = sizeOf(panel);
  const [x0, x1, y0, y1] = panel.box;
  return [((x - x0) / (x1 - x0)) * width, ((y1 - y) / (y1 - y0)) * height];
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
  placeLabels(panel);
  if (moving && panel.scene.x.length > LARGE) shiftUnder(panel);
  else drawUnder(panel);
  drawOver(panel);
}

function moveTo(panel, box) {
  return window.Plotly.relayout(panel.plot, {
    "xaxis.range": [box[0], box[1]],
    "yaxis.range": [box[2], box[3]],
  });
}

async function flyTo(panel, target) {
  if (!panel.plotted) return;
  leavePoint(panel);
  const start = panel.box;
  const began = performance.now();
  const flight = (panel.flight = {});
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const time = calm || panel.scene.x.length > LARGE ? 0 : FLIGHT;
  for (let share = 0; share < 1 && panel.flight === flight && !panel.closed; ) {
    share = time ? Math.min((performance.now() - began) / time, 1) : 1;
    const eased = share * share * (3 - 2 * share);
    await moveTo(panel, start.map((edge, at) => edge + (target[at] - edge) * eased));
    await new Promise(requestAnimationFrame);
  }
  if (panel.flight === flight) panel.flight = null;
}

function stopFlight(panel) {
  panel.flight = null;
}

function zoomBy(panel, factor) {
  const [x0, x1, y0, y1] = panel.box;
  const home = panel.scene.home[1] - panel.scene.home[0];
  const wanted = Math.min(Math.max((x1 - x0) * factor, home * NEAREST), home * FARTHEST);
  const part = wanted / (x1 - x0) / 2;
  const [x, y, w, h] = [(x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) * part, (y1 - y0) * part];
  return flyTo(panel, [x - w, x + w, y - h, y + h]);
}

// Wheeling has no end of its own in Plotly.
function limitZoom(panel) {
  const width = panel.box[1] - panel.box[0];
  const home = panel.scene.home[1] - panel.scene.home[0];
  if (width > home * FARTHEST * 1.01) return zoomBy(panel, (home * FARTHEST) / width);
  if (width < home * NEAREST * 0.99) return zoomBy(panel, (home * NEAREST) / width);
  return null;
}

function makeJourney(panel) {
  const { go } = panel.data;
  if (!go || memory.journeys[panel.key] === go.journey) return;
  memory.journeys[panel.key] = go.journey;
  const box = "row" in go ? aroundRow(panel, go.row) : panel.scene.boxes[go.topic];
  if (box) flyTo(panel, box);
}

// A paper and what is near it; no farther than the view is already.
function aroundRow(panel, row) {
  const { home, x, y } = panel.scene;
  const across = Math.min((home[1] - home[0]) * NEAR, panel.box[1] - panel.box[0]);
  const place = [x[row] - across / 2, x[row] + across / 2, y[row], y[row]];
  return fittingBox(home, place);
}
