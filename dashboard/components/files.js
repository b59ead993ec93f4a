// What the page keeps, whatever is mounted anew: view boxes by map, journeys already made, and the
// files that the server hands out, the drawing library among them.
const memory = (window.topicmap ??= { boxes: {}, journeys: {}, files: {}, plotly: null });

const TRIES = 4;

// An error whose message is for the visitor.
class Told extends Error {}

// This script is a file of the server too, beside the others.
function serverAddress(path) {
  return new URL(`..${path}`, import.meta.url).href;
}

async function persist(attempt) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === TRIES) throw error;
      await new Promise((resume) => setTimeout(resume, 250 * tried));
    }
  }
}

function addScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      script.remove();
      reject(new Told("The drawing library could not be loaded."));
    };
    document.head.appendChild(script);
  });
}

function loadPlotly(path) {
  memory.plotly ??= persist(() => addScript(serverAddress(path))).catch((error) => {
    memory.plotly = null;
    throw error;
  });
  return memory.plotly;
}
