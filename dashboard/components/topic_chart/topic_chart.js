// The treemap: a click on a topic or its part picks it, one on a region goes into it and out again.

const FAILED = "The chart could not be drawn; the list of topics says the same.";
const LETTERS = { region: 30, whole: 20, part: 14 }; // in a line of the label of a box

function styleOf(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

function isDarkPaper(element) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = styleOf(element, "--st-background-color") || "#ffffff";
  return parseInt(pen.fillStyle.slice(3, 5), 16) < 128;
}

function traceOf(chart, { tree, picked }) {
  const ink = styleOf(chart, "--st-text-color");
  const dark = isDarkPaper(chart);
  const colors = tree.colors[dark ? "dark" : "light"];
  const wholes = new Set(tree.parents);
  const isWhole = (at) => wholes.has(tree.ids[at]) || !tree.parents[at];
  const kind = (at) => (tree.topics[at] < 0 ? "region" : isWhole(at) ? "whole" : "part");
  const letters = (at) => LETTERS[kind(at)];
  const isPicked = (topic) => picked !== null && topic === picked;
  return {
    type: "treemap",
    ids: tree.ids,
    parents: tree.parents,
    labels: tree.labels.map((label, at) => wrapped(label, letters(at)).map(harmless).join("<br>")),
    text: tree.labels.map(harmless),
    values: tree.sizes,
    customdata: tree.topics,
    branchvalues: "total",
    marker: {
      colors,
      line: {
        color: tree.topics.map((topic) => (isPicked(topic) ? ink : styleOf(chart, "--st-background-color"))),
        width: tree.topics.map((topic) => (isPicked(topic) ? 2.5 : 1)),
      },
      pad: { t: 42, l: 3, r: 3, b: 3 },
    },
    textfont: { size: 13, color: colors.map((color, at) => (tree.topics[at] < 0 ? ink : inkOn(color))) },
    texttemplate: "%{label} %{value:,}",
    hovertemplate: "%{text}: %{value:,} papers<extra></extra>",
    root: { color: "rgba(0,0,0,0)" },
    tiling: { pad: 2 },
    maxdepth: 3,
    pathbar: { visible: false },
  };
}

// Black or white, whichever is easier to read on a colour.
function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#16181c" : "#ffffff";
}

// The label in lines of a few words, none of which is broken.
function wrapped(label, width) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= width || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Plotly reads a few tags in texts.
function harmless(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function layoutOf(chart) {
  return {
    height: chart.clientHeight,
    width: chart.clientWidth,
    margin: { t: 4, l: 0, r: 0, b: 0 },
    uniformtext: { mode: "hide", minsize: 11 },
    paper_bgcolor: "rgba(0,0,0,0)",
    font: { family: styleOf(chart, "--st-font"), color: styleOf(chart, "--st-text-color") },
  };
}

async function drawChart(chart, data) {
  await loadPlotly(data.plotly);
  if (!chart.isConnected) return;
  chart.classList.remove("tc-inside");
  await window.Plotly.react(chart, [traceOf(chart, data)], layoutOf(chart), { displayModeBar: false });
  if (chart.listening) return;
  chart.listening = true;
  chart.on("plotly_treemapclick", ({ points, nextLevel }) => {
    const topic = points[0]?.customdata;
    if (topic === undefined || topic < 0) {
      chart.classList.toggle("tc-inside", Boolean(nextLevel));
      return nextLevel !== undefined;
    }
    chart.pick(topic);
    return false;
  });
  new ResizeObserver(() => {
    if (chart.clientWidth) window.Plotly.relayout(chart, layoutOf(chart));
  }).observe(chart);
}

let sentPick = 0;

export default function topicChart({ data, parentElement, setStateValue }) {
  const chart = parentElement.querySelector(".tc-chart");
  const message = parentElement.querySelector(".tc-message");
  chart.setAttribute("aria-label", data.tree.words);
  chart.pick = (topic) => {
    sentPick = Math.max(sentPick + 1, Date.now() * 1000);
    setStateValue("pick", { topic, at: sentPick, stamp: data.stamp });
  };
  drawChart(chart, data).catch((error) => {
    console.error(error);
    message.textContent = FAILED;
    message.hidden = false;
  });
}
