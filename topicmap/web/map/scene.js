// What never changes of a map, as it came, and ready to be drawn.

function unpack(text, Kind) {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return new Kind(bytes.buffer);
}

function unpackScene(raw) {
  raw.unpacked ??= {
    ...raw,
    x: unpack(raw.x, Float32Array),
    y: unpack(raw.y, Float32Array),
    topic: unpack(raw.topic, Int16Array),
    nearest: topicOrNearest(raw),
    strength: unpack(raw.strength, Uint8Array),
    year: unpack(raw.year, Int16Array),
    kinds: Object.fromEntries(Object.entries(raw.kinds).map(([column, { names, codes }]) =>
      [column, { names, codes: unpack(codes, Int8Array) }])),
  };
  return raw.unpacked;
}

// The topic of each paper, or for one in none the nearest.
function topicOrNearest(raw) {
  const nearest = unpack(raw.topic, Int16Array);
  const [rows, topics] = raw.nearest;
  rows.forEach((row, at) => { nearest[row] = topics[at]; });
  return nearest;
}

// One bit a paper; null means all of them.
function unpackBits(text) {
  if (text === null) return () => true;
  const bytes = unpack(text, Uint8Array);
  return (row) => ((bytes[row >> 3] >> (row & 7)) & 1) === 1;
}
