// A topic is picked: its keywords with weights and the papers nearest its heart.

function topicCard(panel, card, closable = true) {
  return make(
    "section",
    { class: "tp-card", "data-testid": "topic-card", "data-topic": card.topic },
    closable ? closeButton(panel) : null,
    make("h2", { text: card.label, style: `color:${tone(panel, card, "label")}` }),
    make("p", { class: "tp-quiet", text: topicSize(card) }),
    card.naming ? make("p", { class: "tp-quiet tp-naming", text: card.naming }) : null,
    card.keywords.length ? heading("Keywords") : null,
    card.keywords.length ? keywordBars(panel, card) : null,
    card.examples.length ? heading("Typical papers") : null,
    card.examples.length ? listOf(card.examples.map((paper) => paperButton(panel, paper))) : null,
    closable ? null : showOnMap(panel, card.label, { topic: card.topic }),
  );
}

function topicSize(card) {
  return card.topic < 0
    ? `${card.count} that belong to no topic; each says which one is nearest.`
    : card.count;
}

function keywordBars(panel, card) {
  const color = tone(panel, card, "point");
  const rows = card.keywords.map(({ word, weight, value }) =>
    make(
      "li",
      {},
      make("span", { text: word }),
      bar(weight, color),
      make("small", { text: value.toFixed(2) }),
    ),
  );
  return make("ul", { class: "tp-keywords" }, ...rows);
}

// The screen "Topics": all cards.
function allTopics(panel, card) {
  return make("div", { class: "tp-all" }, ...card.cards.map((one) => topicCard(panel, one, false)));
}
