// Nothing is picked: what the map is about.

function summary(panel, card) {
  const largest = card.topics.reduce((most, topic) => Math.max(most, topic.size), 1);
  const rows = card.topics.map((topic) => topicRow(panel, topic, largest));
  return make(
    "section",
    { class: "tp-card", "data-testid": "summary-card", "aria-label": "Topics" },
    card.area ? closeButton(panel) : null,
    card.area ? make("h2", { text: card.area }) : null,
    heading(card.area ? "Their topics" : card.topics.some(({ topic }) => topic >= 0) ? "Topics by size" : "No topics: too few papers, or too different"),
    listOf(rows),
  );
}

function topicRow(panel, topic, largest) {
  return make(
    "button",
    {
      type: "button",
      class: topic.shown ? "tp-row" : "tp-row tp-none",
      "data-topic": topic.topic,
      onclick: () => panel.send({ topic: topic.topic }),
    },
    dot(panel, topic),
    make("span", { text: topic.label }),
    bar(topic.shown / largest, tone(panel, topic, "point")),
    make("small", { text: shownOfSize(topic) }),
  );
}

function shownOfSize({ shown, size }) {
  const all = size.toLocaleString("en");
  return shown === size ? all : `${shown.toLocaleString("en")} of ${all}`;
}
