"""A folder to take away: a deck, or what another tool opens."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from topicmap.errors import BadPapers, BadSettings
from topicmap.export.choices import Choices
from topicmap.swap import clear_leftovers, new_folder, put_in_place
from topicmap.topic_map import TopicMap

DECK = "deck"
TOOLS = {
    "bertopic": "topicmap.export.bertopic_folder",
    "embedding-atlas": "topicmap.export.embedding_atlas",
    "vosviewer": "topicmap.export.vosviewer",
}


def export_folder(
    topic_map: TopicMap, folder: Path, tool: str, choices: Choices
) -> tuple[str, ...]:
    """Notes on a folder that now holds a deck, or without one what a tool opens.

    It is written beside its place and put there in one step; an existing folder is replaced only
    where it holds nothing else than such an export.

    Raises
    ------
    BadSettings
        There is no such tool, or the folder holds something else.
    BadPapers
        The folder cannot be written there.
    """
    if tool and tool not in TOOLS:
        raise BadSettings(f"There is no export for {tool!r}; choose one of {', '.join(TOOLS)}.")
    module = import_module(TOOLS[tool] if tool else "topicmap.export.deck")
    _check_free(folder, module)
    try:
        clear_leftovers(folder, module.FILES)
        with new_folder(folder) as fresh:
            notes: tuple[str, ...] = (
                module.write(topic_map, fresh) if tool else module.write(topic_map, fresh, choices)
            )
            put_in_place(fresh, folder)
    except OSError as error:
        raise BadPapers(
            f"{folder} cannot be written ({error.strerror}); choose another folder."
        ) from error
    return notes


def _check_free(folder: Path, module: ModuleType) -> None:
    if not folder.exists():
        return
    inside = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {folder.name}
    if strange := sorted(inside - module.FILES):
        raise BadSettings(
            f"{folder} holds {strange[0]!r}, which is no part of such an export and would be lost; "
            "choose another folder, or move it away."
        )
