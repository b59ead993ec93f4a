// What Streamlit sends with every change of the data is only this: it has the browser fetch the
// component's own script and style, files of the server, once.

const fetched = (window.topicmapFetched ??= {});
const TRIES = 4;

// The page may lie under any path; Streamlit's own script tells where the server is.
function addressOf(path) {
  const own = document.querySelector('script[src*="static/js/"]');
  const root = own ? own.src.replace(/static\/js\/.*$/, "") : new URL("/", document.baseURI).href;
  return new URL(path.replace(/^\//, ""), root).href;
}

function addStyle(address) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: address, onload: resolve, onerror: reject });
    document.head.appendChild(link);
  });
}

// A script that failed once is not asked for again under the same address.
async function persist(attempt) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt(tried > 1 ? `?${tried}` : "");
    } catch (error) {
      if (tried === TRIES) throw error;
      await new Promise((resume) => setTimeout(resume, 250 * tried));
    }
  }
}

function once(path, attempt) {
  fetched[path] ??= persist((mark) => attempt(addressOf(path) + mark)).catch((error) => {
    delete fetched[path];
    throw error;
  });
  return fetched[path];
}

async function drawn(component) {
  const { script, style } = component.data;
  const asked = [once(script, (address) => import(address)), once(style, addStyle)];
  const [module] = await Promise.all(asked);
  return module.default(component);
}

function complain(component) {
  const words = document.createElement("p");
  words.setAttribute("role", "alert");
  words.textContent = "This part of the page could not be loaded; load the page again.";
  component.parentElement.replaceChildren(words);
}

export default function load(component) {
  const drawing = drawn(component).catch((error) => {
    console.error(error);
    complain(component);
  });
  return () => drawing.then((undo) => undo?.());
}
