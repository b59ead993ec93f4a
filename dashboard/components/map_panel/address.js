// What is seen of the map stands in the address, written by the browser alone, so that a link opens
// the map where it was looked at, and Back leads there.

const SETTLED = 400; // milliseconds
const REWRITTEN = 3000;

function listenToAddress(panel) {
  const screen = window.location.pathname;
  const back = () => {
    const { pathname, search } = window.location;
    const map = new URLSearchParams(search).get("map") ?? panel.data.map;
    if (pathname !== screen || map !== panel.data.map || !panel.plotted || panel.closed) return;
    const { home } = panel.scene;
    flyTo(panel, fittingBox(home, addressBox() ?? home));
  };
  window.addEventListener("popstate", back);
  panel.undo.push(() => window.removeEventListener("popstate", back));
  rewriteAddress(panel);
}

// A run that began before the map moved writes its address after it: what is seen is written again.
function rewriteAddress(panel) {
  const { navigation } = window;
  const again = (event) => event.navigationType === "traverse" || writeAddressSoon(panel);
  if (navigation) {
    navigation.addEventListener("currententrychange", again);
    panel.undo.push(() => navigation.removeEventListener("currententrychange", again));
  } else {
    const clock = setInterval(() => writeAddress(panel), REWRITTEN);
    panel.undo.push(() => clearInterval(clock));
  }
}

function addressBox() {
  const text = new URLSearchParams(window.location.search).get("view") ?? "";
  const box = text.split(",").map(Number);
  return text && box.length === 4 && box.every(Number.isFinite) ? box : null;
}

function writeAddressSoon(panel) {
  clearTimeout(panel.addressing);
  panel.addressing = setTimeout(() => {
    if (panel.closed) return;
    if (isAnswering()) writeAddressSoon(panel);
    else writeAddress(panel);
  }, SETTLED);
}

// While Streamlit answers a pick, its step of history is yet to come: what is seen belongs to it.
function isAnswering() {
  return document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "running";
}

function writeAddress(panel) {
  if (!panel.scene || !panel.plotted) return;
  const address = new URL(window.location.href);
  const params = address.searchParams;
  const seen = isHome(panel) ? null : panel.box.map((edge) => plainNumber(edge)).join(",");
  if (params.get("view") === seen) return;
  if (seen === null) params.delete("view");
  else {
    params.set("view", seen);
    params.set("made", panel.data.made);
  }
  window.history.replaceState(window.history.state, "", address);
}
