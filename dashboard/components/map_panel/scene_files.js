// The files of a map: its scene and titles.

async function fetchZipped(path) {
  const answer = await fetch(serverAddress(path));
  if (!answer.ok) throw new Told("The map could not be loaded.");
  const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

function loadFile(path) {
  memory.files[path] ??= persist(() => fetchZipped(path)).catch((error) => {
    delete memory.files[path];
    throw error;
  });
  return memory.files[path];
}
