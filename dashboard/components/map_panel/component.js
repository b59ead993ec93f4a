// The map panel as a component: Python sends what is shown, found and picked.

function moreTools(panel) {
  return [["Save picture", "Save picture", () => askForPicture(panel), ALWAYS]];
}

function askForPicture(panel) {
  panel.send({ picture: [...panel.box], theme: readTheme(panel.stage) });
}

let sent = 0;

export default function mapPanel({ data, parentElement, setStateValue }) {
  const stage = parentElement.querySelector(".tm-stage");
  const panel = (stage.topicmapPanel ??= newPanel(stage));
  panel.send = (pick) => {
    sent = Math.max(sent + 1, Date.now() * 1000);
    setStateValue("pick", { ...pick, at: sent, stamp: data.stamp });
  };
  receive(panel, data);
  if (data.ask && data.ask !== memory.asked) {
    memory.asked = data.ask;
    askForPicture(panel);
  }
  // Streamlit also calls this when newer data overtakes a run, with the element still in place.
  return () => setTimeout(() => stage.isConnected || close(panel));
}
