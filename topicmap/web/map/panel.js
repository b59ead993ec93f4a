// The map panel. Python sends what is shown, found and picked; the view box stays here.

const NO_WEBGL =
  "This browser cannot move the map, because WebGL is missing or switched off. " +
  "Search, topics and papers work all the same.";
const LOST =
  "The browser has lost the drawing of the map. Search, topics and papers work all the same; " +
  "load the page again to move the map.";
const FAILED = "The map could not be drawn. Load the page again.";
const LONG = 100; // milliseconds for a frame, which a page in the background never draws
const LONGEST = 400; // milliseconds that points wait for what else there is to do

function newPanel(stage) {
  const part = (name) => stage.parentElement.querySelector(`.tm-${name}`);
  const panel = {
    stage,
    plot: part("plot"),
    under: part("under"),
    over: part("over"),
    labelBox: part("labels"),
    legend: part("legend"),
    tools: part("tools"),
    here: part("here"),
    tip: part("tip"),
    message: part("message"),
    live: part("live"),
    work: Promise.resolve(),
    undo: [],
    closed: false,
    labels: [],
    pressed: null,
  };
  buildTools(panel);
  listenToPointer(panel);
  listenToFingers(panel);
  listenToLasso(panel);
  listenToKeys(panel);
  listenToAddress(panel);
  listenToSize(panel);
  return panel;
}

function listenToSize(panel) {
  const watcher = new ResizeObserver(() => {
    panel.size = null;
    if (panel.closed || !panel.stage.clientWidth) return;
    if (panel.plotted) window.Plotly.Plots.resize(panel.plot).catch(() => {});
    placeAround(panel);
  });
  watcher.observe(panel.stage);
  panel.undo.push(() => watcher.disconnect());
}

// The attributes are true from the first moment, before anything is drawn.
function describe(panel) {
  const { data, plot } = panel;
  plot.dataset.map = data.map;
  plot.dataset.papers = data.papers;
  plot.dataset.hits = data.hits;
  plot.dataset.picked = data.picked;
  plot.dataset.star = data.star ? data.star.join(",") : "";
  keepBox(panel, panel.box);
}

function receive(panel, data) {
  const key = `${data.map}@${data.stamp}`;
  if (panel.key !== key) {
    if (panel.plotted) window.Plotly.purge(panel.plot);
    letGo(panel);
    stopFlight(panel);
    clearTimeout(panel.settling);
    panel.size = null;
    panel.here.hidden = true;
    Object.assign(panel, { key, scene: null, titles: null, plotted: null, look: null, filter: null });
    const linked = data.view && fittingBox(data.home, data.view);
    panel.box = memory.boxes[key] ?? linked ?? data.home;
    Object.assign(panel.plot.dataset, { drawn: "0", ready: "0" });
    enableTools(panel, false);
  }
  panel.data = data;
  panel.pressed = null;
  describe(panel);
  if (panel.waiting) return; // the drawing that waits will find the newest data
  panel.waiting = true;
  panel.work = panel.work.then(() => draw(panel)).catch((error) => complain(panel, error));
}

async function draw(panel) {
  panel.waiting = false;
  const { data, key } = panel;
  if (panel.closed) return;
  const raw = await loadFile(data.scene);
  if (panel.closed || panel.key !== key) return;
  panel.scene = unpackScene(raw);
  panel.theme = readTheme(panel.stage);
  chooseRows(panel);
  buildLabels(panel);
  dressLabels(panel);
  buildLegend(panel);
  placeAround(panel);
  panel.message.hidden = true;
  panel.plot.dataset.drawn = "1";
  if (!panel.plotted) {
    await firstPicture();
    if (panel.closed || panel.key !== key) return;
    if (!hasWebGL()) throw new Told(NO_WEBGL);
    await loadPlotly(data.plotly);
    if (panel.closed || panel.key !== key) return;
  } else if (panel.scene.x.length > LARGE) {
    panel.plot.dataset.ready = "0";
    await nothingElse();
    if (panel.closed || panel.key !== key || panel.waiting || !panel.plotted) return;
  }
  const stop = nextStop(panel);
  await drawPoints(panel);
  if (panel.closed || !panel.plotted) return;
  panel.plot.dataset.ready = "1";
  enableTools(panel, true);
  if (stop) flyTo(panel, stop);
  loadTitles(panel);
  writeAddressSoon(panel);
}

// Reading the drawing library takes longer than the picture that stands until it can draw.
function firstPicture() {
  return new Promise((resume) => {
    requestAnimationFrame(() => setTimeout(resume));
    setTimeout(resume, LONG);
  });
}

// An answer's words and numbers are seen before many points are drawn anew.
function nothingElse() {
  return new Promise((resume) => {
    if (window.requestIdleCallback) requestIdleCallback(resume, { timeout: LONGEST });
    else setTimeout(resume, LONG);
  });
}

function loadTitles(panel) {
  if (panel.titles) return;
  loadFile(panel.data.titles)
    .then((titles) => (panel.titles = titles))
    .catch(() => {});
}

function hasWebGL() {
  memory.webgl ??= Boolean(document.createElement("canvas").getContext("webgl"));
  return memory.webgl;
}

function complain(panel, error) {
  if (panel.closed) return;
  if (!(error instanceof Told)) console.error(error);
  panel.message.textContent = error instanceof Told ? error.message : FAILED;
  panel.message.hidden = false;
}

// The picture that stood before Plotly drew stands in for it again.
function loseDrawing(panel) {
  if (!panel.plotted || panel.closed) return;
  window.Plotly.purge(panel.plot);
  letGo(panel);
  Object.assign(panel, { plotted: null, look: null, filter: null });
  panel.plot.dataset.ready = "0";
  enableTools(panel, false);
  drawOver(panel);
  complain(panel, new Told(LOST));
}

function close(panel) {
  panel.closed = true;
  panel.undo.forEach((undo) => undo());
  if (panel.plotted) window.Plotly.purge(panel.plot);
}
