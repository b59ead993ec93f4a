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

// Another number of fingers begins anew from where they have brought the map.
function placeFingers(panel, event) {
  const moved = panel.fingers?.moved ?? false;
  const grip = panel.selecting ? null : gripOf(panel, event);
  panel.fingers = grip && { ...grip, box: panel.wanted ?? panel.box, moved };
  if (moved && !grip) {
    placeAround(panel);
    settleSoon(panel);
  }
  if (panel.selecting) return;
  event.stopPropagation();
  if (grip?.apart) panel.down = null; // two fingers do not click
}

function moveFingers(panel, event) {
  const [from, to] = [panel.fingers, gripOf(panel, event)];
  if (panel.selecting || !from || !to || !panel.plotted) return;
  event.stopPropagation();
  const way = Math.hypot(to.place[0] - from.place[0], to.place[1] - from.place[1]);
  if (!from.moved && !from.apart && way <= STILL) return;
  event.preventDefault();
  from.moved = true;
  panel.down = null; // a drag that comes back to where it began is no click
  panel.wanted = boxUnderFingers(panel, from, to);
  panel.following ??= followFingers(panel);
}

async function followFingers(panel) {
  try {
    while (panel.wanted) {
      await new Promise(requestAnimationFrame);
      const { wanted } = panel;
      if (!wanted || panel.closed || !panel.plotted) break;
      await moveTo(panel, wanted);
      if (panel.wanted === wanted) panel.wanted = null;
    }
  } finally {
    panel.wanted = panel.following = null;
  }
}

function letGo(panel) {
  panel.fingers = panel.wanted = null;
}

function boxUnderFingers(panel, from, to) {
  const { width, height } = sizeOf(panel);
  const [x0, x1] = from.box;
  const [x, y] = placeAt({ ...screenFrame(panel), box: from.box }, ...from.place);
  const nearer = from.apart ? from.apart / to.apart : 1;
  const across = zoomWithin(panel.scene.home, (x1 - x0) * nearer);
  const down = (across * height) / width;
  const [left, top] = [x - (across * to.place[0]) / width, y + (down * to.place[1]) / height];
  return [left, left + across, top - down, top];
}
