// How papers spread over years, venues and sources; a mark says how all papers of the map do.

const SPREADS = { venues: "Venues", sources: "Sources" };

function spreadsOf(panel, spreads, color = "var(--st-primary-color)") {
  if (!spreads) return [];
  const parts = spreads.years.length ? [heading("Years"), yearBars(spreads.years, color)] : [];
  for (const [name, title] of Object.entries(SPREADS)) {
    if (spreads[name].length) parts.push(heading(title), shareRows(spreads[name], color));
  }
  return parts;
}

function yearBars(years, color) {
  const most = years.reduce((most, { inside, corpus }) => Math.max(most, inside, corpus), 1e-9);
  const bars = years.map(({ value, papers, inside, corpus }) =>
    make(
      "span",
      { title: `${value}: ${papers.toLocaleString("en")}, ${percent(inside)} (of all papers ${percent(corpus)})` },
      make("i", { style: `height:${(100 * inside) / most}%;background:${color}` }),
      make("b", { style: `bottom:${(100 * corpus) / most}%` }),
    ),
  );
  const [first, last] = [years[0].value, years.at(-1).value];
  const peak = years.reduce((best, year) => (year.inside > best.inside ? year : best));
  const words = `From ${first} to ${last}, most in ${peak.value} (${percent(peak.inside)})`;
  return make(
    "div",
    { class: "tp-years", role: "img", "aria-label": words },
    make("div", {}, ...bars),
    make("p", {}, make("small", { text: first }), make("small", { text: last })),
  );
}

function shareRows(rows, color) {
  const items = rows.map(({ value, papers, inside, corpus }) =>
    make(
      "li",
      { title: `${papers.toLocaleString("en")} papers; of all papers ${percent(corpus)}` },
      make("span", { text: value, dir: "auto" }),
      bar(inside, color, corpus),
      make("small", { text: percent(inside) }),
    ),
  );
  return make("ul", { class: "tp-keywords" }, ...items);
}

function percent(share) {
  const points = 100 * share;
  return `${points > 0 && points < 1 ? "<1" : Math.round(points)} %`;
}
