// Arrow keys lead from a label to the nearest of its layer that way; one label is a stop of the
// Tab key.

const WAYS = {
  ArrowRight: [1, 0, "right", "Right of"],
  ArrowLeft: [-1, 0, "left", "Left of"],
  ArrowUp: [0, 1, "up", "Above"],
  ArrowDown: [0, -1, "down", "Below"],
};
const NARROW = 1.5; // how far aside of the way a label may lie, by its distance along the way
const FRAMES = 30;
const ASIDE = 2; // what a step aside counts, in steps along

function listenToKeys(panel) {
  panel.labelBox.addEventListener("keydown", (event) => stepByKey(panel, event));
  panel.labelBox.addEventListener("focusin", (event) => {
    panel.stop = event.target.closest(".tm-label");
    setStop(panel);
  });
}

// Tab leads to the label that had the focus last, or else to the most important one.
function setStop(panel) {
  const shown = panel.labels.filter(({ button }) => button.classList.contains("tm-shown"));
  const stop = (shown.find(({ button }) => button === panel.stop) ?? shown[0])?.button;
  if (stop === panel.tabStop) return;
  panel.tabStop = stop;
  for (const { button } of panel.labels) button.tabIndex = button === stop ? 0 : -1;
}

async function stepByKey(panel, event) {
  const way = WAYS[event.key];
  const from = panel.labels.find(({ button }) => button === event.target);
  if (!way || !from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const next = nearestThatWay(panel, from.label, way);
  if (!next) {
    say(panel, `No ${from.label.layer} further ${way[2]}`);
    return;
  }
  await bringIntoView(panel, next.label);
  if (!(await focusOn(panel, next.button))) return;
  say(panel, `${way[3]} ${from.text.innerText.replaceAll("\n", " ")}`);
}

function nearestThatWay(panel, from, [right, up]) {
  let [best, found] = [Infinity, null];
  for (const one of panel.labels) {
    const [dx, dy] = [one.label.x - from.x, one.label.y - from.y];
    const along = dx * right + dy * up;
    const aside = Math.abs(dx * up) + Math.abs(dy * right);
    const far = along + ASIDE * aside;
    const fits = one.label.layer === from.layer && along > 0 && aside <= NARROW * along;
    if (fits && far < best) [best, found] = [far, one];
  }
  return found;
}

// The view moves, and comes nearer or goes farther if it must, until the label is seen.
async function bringIntoView(panel, label) {
  const zoom = labelZoom(panel);
  if (boxesOfLabels(panel, screenFrame(panel), zoom).has(label)) return;
  const { width, height } = sizeOf(panel);
  const [x0, x1] = panel.box;
  const farthest = width / (label.scale * zoom * 1.01 || Infinity) || x1 - x0;
  const nearest = label.until === null ? 0 : width / (label.until * zoom * 0.99);
  const across = Math.max(Math.min(x1 - x0, farthest), nearest);
  const down = (across * height) / width;
  await flyTo(panel, [
    label.x - across / 2,
    label.x + across / 2,
    label.y - down / 2,
    label.y + down / 2,
  ]);
  placeLabels(panel);
}

// A label that fades in takes the focus only once it is seen.
async function focusOn(panel, button) {
  for (let frame = 0; frame < FRAMES && !panel.closed; frame += 1) {
    button.focus({ preventScroll: true });
    if (document.activeElement === button) return true;
    await new Promise(requestAnimationFrame);
  }
  return false;
}

function say(panel, words) {
  panel.live.textContent = words;
}
