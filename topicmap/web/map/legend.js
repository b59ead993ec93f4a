// The legend under the map: only what the labels cannot say.

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
