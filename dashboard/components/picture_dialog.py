"""The dialog that saves what is on the screen as a picture, slides or a page."""

from functools import partial

import streamlit as st

from dashboard import access, state, store
from dashboard.components.messages import plain, warn
from dashboard.snapshot import Snapshot
from dashboard.store import OpenMap
from topicmap.errors import BadSettings
from topicmap.export.choices import Choices
from topicmap.export.picture_files import picture_file

_FORMATS = {
    "PNG": (".png", "image/png"),
    "SVG": (".svg", "image/svg+xml"),
    "PDF": (".pdf", "application/pdf"),
    "Page": (".html", "text/html"),
    "PowerPoint": (
        ".pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
}
_SHAPES = {
    "16:9": "Slide, 16:9",
    "4:3": "Slide, 4:3",
    "square": "Square",
    "a4": "A4 page",
    "a0": "A0 poster",
}
_LOOKS = {"light": "Light", "dark": "Dark", "print": "Print, on white"}
_NAMES = {"auto": "Where most fit", "over": "Over the map", "outside": "Beside the map"}
_PARTS = ("What is on the screen", "The whole map")
_PAGE = "One file that shows the map in a browser, to be explored without a network."
_WIDTHS = (5, 2)


@st.dialog("Download the map", width="large", icon=":material/download:")
def picture_dialog(opened: OpenMap, seen: Snapshot) -> None:
    """A preview of what is on the screen as a picture, choices, and the button that saves it."""
    access.keep_out()
    left, right = st.columns(_WIDTHS, gap="medium")
    with right:
        kind = st.segmented_control(
            "Format", list(_FORMATS), default="PNG", required=True, key="picture-format"
        )
        chosen = _choices(seen)
    light = seen.light
    with left:
        try:
            picture, notes = store.preview(opened, chosen, light, seen.mark)
        except BadSettings as error:
            warn(str(error))
            return
        st.image(picture, width="stretch", alt="Preview of the picture")
        if kind == "Page":
            st.caption(_PAGE)
        for note in notes:
            st.caption(plain(note))
    suffix, mime = _FORMATS[kind or "PNG"]
    make = partial(picture_file, opened.topic_map, opened.scene, chosen, suffix, light)
    with right:
        st.download_button(
            f"Download {suffix[1:].upper()}",
            data=access.while_viewer(lambda: make()[0], state.making()),
            file_name=f"{opened.name}-map{suffix}",
            mime=mime,
            on_click="ignore",
            type="primary",
            width="stretch",
            key="picture-download",
        )


def _choices(seen: Snapshot) -> Choices:
    """What the visitor chooses of the picture."""
    title = st.text_input("Title", seen.title, max_chars=300, key="picture-title")
    shape = st.selectbox(
        "Shape", list(_SHAPES), format_func=partial(_worded, _SHAPES), key="picture-shape"
    )
    look = st.selectbox(
        "Look",
        list(_LOOKS),
        index=list(_LOOKS).index(seen.theme),
        format_func=partial(_worded, _LOOKS),
        key="picture-look",
    )
    names = st.selectbox(
        "Names of topics", list(_NAMES), format_func=partial(_worded, _NAMES), key="picture-names"
    )
    whole = seen.box is None or st.radio("Part", _PARTS, key="picture-part") == _PARTS[1]
    provenance = st.checkbox("Say how it was made", value=True, key="picture-provenance")
    return Choices(
        preset=shape,
        theme=look,
        title=title,
        labels=names,
        color=seen.color,
        view=None if whole else seen.box,
        provenance=provenance,
    )


def _worded(words: dict[str, str], name: str) -> str:
    return words[name]
