// Drawing around papers: freely, or as a box. Without a pointer the area is all that is in view.

const STEP = 4; // pixels between corners of a lasso, at least
const MOST_CORNERS = 64;
const SMALLEST = 8; // pixels; a smaller area is none

function listenToLasso(panel) {
  panel.over.addEventListener("pointerdown", (event) => beginArea(panel, event));
  panel.over.addEventListener("pointermove", (event) => drawArea(panel, event));
  panel.over.addEventListener("pointerup", () => endArea(panel));
  panel.over.addEventListener("pointercancel", () => stopSelecting(panel));
}

function startSelecting(panel, kind, event) {
  if (panel.selecting === kind) return stopSelecting(panel);
  if (event.detail === 0) return sendArea(panel, boxCorners(panel.box));
  panel.selecting = kind;
  showSelecting(panel);
  return null;
}

function stopSelecting(panel) {
  panel.selecting = panel.drawing = null;
  showSelecting(panel);
  drawOver(panel);
}

function showSelecting(panel) {
  panel.stage.classList.toggle("tm-selecting", Boolean(panel.selecting));
  for (const button of panel.tools.children) {
    const kind = button.dataset.select;
    if (kind) button.setAttribute("aria-pressed", panel.selecting === kind ? "true" : "false");
  }
}

function beginArea(panel, event) {
  if (!panel.selecting || event.button !== 0) return;
  panel.over.setPointerCapture(event.pointerId);
  panel.drawing = [stagePlace(panel, event)];
}

function drawArea(panel, event) {
  if (!panel.drawing) return;
  const [x, y] = stagePlace(panel, event);
  const [first] = panel.drawing;
  const [lastX, lastY] = panel.drawing.at(-1);
  if (panel.selecting === "box") panel.drawing = [first, [x, first[1]], [x, y], [first[0], y]];
  else if (Math.hypot(x - lastX, y - lastY) >= STEP) panel.drawing.push([x, y]);
  drawOver(panel);
}

function endArea(panel) {
  const { drawing } = panel;
  if (!drawing) return;
  stopSelecting(panel);
  const reach = (axis) => {
    const places = drawing.map((place) => place[axis]);
    return Math.max(...places) - Math.min(...places);
  };
  if (drawing.length < 3 || Math.min(reach(0), reach(1)) < SMALLEST) return;
  const every = Math.ceil(drawing.length / MOST_CORNERS);
  const frame = screenFrame(panel);
  sendArea(panel, drawing.filter((_, at) => at % every === 0).map((at) => placeAt(frame, ...at)));
}

function boxCorners([x0, x1, y0, y1]) {
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
}

function sendArea(panel, corners) {
  panel.send({ area: corners.flat() });
}

// The area that is picked, or being drawn.
function paintArea(panel, pen, frame) {
  const { area } = panel.data;
  const places = panel.drawing
    ? panel.drawing
    : area && area.flatMap((x, at) => (at % 2 ? [] : [inFrame(frame, x, area[at + 1])]));
  if (!places || places.length < 2) return;
  const ink = panel.theme === "dark" ? "#f4f1ea" : "#23262b";
  pen.save();
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = 1.4 * frame.zoom;
  pen.setLineDash([5 * frame.zoom, 4 * frame.zoom]);
  pen.beginPath();
  places.forEach((place) => pen.lineTo(...place));
  pen.closePath();
  pen.globalAlpha = 0.05;
  pen.fill("evenodd");
  pen.globalAlpha = 0.75;
  pen.stroke();
  pen.restore();
}
