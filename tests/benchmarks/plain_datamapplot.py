"""DataMapPlot's static plot of a map with its defaults, and what is to be counted of its names.

To be run by a Python of its own that has datamapplot.

    python plain_datamapplot.py PLACES.npz PICTURE.png [WIDTH HEIGHT]    (JSON on stdout)

PLACES has ``x``, ``y`` and ``label`` of every paper; papers in no topic have the label
"Unlabelled". Width and height are inches; without them it is as large as it likes.
"""

import json
import sys
import warnings

import matplotlib
import numpy as np

matplotlib.use("Agg")
warnings.filterwarnings("ignore")

DPI = 100


def main(places: str, picture: str, *size: str) -> None:
    """Print the boxes of the names, the lines to them, and their sizes, in points from below."""
    import datamapplot
    from matplotlib.colors import to_hex
    from matplotlib.text import Text

    given = np.load(places)
    points = np.column_stack([given["x"], given["y"]])
    chosen = {"figsize": tuple(map(float, size))} if size else {}
    figure, axes = datamapplot.create_plot(points, given["label"], dpi=DPI, **chosen)
    figure.savefig(picture, dpi=DPI)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    scale = 72 / figure.dpi
    names = []
    for text in axes.texts:
        box = Text.get_window_extent(text, renderer)
        arrow = getattr(text, "arrow_patch", None)
        path = arrow.get_path() if arrow is not None else None
        line = (
            arrow.get_transform().transform(path.vertices) if path is not None else np.empty((0, 2))
        )
        names.append({
            "text": text.get_text(),
            "size": float(text.get_fontsize()),
            "color": to_hex(text.get_color()),
            "box": [float(edge * scale) for edge in (box.x0, box.y0, box.x1, box.y1)],
            "line": (line * scale).tolist(),
        })  # fmt: skip
    wide, high = figure.get_size_inches().tolist()
    json.dump({"names": names, "width": wide * 72, "height": high * 72}, sys.stdout)


main(*sys.argv[1:])
