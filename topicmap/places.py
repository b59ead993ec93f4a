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


def cache_folder() -> Path:
    """The folder of what can be made again: ``TOPICMAP_CACHE``, or the user's cache folder."""
    return Path(os.environ.get("TOPICMAP_CACHE") or user_cache_path("topicmap", appauthor=False))
