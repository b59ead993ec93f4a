// The figures of a map's quality in groups, each with what it means.

function figures(panel, { groups }) {
  const parts = groups.map(({ title, figures: own }) =>
    make(
      "section",
      { class: "tp-card" },
      make("h2", { text: title }),
      ...own.map(({ name, value, share, words }) =>
        make(
          "div",
          { class: "tp-figure" },
          make("p", {}, make("span", { text: name }), make("strong", { text: value })),
          share === null ? null : bar(share, "var(--st-primary-color)"),
          make("p", { class: "tp-quiet", text: words }),
        ),
      ),
    ),
  );
  return make("div", { class: "tp-sides", "data-testid": "figures" }, ...parts);
}
