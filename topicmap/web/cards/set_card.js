// Papers that a search, a filter or an area leaves: what sets them apart from the others.

const FAR = "This text is unlike most papers here: take its place for a guess.";
const SHARES = "How many of them have a phrase; the mark shows how many of the others.";

function setCard(panel, card) {
  const most = card.topics.reduce((most, topic) => Math.max(most, topic.shown), 1);
  return make(
    "section",
    { class: "tp-card", "data-testid": "set-card" },
    card.closable ? closeButton(panel) : null,
    make("h2", { text: card.title }),
    ...(card.far === undefined ? [] : textPlace(panel, card)),
    heading("What sets them apart"),
    ...(card.phrases.length
      ? [make("p", { class: "tp-quiet", text: SHARES }), phraseRows(panel, card.phrases)]
      : [make("p", { class: "tp-quiet", text: card.missing })]),
    ...(card.far === undefined ? typicalPapers(panel, card) : []),
    heading("Their topics"),
    listOf(card.topics.map((topic) => topicRow(panel, topic, most))),
    ...spreadsOf(panel, card.spreads),
  );
}

function typicalPapers(panel, { examples }) {
  if (!examples.length) return [];
  return [heading("Typical papers"), listOf(examples.map((paper) => paperButton(panel, paper)))];
}

// Where a text that was searched for by its meaning belongs, and the papers nearest to it.
function textPlace(panel, { far, place, examples }) {
  const line = make("p", { class: "tp-topic" });
  if (place) line.append(make("span", { text: "The star lies in" }), topicButton(panel, place));
  return [
    far ? make("p", { class: "tp-quiet", text: FAR }) : place ? line : null,
    listOf(examples.map((paper) => paperButton(panel, paper, paper.likeness.toFixed(2)))),
  ];
}

// Phrases with the share of these papers that have them, and of the others.
function phraseRows(panel, phrases, color = "var(--st-primary-color)") {
  const rows = phrases.map(({ word, inside, outside }) =>
    make(
      "li",
      { title: `${percent(inside)} of these papers, ${percent(outside)} of the others` },
      make("span", { text: word }),
      bar(inside, color, outside),
      make("small", { text: percent(inside) }),
    ),
  );
  return make("ul", { class: "tp-keywords" }, ...rows);
}
