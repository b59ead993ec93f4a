// The legend under the map and in its picture: only what the labels cannot say.

// What the colours mean: `items` (a colour and a text each) and, for a scale, its ends.
function legendOf(panel) {
  const { data, scene, theme } = panel;
  const colors = scene.colors[theme];
  if (data.color === "strength") {
    return { scale: colors.scale, ends: ["loosely in its topic", "firmly"], items: [] };
  }
  const grey = (count, what) =>
    count ? [{ color: colors.unassigned, text: `${countedPapers(count)} ${what}` }] : [];
  const kinds = scene.kinds[data.color];
  if (kinds) {
    const tones = colors.kinds[kinds.names.length];
    const items = kinds.names.map((text, at) => ({ color: tones[at], text }));
    return { items: [...items, ...grey(countRows(panel, (row) => kinds.codes[row] < 0), "of others or none")] };
  }
  if (data.color === "year") {
    const items = grey(countRows(panel, (row) => !scene.year[row]), "without a year");
    return { scale: colors.scale, ends: yearRange(scene).map(String), items };
  }
  const unassigned = countRows(panel, (row) => scene.topic[row] < 0);
  if (data.color !== "nearest") return { items: grey(unassigned, "in no topic") };
  const text = `Smaller: ${countedPapers(unassigned)} in no topic, in the hue of the nearest`;
  return { items: unassigned ? [{ color: "transparent", text }] : [] };
}

function countRows(panel, test) {
  return panel.rows.reduce((sum, row) => sum + test(row), 0);
}

function countedPapers(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;
}

function buildLegend(panel) {
  const { scale, ends, items } = legendOf(panel);
  const parts = items.map(({ color, text }) => {
    const [item, dot] = [document.createElement("span"), document.createElement("i")];
    dot.style.background = color;
    item.append(dot, document.createTextNode(text));
    return item;
  });
  if (scale) {
    const bar = document.createElement("b");
    bar.style.background = `linear-gradient(90deg, ${scale.join(",")})`;
    parts.unshift(document.createTextNode(ends[0]), bar, document.createTextNode(ends[1]));
  }
  panel.legend.replaceChildren(...parts);
}

// The legend in a row of the picture, as far as there is room.
function paintLegend(pen, legend, left, right, middle) {
  const { scale, ends, items } = legend;
  pen.textBaseline = "middle";
  let x = left;
  const write = (text, gap) => {
    pen.fillText(text, x, middle);
    x += pen.measureText(text).width + gap;
  };
  const ink = pen.fillStyle;
  if (scale) {
    write(ends[0], 16);
    const blend = pen.createLinearGradient(x, 0, x + 220, 0);
    scale.forEach((color, at) => blend.addColorStop(at / (scale.length - 1), color));
    pen.fillStyle = blend;
    pen.fillRect(x, middle - 7, 220, 14);
    pen.fillStyle = ink;
    x += 236;
    write(ends[1], 44);
  }
  for (const [at, { color, text }] of items.entries()) {
    const more = `and ${items.length - at} more`;
    const room = at === items.length - 1 ? 0 : pen.measureText(more).width + 36;
    if (x + 26 + pen.measureText(text).width + room > right) return write(more, 0);
    pen.fillStyle = color;
    pen.beginPath();
    pen.arc(x + 9, middle - 1, 9, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = ink;
    x += 26;
    write(text, 36);
  }
  return null;
}
