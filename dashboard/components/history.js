// A change of screens is one step in the browser's history. Streamlit makes two of it: the bare
// address of the screen, and at the end of its first run the address with what is shown.

function mergeSteps() {
  if (window.topicmapSteps) return;
  const steps = (window.topicmapSteps = { bare: false });
  const push = window.history.pushState.bind(window.history);
  const touched = () => (steps.bare = false);
  for (const kind of ["pointerdown", "keydown", "popstate"]) window.addEventListener(kind, touched, true);
  window.history.pushState = (state, title, url) => {
    const [now, next] = [window.location, new URL(url ?? "", window.location.href)];
    const again = next.pathname === now.pathname;
    if (again && steps.bare && !now.search) window.history.replaceState(state, title, url);
    else push(state, title, url);
    steps.bare = !again && !next.search;
  };
}

mergeSteps();
