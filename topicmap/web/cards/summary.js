// Nothing is picked: what the map is about, its topics by region.

const NO_TOPICS = "No topics: too few papers, or too different";

function summary(panel, card) {
  const topics = card.groups.flatMap((group) => group.topics);
  const largest = topics.reduce((most, topic) => Math.max(most, topic.size), 1);
  const known = topics.some(({ topic }) => topic >= 0);
  return make(
    "section",
    { class: "tp-card", "data-testid": "summary-card" },
    make("h2", { class: "tp-unseen", text: "Topics" }),
    card.note ? make("p", { class: "tp-notice", role: "status", text: card.note }) : null,
    known ? null : heading(NO_TOPICS),
    ...card.groups.map((group) =>
      make(
        "div",
        { class: "tp-group" },
        group.label ? make("h3", { class: "tp-region", text: group.label }) : null,
        listOf(group.topics.map((topic) => topicBranch(panel, topic, largest))),
      ),
    ),
  );
}

// A topic, and below it its parts where there are several to be shown.
function topicBranch(panel, topic, largest) {
  const row = topicRow(panel, topic, largest);
  return topic.parts?.length ? [row, partList(topic.parts)] : [row];
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
