// A topic is picked: its keywords with weights, the papers nearest its heart, and what else there
// is to say of it.

function topicCard(panel, card, closable = true) {
  const color = tone(panel, card, "point");
  return make(
    "section",
    { class: "tp-card", "data-testid": "topic-card", "data-topic": card.topic },
    closable ? closeButton(panel) : null,
    make("h2", { text: card.label, style: `color:${tone(panel, card, "ink")}` }),
    make("p", { class: "tp-quiet", text: topicSize(card) }),
    card.naming ? make("p", { class: "tp-quiet tp-naming", text: card.naming }) : null,
    card.keywords.length ? heading("Keywords") : null,
    card.keywords.length ? keywordBars(panel, card) : null,
    card.examples.length ? heading("Typical papers") : null,
    card.examples.length ? listOf(card.examples.map((paper) => paperButton(panel, paper))) : null,
    ...borderline(panel, card),
    ...nearestTopics(panel, card),
    ...partsOf(card),
    ...spreadsOf(panel, card.spreads, color),
    card.more || !closable ? showOnMap(panel, card.label, { topic: card.topic }) : null,
  );
}

function topicSize(card) {
  if (card.topic < 0) return `${card.count} that belong to no topic; each says which one is nearest.`;
  return card.region ? `${card.count} · in ${card.region}` : card.count;
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

function borderline(panel, { borderline: papers }) {
  if (!papers?.length) return [];
  const rows = papers.map((paper) =>
    make("div", {}, paperButton(panel, paper), make("p", { class: "tp-quiet tp-note", text: paper.note })),
  );
  return [heading("At its border"), listOf(rows)];
}

function nearestTopics(panel, { near }) {
  if (!near?.length) return [];
  const rows = near.map((topic) =>
    make(
      "button",
      { type: "button", class: "tp-line", onclick: () => panel.send({ topic: topic.topic }) },
      make("span", {}, dot(panel, topic), make("span", { text: ` ${topic.label}` })),
      make("small", { text: topic.likeness.toFixed(2) }),
    ),
  );
  return [heading("Nearest topics"), listOf(rows)];
}

function partsOf({ parts }) {
  if (!parts?.length) return [];
  return [heading("Its parts"), partList(parts)];
}

function partList(parts) {
  const rows = parts.map(({ label, size }) =>
    make("p", { class: "tp-part" }, make("span", { text: label }), make("small", { text: size.toLocaleString("en") })),
  );
  return listOf(rows);
}

// The screen "Topics": all cards, by region.
function allTopics(panel, { groups }) {
  const parts = groups.map(({ label, cards }) =>
    make(
      "div",
      {},
      label ? make("h2", { class: "tp-region", text: label }) : null,
      make("div", { class: "tp-all" }, ...cards.map((one) => topicCard(panel, one, false))),
    ),
  );
  return make("div", {}, ...parts);
}
