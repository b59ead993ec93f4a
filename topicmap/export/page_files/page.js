// The page: what is picked and searched, and what is shown of it beside the map.

const LISTED = 40;
const TOPICS = 8;
const WAITED = 150; // milliseconds after the last letter of a search

async function openPage() {
  const root = document.querySelector(".tm-panel");
  const [book, raw] = await Promise.all([loadFile("book"), loadFile("scene")]);
  const panel = newPanel(document.querySelector(".tm-stage"));
  if (window.location.protocol === "about:") panel.tools.querySelector('[aria-label="Copy link"]').remove();
  const { view, ...linked } = window.location.hash.length > 1 ? readAddress() : book.start;
  const state = { topic: null, row: null, query: "", color: "topic", area: null };
  const page = { book, raw, root, panel, state, view, papers: null, index: null, journeys: 0 };
  panel.page = page;
  panel.send = (pick) => follow(page, pick);
  page.take = (next) => take(page, next);
  buildColors(page);
  buildTheme(page);
  listenToSearch(page);
  take(page, linked);
}

// A change of what is picked, searched or coloured; what the map does not have is left out.
async function take(page, { topic = null, row = null, query = "", color = null, area = null, go = null }) {
  const { book } = page;
  const known = topic !== null && topic >= -1 && topic < book.topics.length - 1;
  page.state = {
    topic: known ? topic : null,
    row: row !== null && row >= 0 && row < book.count ? row : null,
    query,
    color: book.colors.some(([name]) => name === color) ? color : "topic",
    area,
  };
  document.querySelector(".pg-color").value = page.state.color;
  const box = document.querySelector(".pg-search input");
  if (box.value.trim() !== query) box.value = query;
  const turn = (page.turn = {});
  if (query || row !== null || area) await loadPapers(page);
  if (page.turn !== turn) return;
  page.found = foundBy(page);
  sayFound(page);
  receive(page.panel, mapData(page, go));
  drawCard(page);
}

// A pick on the map or in a card.
function follow(page, pick) {
  const { state } = page;
  const next = { ...state, row: null, topic: null, area: null };
  if (pick.reset) Object.assign(next, { query: "" });
  else if (pick.paper !== undefined) {
    const home = page.panel.scene?.topic[pick.paper];
    Object.assign(next, { row: pick.paper, topic: state.topic === home ? state.topic : null });
    if (pick.show) next.go = { row: pick.paper, journey: (page.journeys += 1) };
  } else if (pick.topic !== undefined) {
    next.topic = pick.topic;
    if (pick.topic >= 0) next.go = { topic: pick.topic, journey: (page.journeys += 1) };
  } else if (pick.area) next.area = pick.area;
  move(page, next);
}

function move(page, next, way = "pushState") {
  take(page, next);
  changeAddress(page.panel, way);
}

async function loadPapers(page) {
  page.papers ??= await loadFile("papers");
  page.index ??= indexPapers(page.papers);
}

function foundBy(page) {
  const { query, area } = page.state;
  let rows = query ? findPapers(page.index, query) : null;
  if (area) {
    const inside = rowsInside(page, area);
    rows = rows ? rows.filter((row) => inside.has(row)) : [...inside];
  }
  return rows;
}

function rowsInside({ panel }, area) {
  const { x, y } = panel.scene;
  const corners = area.flatMap((value, at) => (at % 2 ? [] : [[value, area[at + 1]]]));
  const inside = new Set();
  for (let row = 0; row < x.length; row += 1) {
    let odd = false;
    corners.forEach(([x0, y0], at) => {
      const [x1, y1] = corners[(at + 1) % corners.length];
      if (y0 > y[row] !== y1 > y[row] && x[row] < x0 + ((y[row] - y0) * (x1 - x0)) / (y1 - y0)) odd = !odd;
    });
    if (odd) inside.add(row);
  }
  return inside;
}

function mapData(page, go) {
  const { book, state, found } = page;
  const { topic, row, area } = state;
  return {
    map: "page",
    stamp: "",
    made: "",
    papers: book.count,
    hits: found ? found.length : 0,
    shown: null,
    lit: found && packBits(found, book.count),
    picked: row !== null ? String(row) : topic !== null ? `topic:${topic}` : area ? "area" : "",
    topic,
    row,
    neighbors: row === null ? [] : neighborsOf(page, row).map(([other]) => other),
    glow: found !== null && Boolean(state.query),
    color: state.color,
    area,
    star: null,
    home: page.raw.home,
    view: page.view ?? null,
    go,
    scene: "scene",
    titles: "titles",
    plotly: "plotly",
  };
}

function packBits(rows, count) {
  const bytes = new Uint8Array(Math.ceil(count / 8));
  for (const row of rows) bytes[row >> 3] |= 1 << (row & 7);
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}

function neighborsOf({ papers }, row) {
  return papers.neighbors ? papers.neighbors[row] : [];
}

function drawCard(page) {
  const { root, book, state, found } = page;
  const pen = { dark: isDark(root), send: page.panel.send };
  const mark = JSON.stringify([state.row, state.topic, state.query, state.area]);
  let card = null;
  if (state.row !== null) card = paperCard(pen, paperOf(page, state.row));
  else if (state.topic !== null) card = topicCard(pen, book.topics[topicPlace(book, state.topic)]);
  else if (found) card = foundCard(pen, page);
  else card = summary(pen, book.summary);
  const held = root.contains(document.activeElement);
  root.replaceChildren(card);
  if (held) root.focus({ preventScroll: true });
  if (root.dataset.mark !== mark) root.scrollTop = 0;
  if (root.dataset.mark !== mark && root.getBoundingClientRect().top < 0) root.scrollIntoView();
  root.dataset.mark = mark;
}

// The card of the unassigned is the last one.
function topicPlace(book, topic) {
  return topic < 0 ? book.topics.length - 1 : topic;
}

function chipOf({ book }, topic) {
  return book.topics[topicPlace(book, topic)];
}

function paperOf(page, row) {
  const { papers } = page;
  const topic = papers.topic[row];
  const nearest = papers.nearest[row];
  return {
    paper: String(row),
    row,
    title: papers.title[row],
    ownTitle: !papers.untitled.includes(row),
    authors: papers.authors[row],
    moreAuthors: papers.moreAuthors.includes(row),
    abstract: papers.abstract ? papers.abstract[row] : papers.leftOut,
    facts: papers.facts[row],
    source: papers.source[row],
    url: papers.url[row],
    strength: papers.strength[row],
    topic: chipOf(page, topic),
    nearest: topic === nearest ? null : chipOf(page, nearest),
    neighbors: neighborsOf(page, row).map(([other, likeness]) => ({
      row: other,
      title: papers.title[other],
      likeness,
    })),
  };
}

// The papers that a search or a lasso found.
function foundCard(pen, page) {
  const { papers, found, book } = page;
  const counts = new Map();
  for (const row of found) counts.set(papers.topic[row], (counts.get(papers.topic[row]) ?? 0) + 1);
  const topics = [...counts].sort((one, other) => other[1] - one[1]);
  const most = topics.length ? topics[0][1] : 1;
  return make(
    "section",
    { class: "tp-card", "data-testid": "set-card" },
    closeButton({ send: () => pen.send({ reset: true }) }),
    make("h2", { text: countedPapers(found.length) }),
    found.length ? null : make("p", { class: "tp-quiet", text: "Search for other, fewer or shorter words." }),
    found.length ? heading("Their topics") : null,
    listOf(topics.slice(0, TOPICS).map(([topic, shown]) =>
      topicRow(pen, { ...chipOf({ book }, topic), shown }, most))),
    found.length ? heading("Papers") : null,
    ...listInParts(found, (row) => paperButton(pen, { row, title: papers.title[row] })),
  );
}

// A list that begins with a few rows, and a button for more of them.
function listInParts(rows, draw) {
  const list = listOf([]);
  const button = make("button", { type: "button", class: "tp-show", onclick: () => add() });
  const add = () => {
    const shown = list.children.length;
    const next = rows.slice(shown, shown + LISTED).map((row) => make("li", {}, draw(row)));
    list.append(...next);
    const left = rows.length - shown - next.length;
    button.textContent = `Show more (${left.toLocaleString("en")} left)`;
    if (shown) next[0].querySelector("button").focus({ preventScroll: true });
    if (!left) button.remove();
  };
  add();
  return rows.length > LISTED ? [list, button] : [list];
}

function sayFound({ book, found, state }) {
  const words = `${found?.length.toLocaleString("en")} of ${countedPapers(book.count)}`;
  document.querySelector(".pg-search p").textContent = state.query && found ? words : "";
}

function listenToSearch(page) {
  const box = document.querySelector(".pg-search input");
  let waiting = null;
  const search = () => {
    const query = box.value.trim();
    if (query === page.state.query) return;
    const { state } = page;
    const more = state.query && query && state.row === null && state.topic === null;
    move(page, { ...state, row: null, topic: null, area: null, query }, more ? "replaceState" : "pushState");
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, WAITED);
  });
  box.addEventListener("change", search);
}

function buildColors(page) {
  const menu = document.querySelector(".pg-color");
  menu.replaceChildren(...page.book.colors.map(([value, text]) => make("option", { value, text })));
  menu.addEventListener("change", () => move(page, { ...page.state, color: menu.value }));
}

function buildTheme(page) {
  const button = document.querySelector(".pg-theme");
  const dark = document.getElementById("tm-dark");
  const name = () => (button.textContent = isDark(page.root) ? "Light" : "Dark");
  const dress = () => {
    name();
    take(page, page.state);
  };
  button.addEventListener("click", () => {
    dark.media = isDark(page.root) ? "not all" : "all";
    dress();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
  name();
}

// In a browser that cannot read the page, it says so.
function sayFailed(error) {
  if (!(error instanceof Told)) console.error(error);
  const message = document.querySelector(".tm-message");
  message.textContent = error instanceof Told ? error.message : FAILED;
  message.hidden = false;
}

openPage().catch(sayFailed);
