// What the map needs from what holds it: here all lies in the page itself.

const memory = { boxes: {}, journeys: {}, files: {}, plotly: null, webgl: null };

const OLD = "This browser is too old for this map. One of 2023 or later can show it.";

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
    if (!window.Plotly) throw new Told("This browser does not let the map be drawn.");
  });
  return memory.plotly;
}

function moreTools() {
  return [];
}
