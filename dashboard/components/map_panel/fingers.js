// Fingers on the map: one drags it, two bring it nearer; what is under them stays under them.
// Plotly, which knows no pinch, never sees a touch.

function listenToFingers(panel) {
  const options = { capture: true, passive: false };
  for (const kind of ["touchstart", "touchend", "touchcancel"]) {
    panel.stage.addEventListener(kind, (event) => placeFingers(panel, event), options);
  }
  panel.stage.addEventListener("touchmove", (event) => moveFingers(panel, event), options);
}

// The middle of the fingers on the stage, and how far the first two are apart; null without any.
function gripOf(panel, event) {
  const fingers = [...event.touches].filter(({ target }) => panel.stage.contains(target));
  if (!fingers.length) return null;
  const [one, other] = [fingers[0], fingers[1] ?? fingers[0]].map((at) => stagePlace(panel, at));
  const [across, down] = [other[0] - one[0], other[1] - one[1]];
  const place = [one[0] + across / 2, one[1] + down / 2];
  return { place, apart: fingers.length > 1 ? Math.max(Math.hypot(across, down), 1) : 0 };
}

// Another number of fingers begins anew from where the map is.
function placeFingers(panel, event) {
  if (panel.selecting) return;
  event.stopPropagation();
  const grip = gripOf(panel, event);
  if (grip?.apart) panel.down = null; // two fingers do not click
  const moved = panel.fingers?.moved ?? false;
  panel.fingers = grip && { ...grip, box: panel.box, moved };
  if (!grip && moved) placeAround(panel);
}

function moveFingers(panel, event) {
  if (panel.selecting || !panel.fingers || !panel.plotted) return;
  event.stopPropagation();
  event.preventDefault();
  const [from, to] = [panel.fingers, gripOf(panel, event)];
  const way = Math.hypot(to.place[0] - from.place[0], to.place[1] - from.place[1]);
  if (!from.moved && !from.apart && way <= STILL) return;
  from.moved = true;
  from.target = boxUnderFingers(panel, from, to);
  panel.fingering ??= requestAnimationFrame(async () => {
    if (!panel.closed && panel.plotted) await moveTo(panel, from.target);
    panel.fingering = null;
  });
}

function boxUnderFingers(panel, from, to) {
  const { width, height } = sizeOf(panel);
  const [x0, x1, y0, y1] = from.box;
  const x = x0 + ((x1 - x0) * from.place[0]) / width;
  const y = y1 - ((y1 - y0) * from.place[1]) / height;
  const across = zoomWithin(panel, (x1 - x0) * (from.apart ? from.apart / to.apart : 1));
  const down = (across * height) / width;
  const [left, top] = [x - (across * to.place[0]) / width, y + (down * to.place[1]) / height];
  return [left, left + across, top - down, top];
}
