"""The map and its cards for a browser, without any server: joined scripts and styles.

What holds them calls ``receive(panel, data)``, gives the panel ``send(pick)``, and brings along
``memory``, ``Told``, ``loadFile``, ``loadPlotly``, ``moreTools`` and what keeps the address.
"""

from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).parent


def _scripts(folder: str, names: str) -> tuple[Path, ...]:
    return tuple(_HERE / folder / f"{name}.js" for name in names.split())


MAP = _scripts("map", "scene box points labels canvas legend pointer fingers lasso keyboard panel")
CARDS = _scripts(
    "cards", "elements spreads summary set_card topic_card comparison figures paper_card"
)
MAP_STYLE = _HERE / "map" / "map.css"
CARDS_STYLE = _HERE / "cards" / "cards.css"
MAP_HTML = (_HERE / "map" / "map.html").read_text("utf-8")


def joined(files: Sequence[Path]) -> str:
    """The text of some files, one after the other."""
    return "\n".join(file.read_text("utf-8") for file in files)
