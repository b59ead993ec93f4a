// What lies under the points (outlines of dense areas, the glow of hits) and over them (the
// picked paper and the lines to its neighbours).

const STEPS = 30000; // outlines are given in so many steps across the map
const MOST_GLOWS = 4000;

function outlinePaths(scene) {
  scene.paths ??= scene.outlines.map((levels) =>
    levels.map((rings) => {
      const path = new Path2D();
      rings.forEach((ring) => addSmoothRing(path, ring));
      return path;
    }),
  );
  return scene.paths;
}

// From the middle of each side to that of the next, bent towards the corner between them.
function addSmoothRing(path, ring) {
  const count = ring.length / 2;
  const corner = (at) => [ring[2 * (at % count)], ring[2 * (at % count) + 1]];
  const middle = (at) => corner(at).map((edge, axis) => (edge + corner(at + 1)[axis]) / 2);
  path.moveTo(...middle(0));
  for (let at = 1; at <= count; at += 1) path.quadraticCurveTo(...corner(at), ...middle(at));
  path.closePath();
}

function preparedCanvas(panel, canvas) {
  const { width, height } = sizeOf(panel);
  const fine = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * fine), Math.round(height * fine)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const pen = canvas.getContext("2d", { willReadFrequently: true }); // else a clear may be lost
  pen.setTransform(fine, 0, 0, fine, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

function drawUnder(panel) {
  if (!panel.scene) return;
  panel.under.style.transform = "";
  panel.painted = panel.box;
  const frame = screenFrame(panel);
  const pen = preparedCanvas(panel, panel.under);
  paintOutlines(panel, pen, frame);
  paintGlow(panel, pen, frame);
}

// While a large map moves, what was painted under its points is only moved along.
function shiftUnder(panel) {
  const [x0, x1, , y1] = panel.painted;
  const [left, top] = toPixel(panel, x0, y1);
  const scale = (x1 - x0) / (panel.box[1] - panel.box[0]);
  panel.under.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}

function drawOver(panel) {
  if (!panel.scene) return;
  const { area, row, star } = panel.data;
  const empty = panel.plotted && !area && !star && !panel.drawing && (panel.pressed ?? row) === null;
  if (empty && panel.overEmpty) return;
  panel.overEmpty = empty;
  const frame = screenFrame(panel);
  const pen = preparedCanvas(panel, panel.over);
  if (!panel.plotted) paintPoints(panel, pen, frame);
  paintArea(panel, pen, frame);
  paintPicked(panel, pen, frame);
  paintStar(panel, pen, frame);
}

function paintOutlines(panel, pen, frame) {
  const { scene, theme, data } = panel;
  const [x0, x1] = frame.box;
  const unit = ((scene.home[1] - scene.home[0]) / STEPS) * (frame.width / (x1 - x0));
  const [left, bottom] = inFrame(frame, scene.home[0], scene.home[2]);
  const tones = scene.colors[theme];
  const strength = (theme === "dark" ? 0.085 : 0.075) * (data.lit !== null ? 0.55 : 1);
  pen.save();
  pen.transform(unit, 0, 0, -unit, left, bottom);
  outlinePaths(scene).forEach((levels, topic) => {
    const left = panel.shownOf[topic] && (data.topic === null || data.topic === topic);
    const faint = left ? 1 : 0.3;
    pen.fillStyle = coloredByTopic(data) ? tones.topics[topic] : tones.unassigned;
    pen.globalAlpha = strength * faint;
    for (const path of levels) pen.fill(path, "evenodd");
  });
  pen.restore();
}

function paintGlow(panel, pen, frame) {
  const { data, scene, theme } = panel;
  if (!data.glow || data.hits > MOST_GLOWS) return;
  const hit = unpackBits(data.lit);
  const reach = (4 + 1.6 * pointSize(panel)) * frame.zoom;
  pen.save();
  pen.globalAlpha = Math.min(Math.max(1.25 - 0.28 * Math.log10(data.hits + 1), 0.3), 1);
  const sprite = glowSprite(theme === "dark" ? "255,214,120" : "244,162,28", reach);
  for (const row of panel.rows) {
    if (!hit(row)) continue;
    const [x, y] = inFrame(frame, scene.x[row], scene.y[row]);
    pen.drawImage(sprite, x - reach, y - reach, 2 * reach, 2 * reach);
  }
  pen.restore();
}

function glowSprite(color, reach) {
  const sprite = document.createElement("canvas");
  sprite.width = sprite.height = Math.ceil(4 * reach);
  const pen = sprite.getContext("2d");
  const fall = pen.createRadialGradient(2 * reach, 2 * reach, 0, 2 * reach, 2 * reach, 2 * reach);
  fall.addColorStop(0, `rgba(${color},0.75)`);
  fall.addColorStop(0.35, `rgba(${color},0.4)`);
  fall.addColorStop(1, `rgba(${color},0)`);
  pen.fillStyle = fall;
  pen.fillRect(0, 0, sprite.width, sprite.height);
  return sprite;
}

// The points as Plotly draws them: for the picture, and until Plotly does.
function paintPoints(panel, pen, frame) {
  const { color, size } = styledPoints(panel, cssTone);
  for (let at = 0; at < color.length; at += 1) {
    const [x, y] = inFrame(frame, panel.x[at], panel.y[at]);
    pen.fillStyle = color[at];
    pen.beginPath();
    pen.arc(x, y, (size[at] / 2) * frame.zoom, 0, 2 * Math.PI);
    pen.fill();
  }
}

function paintPicked(panel, pen, frame) {
  const { data, scene, theme } = panel;
  const row = panel.pressed ?? data.row;
  if (row === null || row === undefined || row >= scene.x.length) return;
  const ink = theme === "dark" ? "#f4f1ea" : "#23262b";
  const [x, y] = inFrame(frame, scene.x[row], scene.y[row]);
  pen.save();
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = 1.2 * frame.zoom;
  if (row === data.row) {
    const shown = unpackBits(data.shown);
    for (const other of data.neighbors.filter(shown)) {
      const [ox, oy] = inFrame(frame, scene.x[other], scene.y[other]);
      pen.globalAlpha = 0.55;
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(ox, oy);
      pen.stroke();
      circle(pen, ox, oy, 6 * frame.zoom);
    }
  }
  pen.globalAlpha = 1;
  pen.lineWidth = 2.2 * frame.zoom;
  circle(pen, x, y, 8.5 * frame.zoom);
  pen.restore();
}

// The place of the text that is searched for by its meaning.
function paintStar(panel, pen, frame) {
  const { data, scene, theme } = panel;
  if (!data.star) return;
  const [x, y] = inFrame(frame, ...data.star);
  pen.save();
  pen.beginPath();
  for (let at = 0; at < 10; at += 1) {
    const reach = (at % 2 ? 4.6 : 11) * frame.zoom;
    const angle = (Math.PI * at) / 5 - Math.PI / 2;
    pen.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  pen.closePath();
  pen.lineJoin = "round";
  pen.lineWidth = 5 * frame.zoom;
  pen.strokeStyle = scene.colors[theme].paper;
  pen.stroke();
  pen.fillStyle = theme === "dark" ? "#f4f1ea" : "#23262b";
  pen.fill();
  pen.restore();
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
}
