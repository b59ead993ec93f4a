"""Components whose files the browser fetches once, instead of with every change of their data."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import store
from topicmap.web import joined

_REMARK = re.compile(r"^\s*(//.*|/\*.*\*/)$")


def lean(code: str) -> str:
    """A script or style without indents and without lines that are remarks, as it travels."""
    lines = code.splitlines()
    return "\n".join(line.strip() for line in lines if line.strip() and not _REMARK.match(line))


_LOADER = lean(Path(__file__).with_name("loader.js").read_text("utf-8"))


class Scripted:
    """A component drawn by scripts and styled by a sheet.

    Parameters
    ----------
    name
        Of the component.
    scripts
        Files that are joined to one module, in this order.
    style
        A style sheet.
    html
        The elements that it begins with.
    """

    def __init__(self, name: str, scripts: Sequence[Path], style: Path, html: str):
        self._name = name
        self._script = joined(scripts)
        self._style = style.read_text("utf-8")
        self._mount = st.components.v2.component(
            f"topicmap.{name}", html=html, js=_LOADER, isolate_styles=False
        )

    def draw(self, key: str, data: dict[str, Any]) -> None:
        """Draw it; what is picked on it arrives in the session state under the key."""
        files = store.component_urls(self._name, self._script, self._style)
        self._mount(key=key, data={**data, **files}, on_pick_change=_taken_up_by_state)


def _taken_up_by_state() -> None:
    """Picks are read from the session state when the next run begins."""
