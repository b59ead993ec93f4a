// Nothing is picked: what the map is about.

function summary(panel, card) {
  const largest = Math.max(...card.topics.map((topic) => topic.size), 1);
  const rows = card.topics.map((topic) => topicRow(panel, topic, largest));
  if (card.unassigned) {
    const rest = { topic: -1, label: "Unassigned", size: card.unassigned, colors: {} };
    rows.push(topicRow(panel, rest, largest));
  }
  return make(
    "section",
    { class: "tp-card", "data-testid": "summary-card", "aria-label": "Topics" },
    heading(card.topics.length ? "Topics by size" : "No topics: too few papers, or too different"),
    listOf(rows),
  );
}

function topicRow(panel, topic, largest) {
  return make(
    "button",
    {
      type: "button",
      class: "tp-row",
      "data-topic": topic.topic,
      onclick: () => panel.send({ topic: topic.topic }),
    },
    dot(panel, topic),
    make("span", { text: topic.label }),
    bar(topic.size / largest, tone(panel, topic, "point")),
    make("small", { text: topic.size.toLocaleString("en") }),
  );
}
