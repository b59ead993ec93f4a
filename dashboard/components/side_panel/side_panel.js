// The panel draws the card that Python sends and tells what was picked on it.

const CARDS = {
  summary,
  set: setCard,
  topic: topicCard,
  paper: paperCard,
  topics: allTopics,
  comparison,
  figures,
  none: () => "",
};

let sent = 0;

export default function sidePanel({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".tm-panel");
  const panel = {
    dark: isDark(root),
    send: (pick) => {
      sent = Math.max(sent + 1, Date.now() * 1000);
      setStateValue("pick", { ...pick, at: sent, stamp: data.stamp });
    },
  };
  root.classList.toggle("tp-wide", Boolean(data.wide));
  const card = CARDS[data.card.kind](panel, data.card);
  const mark = JSON.stringify([data.card.kind, data.card.paper, data.card.topic]);
  const place = root.dataset.mark === mark ? root.scrollTop : 0;
  root.replaceChildren(card);
  root.dataset.mark = mark;
  root.scrollTop = place;
}
