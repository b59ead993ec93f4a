// Words → the papers that contain them, by the same rules as the dashboard's search.

const LETTERS = { ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", ð: "d", ß: "ss", ς: "σ" };
const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]/gu;
const LONE = /^ ?[a-z0-9]? ?$/u; // one letter finds nearly everything

function plainWords(text) {
  const plain = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
  return plain.replace(/[øłđæœıðßς]/gu, (letter) => LETTERS[letter]).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function indexPapers(papers) {
  return papers.title.map((title, row) =>
    ` ${plainWords([title, papers.authors[row].join(" "), papers.abstract?.[row] ?? ""].join(" "))} `,
  );
}

function needlesOf(query) {
  const needles = [];
  for (const [, phrase, word] of query.matchAll(/"([^"]*)"?|([^\s"]+)/gu)) {
    const words = plainWords(phrase ?? word);
    if (words) needles.push(phrase === undefined ? ` ${words}` : ` ${words} `);
  }
  return LONE.test(needles.join("")) ? [] : needles;
}

// The rows of the papers with every word and phrase of the query; null for no query.
function findPapers(index, query) {
  const needles = needlesOf(query);
  if (!needles.length) return null;
  const rows = [];
  index.forEach((line, row) => {
    if (needles.every((needle) => line.includes(needle))) rows.push(row);
  });
  return rows;
}
