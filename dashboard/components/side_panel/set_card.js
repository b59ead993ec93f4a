// Papers that a search, a filter or an area leaves: what sets them apart from the others.

const SHARES = "How many of them have a phrase; the mark shows how many of the others.";

function setCard(panel, card) {
  const most = card.topics.reduce((most, topic) => Math.max(most, topic.shown), 1);
  return make(
    "section",
    { class: "tp-card", "data-testid": "set-card" },
    card.closable ? closeButton(panel) : null,
    make("h2", { text: card.title }),
    heading("What sets them apart"),
    ...(card.phrases.length
      ? [make("p", { class: "tp-quiet", text: SHARES }), phraseRows(panel, card.phrases)]
      : [make("p", { class: "tp-quiet", text: card.missing })]),
    card.examples.length ? heading("Typical papers") : null,
    listOf(card.examples.map((paper) => paperButton(panel, paper))),
    heading("Their topics"),
    listOf(card.topics.map((topic) => topicRow(panel, topic, most))),
    ...spreadsOf(panel, card.spreads),
  );
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
