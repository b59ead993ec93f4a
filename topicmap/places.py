"""Where things lie on this computer."""

import os
from pathlib import Path

from platformdirs import user_cache_path

MAPS_FOLDER = Path("data") / "maps"


def seed_folder() -> Path:
    """The folder of the five seed documents: beside the code, or inside the installed package."""
    here = Path(__file__).parent
    packaged = here / "seeds"
    return packaged if packaged.is_dir() else here.parent / "data" / "seeds"


def maps_folder() -> Path:
    """The folder of the maps: ``TOPICMAP_MAPS``, or ``data/maps`` below the working folder."""
    return Path(os.environ.get("TOPICMAP_MAPS") or MAPS_FOLDER)


def map_name(source: str | Path) -> str:
    """The name of the map of a source: that of the file without suffix, or of the folder."""
    path = Path(source).resolve()
    if path.is_dir():
        name = path.name
    elif path.exists():
        name = path.name.removesuffix(".gz").removesuffix(".zip").rpartition(".")[0] or path.stem
    else:  # a pattern, or the standard input
        name = path.parent.name if path.name != "-" else ""
    return name.lstrip(".") or "papers"


def cache_folder() -> Path:
    """The folder of what can be made again: ``TOPICMAP_CACHE``, or the user's cache folder."""
    return Path(os.environ.get("TOPICMAP_CACHE") or user_cache_path("topicmap", appauthor=False))
