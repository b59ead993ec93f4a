"""What the commands take: arguments and options, and the help on them."""

from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[list[Path] | None, typer.Argument(help="Files and folders with papers.")]
Columns = Annotated[
    str,
    typer.Option(help="Columns of tables with unusual names, such as title=Titel,abstract=Kurz."),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Pass over files that cannot be read.")]
KeepDuplicates = Annotated[
    bool, typer.Option("--keep-duplicates", help="Do not join records of the same paper.")
]
MapsFolder = Annotated[
    Path | None, typer.Argument(help="The folder of the maps; data/maps unless given.")
]
NewMap = Annotated[
    Path | None, typer.Option(help="The folder of the new map; data/maps/NAME unless given.")
]
EmbedderName = Annotated[
    str,
    typer.Option(
        help="How texts become vectors: auto, hybrid, distilled, minilm, lsa, "
        "sentence-transformers:NAME_OR_FOLDER, or openai:MODEL, which sends the titles and "
        "abstracts to the endpoint at OPENAI_BASE_URL."
    ),
]
ReadyVectors = Annotated[
    Path | None,
    typer.Option(help="Ready vectors, a row for each paper in order: a .npy file."),
]
Amount = Annotated[str, typer.Option(help="How many topics: few, auto, many, or a number.")]
StopWords = Annotated[
    Path | None, typer.Option(help="A text file: words that are in no keyword or label.")
]
Namer = Annotated[
    str, typer.Option(help="Address of a language model to ask for names; see the README.")
]
NamerModel = Annotated[str, typer.Option(help="The name of that model.")]
Stability = Annotated[
    int, typer.Option(min=0, help="Find the topics again with so many other seeds, to judge them.")
]
Map = Annotated[Path, typer.Argument(metavar="MAP", help="The folder of a finished map.")]
Preset = Annotated[str, typer.Option(help="Shape and size: 16:9, 4:3, square, a4 or a0.")]
Theme = Annotated[str, typer.Option(help="light, dark, print (light on white), or auto.")]
Title = Annotated[
    str | None, typer.Option(help='The title; the name of the map unless given, "" for none.')
]
Subtitle = Annotated[str | None, typer.Option(help='The line below the title, "" for none.')]
LabelsWhere = Annotated[
    str, typer.Option("--labels", help="Names over the map, outside with lines to it, or auto.")
]
Layer = Annotated[str, typer.Option(help="What is named: regions, topics, subtopics or auto.")]
Highlight = Annotated[
    str, typer.Option(help="What stands out: topic:NUMBER, search:WORDS or paper:ID.")
]
Color = Annotated[
    str, typer.Option(help="What colors stand for: topic, nearest, year, source, strength, …")
]
Dpi = Annotated[int | None, typer.Option(help="Pixels an inch; 144, a4 300, a0 150 unless given.")]
Provenance = Annotated[
    bool, typer.Option("--provenance/--no-provenance", help="A line on papers, date and settings.")
]
Outlines = Annotated[bool, typer.Option("--outlines", help="SVG: letters as shapes, not as text.")]
Font = Annotated[
    Path | None, typer.Option(help="A font file for letters that Source Sans 3 lacks.")
]
OfTopic = Annotated[
    int | None, typer.Option(help="Only the papers of this topic; -1 for those in none.")
]
Deck = Annotated[bool, typer.Option("--deck", help="A folder with a deck of slides and pictures.")]
ForTool = Annotated[
    str, typer.Option("--for", help="A folder for bertopic, embedding-atlas or vosviewer.")
]
Hosted = Annotated[bool, typer.Option("--hosted", help="For many visitors, who look only.")]
Address = Annotated[str, typer.Option(help="With --hosted: the address to listen on.")]
BasePath = Annotated[str, typer.Option(help="With --hosted: the path before all, such as /maps.")]
Hosts = Annotated[
    list[str] | None,
    typer.Option(help="With --hosted: a name under which visitors reach it; may be repeated."),
]
RolesFile = Annotated[
    Path | None, typer.Option(help="With --hosted: a file that says who may do what.")
]
Secrets = Annotated[
    Path | None, typer.Option(help="With --hosted: a file with the provider to sign in with.")
]
