// Two topics side by side.

const FEW_PAPERS = "No phrase is clearly more frequent here: the papers are few. Its keywords are:";

function comparison(panel, { sides, likeness, shared }) {
  const words = [
    `Likeness of their papers ${likeness.toFixed(2).replace("-", "−")} (1 is the same)`,
    shared.length ? `keywords of both: ${shared.join(", ")}` : "no keyword of both",
  ];
  return make(
    "section",
    { "data-testid": "comparison" },
    make("p", { class: "tp-quiet", text: words.join(" · ") }),
    make("div", { class: "tp-sides" }, ...sides.map((side, at) => sideOf(panel, side, sides[1 - at]))),
  );
}

function sideOf(panel, side, other) {
  const color = tone(panel, side, "point");
  return make(
    "div",
    { class: "tp-card" },
    make("h2", { text: side.label, style: `color:${tone(panel, side, "ink")}` }),
    make("p", { class: "tp-quiet", text: side.count }),
    heading(`More than in ${other.label}`),
    ...(side.phrases.length
      ? [phraseRows(panel, side.phrases, color)]
      : [make("p", { class: "tp-quiet", text: FEW_PAPERS }), keywordBars(panel, side)]),
    heading("Typical papers"),
    listOf(side.examples.map((paper) => paperButton(panel, paper))),
    ...spreadsOf(panel, side.spreads, color),
  );
}
