// Who signs in is led to the first page by the server, and from there back to where they were.

const LINK = "topicmap-link";

export default function leadBack({ data }) {
  const leave = (event) => {
    if (!event.target.closest?.(`.st-key-${data.button}`)) return;
    window.topicmapLeaves = true;
    window.sessionStorage.setItem(LINK, window.location.href);
  };
  window.addEventListener("click", leave, true);
  const link = window.topicmapLeaves ? null : window.sessionStorage.getItem(LINK);
  if (link) window.sessionStorage.removeItem(LINK);
  if (link && link !== window.location.href) window.location.replace(link);
  return () => window.removeEventListener("click", leave, true);
}
