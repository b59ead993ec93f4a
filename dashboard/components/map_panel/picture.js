// "Save picture": what is on the screen as a PNG of 1920 × 1080 with a title, made in the page.

const LINE = 1.16; // line height of labels, in letter sizes
const LEAST_ZOOM = 1.45; // labels on a slide are at least so much larger than on the screen
const PICTURE = { width: 1920, height: 1080, head: 128, side: 56 };

async function savePicture(panel) {
  const canvas = await paintPicture(panel);
  const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = `${panel.data.map}-map.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function paintPicture(panel) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: PICTURE.width, height: PICTURE.height });
  const pen = canvas.getContext("2d");
  const frame = pictureFrame(panel);
  pen.fillStyle = panel.scene.colors[panel.theme].paper;
  pen.fillRect(0, 0, PICTURE.width, PICTURE.height);
  pen.save();
  pen.beginPath();
  pen.rect(0, frame.top, PICTURE.width, frame.height);
  pen.clip();
  paintOutlines(panel, pen, frame);
  paintGlow(panel, pen, frame);
  pen.drawImage(await pointsImage(panel, frame), 0, frame.top, frame.width, frame.height);
  paintPicked(panel, pen, frame);
  paintLabels(panel, pen, frame);
  pen.restore();
  paintTitle(panel, pen);
  return canvas;
}

// All that is on the screen, in the picture's shape, which shows more to the left and right.
function pictureFrame(panel) {
  const [width, height] = [PICTURE.width, PICTURE.height - PICTURE.head];
  const [x0, x1, y0, y1] = panel.box;
  const half = ((y1 - y0) * width) / height / 2;
  const middle = (x0 + x1) / 2;
  const zoom = height / sizeOf(panel).height;
  return { box: [middle - half, middle + half, y0, y1], left: 0, top: PICTURE.head, width, height, zoom };
}

async function pointsImage(panel, frame) {
  const { color, size } = styledPoints(panel);
  const layout = plotLayout(panel);
  layout.xaxis.range = frame.box.slice(0, 2);
  layout.yaxis.range = frame.box.slice(2);
  const marker = { color, size: size.map((pixels) => pixels * frame.zoom), line: { width: 0 } };
  const trace = { type: "scattergl", mode: "markers", x: panel.x, y: panel.y, marker };
  const { width, height } = frame;
  const figure = { data: [trace], layout: { ...layout, autosize: false, width, height } };
  const image = new Image();
  image.src = await window.Plotly.toImage(figure, { format: "png", width, height });
  await image.decode();
  return image;
}

function paintLabels(panel, pen, frame) {
  const zoom = Math.max(frame.zoom, LEAST_ZOOM);
  const scale = frame.width / (frame.box[1] - frame.box[0]) / zoom;
  const family = getComputedStyle(panel.stage).fontFamily;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const { label, button, text } of panel.labels) {
    if (scale < label.scale * 0.9999) continue;
    const [x, y] = inFrame(frame, label.x, label.y);
    const size = parseFloat(text.style.fontSize || label.size) * zoom;
    const line = label.size * LINE * zoom;
    const [cx, cy] = [x + label.dx * zoom, y + label.dy * zoom];
    const reach = (label.width * zoom) / 2;
    const rise = (label.height * zoom) / 2;
    if (cx < reach || cx > frame.width - reach) continue;
    if (cy < frame.top + rise || cy > frame.top + frame.height - rise) continue;
    pen.font = `${label.weight} ${size}px ${family}`;
    pen.globalAlpha = button.classList.contains("tm-quiet") ? 0.8 : 1;
    label.lines.forEach((words, at) => {
      const down = cy + (at - (label.lines.length - 1) / 2) * line;
      pen.strokeStyle = panel.scene.colors[panel.theme].paper;
      pen.lineWidth = 4 * zoom;
      pen.strokeText(words, cx, down);
      pen.fillStyle = panel.scene.colors[panel.theme].labels[label.topic];
      pen.fillText(words, cx, down);
    });
  }
  pen.globalAlpha = 1;
}

function paintTitle(panel, pen) {
  const style = getComputedStyle(panel.stage);
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = style.color;
  pen.font = `600 50px ${style.getPropertyValue("--st-heading-font") || style.fontFamily}`;
  pen.fillText(panel.data.title, PICTURE.side, 70, PICTURE.width - 2 * PICTURE.side);
  pen.globalAlpha = 0.65;
  pen.font = `400 24px ${style.fontFamily}`;
  pen.fillText(pictureLine(panel.data), PICTURE.side, 108, PICTURE.width - 2 * PICTURE.side);
  pen.globalAlpha = 1;
}

function pictureLine(data) {
  const parts = [data.line];
  if (data.shown !== null) parts.push(`${data.papers.toLocaleString("en")} shown`);
  if (data.lit !== null) parts.push(`${data.hits.toLocaleString("en")} found`);
  return parts.join(" · ");
}

