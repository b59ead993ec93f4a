// A paper is picked: all that is known of it, and what else is like it.

const MANY_AUTHORS = 14;
const HIDDEN = "A filter hides this paper on the map.";

function paperCard(panel, card) {
  return make(
    "article",
    { class: "tp-card", "data-testid": "paper-card", "data-paper": card.paper },
    closeButton(panel),
    card.hidden ? make("p", { class: "tp-quiet", text: HIDDEN }) : null,
    make("h2", { text: card.title, dir: "auto", class: card.ownTitle ? null : "tp-untitled" }),
    card.ownTitle ? null : make("p", { class: "tp-quiet", text: "No title; these are its first words." }),
    authorLine(card),
    card.facts.length ? make("p", { class: "tp-quiet", text: card.facts.join(" · "), dir: "auto" }) : null,
    topicLine(panel, card),
    card.abstract
      ? make("p", { class: "tp-abstract", text: card.abstract, dir: "auto" })
      : make("p", { class: "tp-quiet", text: "No abstract; placed on the map by its title." }),
    linkLine(panel, card),
    card.neighbors.length ? heading("Most like it") : null,
    listOf(card.neighbors.map((paper) => paperButton(panel, paper, paper.likeness.toFixed(2)))),
    card.source ? make("p", { class: "tp-quiet tp-source", text: card.source }) : null,
  );
}

function authorLine(card) {
  if (!card.authors.length) return null;
  const end = card.moreAuthors ? " et al." : "";
  const all = card.authors.join(", ") + end;
  if (card.authors.length <= MANY_AUTHORS) return make("p", { class: "tp-authors", text: all, dir: "auto" });
  const first = `${card.authors.slice(0, 6).join(", ")} and ${card.authors.length - 6} more`;
  return make(
    "details",
    { class: "tp-authors" },
    make("summary", { text: first, dir: "auto" }),
    make("span", { text: all, dir: "auto" }),
  );
}

function topicLine(panel, card) {
  const topic = card.nearest ?? card.topic;
  const line = make("p", { class: "tp-topic" });
  if (card.nearest) line.append(make("span", { text: "Unassigned, nearest " }));
  line.append(
    topicButton(panel, topic),
    bar(card.strength, tone(panel, topic, "point")),
    make("small", { text: `strength ${card.strength.toFixed(2)}` }),
  );
  return line;
}

function linkLine(panel, card) {
  const link = { href: card.url, target: "_blank", rel: "noopener noreferrer", text: "Open the paper" };
  return make(
    "p",
    { class: "tp-ways" },
    card.url ? make("a", link) : null,
    showOnMap(panel, card.title, { paper: card.row }),
  );
}
