// What is picked, searched and seen stands behind the # of the address, so that a link, a reload and
// Back lead there. A page inside another one may have no address of its own.

const SETTLED = 400; // milliseconds

function readAddress() {
  const params = new URLSearchParams(window.location.hash.slice(1));
  const box = (params.get("view") ?? "").split(",").map(Number);
  return {
    topic: numberIn(params, "topic"),
    row: numberIn(params, "paper"),
    query: params.get("q") ?? "",
    color: params.get("color"),
    view: box.length === 4 && box.every(Number.isFinite) && params.has("view") ? box : null,
  };
}

function numberIn(params, name) {
  return /^-?\d{1,7}$/.test(params.get(name) ?? "") ? Number(params.get(name)) : null;
}

function addressOf(panel, { topic, row, query, color }) {
  const params = new URLSearchParams();
  if (topic !== null) params.set("topic", topic);
  if (row !== null) params.set("paper", row);
  if (query) params.set("q", query);
  if (color !== "topic") params.set("color", color);
  if (panel.scene && !isHome(panel)) params.set("view", panel.box.map(plainNumber).join(","));
  return `#${params}`;
}

function changeAddress(panel, way) {
  const address = addressOf(panel, panel.page.state);
  if (address === (window.location.hash || "#")) return;
  try {
    window.history[way](null, "", address);
  } catch {
    // inside another page
  }
}

function writeAddress(panel) {
  if (panel.plotted) changeAddress(panel, "replaceState");
}

function writeAddressSoon(panel) {
  clearTimeout(panel.addressing);
  panel.addressing = setTimeout(() => writeAddress(panel), SETTLED);
}

function listenToAddress(panel) {
  const back = () => {
    const { view, ...state } = readAddress();
    panel.page.take(state);
    if (panel.plotted) flyTo(panel, view ? fittingBox(panel.scene.home, view) : panel.scene.home);
  };
  window.addEventListener("popstate", back);
}
