// What the map needs from what holds it: here all lies in the page itself.

const memory = { boxes: {}, journeys: {}, files: {}, plotly: null, webgl: null };

const OLD = "This browser is too old for this map. One of 2023 or later can show it.";
const FORBIDDEN =
  "The map may not be moved where it is shown here. Search, topics and papers work all the same.";

// An error whose message is for the visitor.
class Told extends Error {}

function unzipped(name) {
  if (!window.DecompressionStream) throw new Told(OLD);
  const text = document.getElementById(`tm-${name}`).textContent;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

async function loadFile(name) {
  memory.files[name] ??= unzipped(name).json();
  return memory.files[name];
}

function loadPlotly() {
  memory.plotly ??= unzipped("plotly").text().then((code) => {
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    if (!window.Plotly || !canCompile()) throw new Told(FORBIDDEN);
  });
  return memory.plotly;
}

// Plotly makes functions of text to draw with, which a page around this one may forbid.
function canCompile() {
  try {
    return new Function("return true")();
  } catch {
    return false;
  }
}

function moreTools() {
  return [];
}
