// The papers as one scattergl trace, in the order of the papers, and their colours.

const FADED = 0.13;
const CONTEXT = 0.5;
const [RESIZED, RESIZED_WHEN_LARGE] = [0.07, 0.2]; // how far off (ln) points are before they grow
const RESTS = 180; // milliseconds
const FINE = 2; // pixels drawn for one of the screen, where points are so small that they need it

// How Plotly behaves.
function config(panel) {
  const screen = window.devicePixelRatio || 1;
  return {
    displayModeBar: false,
    displaylogo: false,
    doubleClick: false,
    plotGlPixelRatio: panel.x.length > LARGE ? Math.max(screen, FINE) : screen,
    responsive: false,
    scrollZoom: true,
    showTips: false,
  };
}

function readTheme(stage) {
  const paper = getComputedStyle(stage).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = paper || "#ffffff";
  const [r, g, b] = channels(probe.fillStyle);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
}

// Red, green and blue of a colour such as #3d5a80, 0 to 255.
function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

// A colour as a canvas takes it.
function cssTone(color, alpha) {
  return `rgba(${channels(color).join(",")},${alpha.toFixed(3)})`;
}

// A colour as Plotly takes it without parsing it anew for every point.
function glTone(color, alpha) {
  return [...channels(color).map((part) => part / 255), alpha];
}

// A function row → number of its colour in a list, −1 for none.
function colorsOf(panel) {
  const { scene, theme, data } = panel;
  const colors = scene.colors[theme];
  const kinds = scene.kinds[data.color];
  if (kinds) return [colors.kinds[kinds.names.length], (row) => kinds.codes[row]];
  if (data.color === "strength") return [colors.scale, (row) => step(scene.strength[row] / 255)];
  if (data.color === "year") {
    const [first, last] = yearRange(scene);
    const span = Math.max(last - first, 1);
    const place = (row) => step((scene.year[row] - first) / span);
    return [colors.scale, (row) => (scene.year[row] ? place(row) : -1)];
  }
  const topics = data.color === "nearest" ? scene.nearest : scene.topic;
  return [colors.topics, (row) => topics[row]];
}

// Whether the points have the hues of topics.
function coloredByTopic(data) {
  return data.color === "topic" || data.color === "nearest";
}

function step(share) {
  return Math.min(Math.floor(share * 9), 8);
}

function yearRange(scene) {
  if (!scene.years) {
    const known = scene.year.filter(Boolean);
    scene.years = known.length
      ? known.reduce(([low, high], y) => [Math.min(low, y), Math.max(high, y)], [9999, 0])
      : [0, 0];
  }
  return scene.years;
}

// Which papers are lit: 2 stands out, 1 is context, 0 is faded; null when nothing is asked for.
function lightOf(panel) {
  const { scene, data } = panel;
  const topic = data.topic;
  const inTopic = (row) => scene.topic[row] === topic;
  if (data.lit !== null) {
    const hit = unpackBits(data.lit);
    return (row) => (hit(row) ? 2 : topic !== null && inTopic(row) ? 1 : 0);
  }
  return topic === null ? null : (row) => (inTopic(row) ? 2 : 0);
}

function styledPoints(panel, tone) {
  const { scene, theme, data } = panel;
  const [list, numberOf] = colorsOf(panel);
  const light = lightOf(panel);
  const grey = scene.colors[theme].unassigned;
  const alphas = light
    ? [FADED * Math.max(scene.opacity, 0.5), CONTEXT * scene.opacity, Math.min(scene.opacity + 0.15, 1)]
    : [scene.opacity];
  const tones = alphas.map((alpha) => [...list, grey].map((color) => tone(color, alpha)));
  const size = pointSize(panel);
  const rows = panel.rows;
  const color = new Array(rows.length);
  const sizes = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const lit = light ? light(row) : 0;
    const number = numberOf(row);
    color[at] = tones[lit][number < 0 ? list.length : number];
    sizes[at] = size * (scene.topic[row] < 0 ? 0.78 : 1) * (light && lit === 2 ? 1.25 : 1);
  }
  return { color, size: sizes, opacity: 1, line: { width: 0 } };
}

// Points grow a little as one comes nearer.
function pointSize(panel) {
  const { home, pointSize: size } = panel.scene;
  const nearer = (home[1] - home[0]) / (panel.box[1] - panel.box[0]);
  return size * Math.min(Math.max(nearer ** 0.3, 0.75), 2.4) * shrink(panel);
}

function shrink(panel) {
  return Math.min(Math.max(sizeOf(panel).width / 820, 0.75), 1.35) ** 0.5;
}

function plotLayout(panel) {
  const [x0, x1, y0, y1] = panel.box;
  const bare = { visible: false, autorange: false, fixedrange: false, zeroline: false };
  return {
    autosize: true,
    dragmode: "pan",
    hovermode: false,
    margin: { l: 0, r: 0, t: 0, b: 0, pad: 0 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    xaxis: { ...bare, range: [x0, x1] },
    yaxis: { ...bare, range: [y0, y1] },
  };
}

function chooseRows(panel) {
  const filter = `${panel.key} ${panel.data.shown}`;
  if (filter === panel.chosen) return;
  panel.chosen = filter;
  const shown = unpackBits(panel.data.shown);
  const rows = [];
  for (let row = 0; row < panel.scene.x.length; row += 1) if (shown(row)) rows.push(row);
  panel.rows = rows;
  panel.x = Float32Array.from(rows, (row) => panel.scene.x[row]);
  panel.y = Float32Array.from(rows, (row) => panel.scene.y[row]);
  panel.shownOf = {};
  for (const row of rows) {
    const topic = panel.scene.topic[row];
    panel.shownOf[topic] = (panel.shownOf[topic] ?? 0) + 1;
  }
}

// Draw or redraw the points, unless nothing that they show has changed, and where they are.
async function drawPoints(panel) {
  const { data, plot, theme } = panel;
  const filter = panel.chosen;
  const look = `${filter} ${data.lit} ${data.topic} ${data.color} ${theme}`;
  const moved = panel.plotted && hasMoved(panel);
  if (look === panel.look) return moved ? moveTo(panel, panel.box) : null;
  const [drawnSize, marker] = [pointSize(panel), styledPoints(panel, glTone)];
  if (!panel.plotted) {
    const trace = { type: "scattergl", mode: "markers", x: panel.x, y: panel.y, marker };
    const traces = [{ ...trace, hoverinfo: "none" }];
    await withoutSmoothing(() => window.Plotly.newPlot(plot, traces, plotLayout(panel), config(panel)));
    listenToPlotly(panel);
    panel.plotted = panel.key;
    drawOver(panel);
  } else {
    const style = { "marker.color": [marker.color], "marker.size": [marker.size] };
    if (filter !== panel.filter) Object.assign(style, { x: [panel.x], y: [panel.y] });
    await window.Plotly.update(plot, style, moved ? rangesOf(panel.box) : {}, [0]);
  }
  Object.assign(panel, { drawnSize, sizes: marker.size, look, filter });
  return null;
}

// Plotly asks for every pixel to be smoothed, which its points, soft at their edges, do not need:
// without a graphics processor it takes half of the time of a drawing.
function withoutSmoothing(drawing) {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, wishes) {
    const plain = kind === "webgl" && wishes ? { ...wishes, antialias: false } : wishes;
    return getContext.call(this, kind, plain);
  };
  try {
    return drawing();
  } finally {
    HTMLCanvasElement.prototype.getContext = getContext;
  }
}

// Whether the view is no longer that which Plotly has drawn.
function hasMoved({ box, plot }) {
  const { xaxis, yaxis } = plot._fullLayout;
  return [...xaxis.range, ...yaxis.range].some((edge, at) => edge !== box[at]);
}

function resizePoints(panel) {
  if (!panel.scene || !panel.plotted) return;
  const size = pointSize(panel);
  const least = panel.scene.x.length > LARGE ? RESIZED_WHEN_LARGE : RESIZED;
  const grown = size / panel.drawnSize;
  if (Math.abs(Math.log(grown)) < least) return;
  panel.drawnSize = size;
  panel.sizes = panel.sizes.map((each) => each * grown);
  window.Plotly.restyle(panel.plot, { "marker.size": [panel.sizes] }, [0]);
}

// What waits until the map rests and no finger holds it.
function settleSoon(panel) {
  clearTimeout(panel.settling);
  panel.settling = setTimeout(() => {
    if (panel.closed || !panel.scene || panel.fingers?.moved) return;
    limitZoom(panel);
    resizePoints(panel);
    writeAddressSoon(panel);
  }, RESTS);
}

function listenToPlotly(panel) {
  const { plot } = panel;
  for (const canvas of plot.querySelectorAll("canvas")) {
    canvas.addEventListener("webglcontextlost", () => canvas.isConnected && loseDrawing(panel));
  }
  plot.on("plotly_relayouting", () => followPlotly(panel, true));
  plot.on("plotly_relayout", () => {
    followPlotly(panel, panel.fingers?.moved);
    settleSoon(panel);
  });
  plot.on("plotly_click", (event) => pickPaper(panel, panel.rows[event.points[0].pointNumber]));
}
