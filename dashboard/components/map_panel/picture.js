// "Save picture": what is on the screen as a PNG of 1920 × 1080 with a title, made in the page.

const LINE = 1.16; // line height of labels, in letter sizes
const LEAST_ZOOM = 1.45; // labels on a slide are at least so much larger than on the screen
const PICTURE = { width: 1920, height: 1080, head: 152, foot: 64, side: 56, fade: 48 };

async function savePicture(panel) {
  const canvas = paintPicture(panel);
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = `${panel.data.map}-map.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function paintPicture(panel) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: PICTURE.width, height: PICTURE.height });
  const pen = canvas.getContext("2d");
  const frame = pictureFrame(panel);
  pen.fillStyle = panel.scene.colors[panel.theme].paper;
  pen.fillRect(0, 0, PICTURE.width, PICTURE.height);
  paintOutlines(panel, pen, frame);
  paintGlow(panel, pen, frame);
  paintPoints(panel, pen, frame);
  fadeOut(panel, pen, frame.top, -1);
  fadeOut(panel, pen, frame.top + frame.height, 1);
  pen.save();
  pen.beginPath();
  pen.rect(0, frame.top, PICTURE.width, frame.height);
  pen.clip();
  paintArea(panel, pen, frame);
  paintPicked(panel, pen, frame);
  paintStar(panel, pen, frame);
  paintLabels(panel, pen, frame);
  pen.restore();
  paintWords(panel, pen);
  return canvas;
}

// All that is on the screen, in the picture's shape, which shows more to the left and right.
function pictureFrame(panel) {
  const { width, head, foot } = PICTURE;
  const height = PICTURE.height - head - foot;
  const [x0, x1, y0, y1] = panel.box;
  const half = ((y1 - y0) * width) / height / 2;
  const middle = (x0 + x1) / 2;
  const zoom = height / sizeOf(panel).height;
  return { box: [middle - half, middle + half, y0, y1], left: 0, top: head, width, height, zoom };
}

// The map ends softly at an edge (a height), and there is bare paper beyond.
function fadeOut(panel, pen, edge, outwards) {
  const { paper } = panel.scene.colors[panel.theme];
  const inner = edge - outwards * PICTURE.fade;
  const fade = pen.createLinearGradient(0, inner, 0, edge);
  fade.addColorStop(0, withAlpha(paper, 0));
  fade.addColorStop(1, paper);
  pen.fillStyle = fade;
  const end = outwards < 0 ? 0 : PICTURE.height;
  pen.fillRect(0, Math.min(inner, end), PICTURE.width, Math.abs(end - inner));
}

function paintLabels(panel, pen, frame) {
  const zoom = Math.max(frame.zoom, LEAST_ZOOM);
  const family = getComputedStyle(panel.stage).fontFamily;
  const boxes = boxesOfLabels(panel, frame, zoom);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const { label, button, text } of panel.labels) {
    if (!boxes.has(label)) continue;
    const [left, top, right, bottom] = boxes.get(label);
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const size = parseFloat(text.style.fontSize || label.size) * zoom;
    const line = label.size * LINE * zoom;
    pen.font = `${label.weight} ${size}px ${family}`;
    pen.globalAlpha = button.classList.contains("tm-quiet") ? 0.8 : 1;
    label.lines.forEach((words, at) => {
      const down = y + (at - (label.lines.length - 1) / 2) * line;
      pen.strokeStyle = panel.scene.colors[panel.theme].paper;
      pen.lineWidth = 4 * zoom;
      pen.strokeText(words, x, down);
      pen.fillStyle = getComputedStyle(button).color;
      pen.fillText(words, x, down);
    });
  }
  pen.globalAlpha = 1;
}

// The title, the map in a line, what it is narrowed down to; the legend at the foot.
function paintWords(panel, pen) {
  const style = getComputedStyle(panel.stage);
  const { side, width, height, foot } = PICTURE;
  const room = width - 2 * side;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = style.color;
  pen.font = `600 48px ${style.getPropertyValue("--st-heading-font") || style.fontFamily}`;
  pen.fillText(panel.data.title, side, 66, room);
  pen.globalAlpha = 0.8;
  pen.font = `400 23px ${style.fontFamily}`;
  pen.fillText(panel.data.line, side, 103, room);
  pen.fillText(narrowedLine(panel.data), side, 137, room);
  pen.globalAlpha = 1;
  paintLegend(pen, legendOf(panel), side, width - side, height - foot / 2);
}

function narrowedLine({ narrowed, lit, hits }) {
  const found = lit === null ? "" : ` · ${hits ? hits.toLocaleString("en") : "none"} found`;
  return (narrowed + found).replace(/^ · /, "");
}
