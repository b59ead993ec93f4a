"""A font put into a file for browsers, as a style rule."""

import base64
import io

from fontTools.ttLib import TTFont

from topicmap.export.shapes import WEIGHTS

CSS_WEIGHTS = dict(zip(WEIGHTS, (400, 600), strict=True))


def font_face(font: TTFont, family: str, weight: str) -> str:
    """A style rule that holds the font, as WOFF."""
    font.flavor = "woff"
    stream = io.BytesIO()
    font.save(stream)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    source = f"url(data:font/woff;base64,{data}) format('woff')"
    return f"@font-face{{font-family:'{family}';font-weight:{CSS_WEIGHTS[weight]};src:{source}}}"
