"""The command line: read · build · score · trends · export · dashboard · list. No logic here."""

import io
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from topicmap.console import shown
from topicmap.errors import BadSettings, TopicMapError
from topicmap.hosting import LOOPBACK, Hosting
from topicmap.options import (
    Address,
    Amount,
    BasePath,
    Color,
    Columns,
    Deck,
    Dpi,
    EmbedderName,
    Font,
    ForTool,
    Highlight,
    Hosted,
    Hosts,
    KeepDuplicates,
    LabelsWhere,
    Layer,
    Map,
    MapsFolder,
    Namer,
    NamerModel,
    NewMap,
    OfTopic,
    Outlines,
    Preset,
    Provenance,
    ReadyVectors,
    RolesFile,
    Secrets,
    SkipBad,
    Sources,
    Stability,
    StopWords,
    Subtitle,
    Theme,
    Title,
)
from topicmap.places import map_name, maps_folder, seed_folder

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn a pile of research abstracts into an interactive map of its topics.",
)

INTERRUPTED = 130  # the exit status, which Typer gives too
STOPPED = "Stopped. Nothing is half written."
UsageError: Any = typer.BadParameter.__base__  # Typer has no public name for it


@app.command()
def read(
    sources: Annotated[list[Path], typer.Argument(help="Files and folders with papers.")],
    to: Annotated[
        Path | None,
        typer.Option(help="Write the papers to this file, in the format of its suffix."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write what was found in each file to this .json file.")
    ] = None,
    columns: Columns = "",
    skip_bad: SkipBad = False,
    keep_duplicates: KeepDuplicates = False,
) -> None:
    """Read papers and show or write them as one table."""
    from topicmap.account import print_files, print_papers, write_report
    from topicmap.readers import parse_columns, read_sources
    from topicmap.writers import check_writable, write_papers

    if to:
        check_writable(to, [*sources, *([report] if report else [])])
    reading = read_sources(sources, parse_columns(columns), skip_bad, keep_duplicates)
    if report:
        write_report(reading, report)
    if to:
        write_papers(reading.papers, to)
    else:
        print_papers(reading.papers)
    print_files(reading, sys.stdout if to else sys.stderr)


@app.command()
def build(
    sources: Sources = None,
    to: NewMap = None,
    embedder: EmbedderName = "auto",
    vectors: ReadyVectors = None,
    seed: Annotated[int, typer.Option(help="Seed of every random step.")] = 0,
    topics: Amount = "auto",
    stop_words: StopWords = None,
    namer: Namer = "",
    namer_model: NamerModel = "",
    stability: Stability = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
    columns: Columns = "",
    skip_bad: SkipBad = False,
    keep_duplicates: KeepDuplicates = False,
    progress: Annotated[str, typer.Option(hidden=True)] = "auto",
) -> None:
    """Build a map of the papers; of the five seed documents when no source is given."""
    from topicmap.language_model import language_model
    from topicmap.settings import MapSettings, read_stop_words

    amount, told = int(topics) if topics.isdecimal() else topics, ""
    stop = read_stop_words(stop_words) if stop_words else ()
    settings = MapSettings(embedder=embedder, seed=seed, topics=amount, stop_words=stop)
    model = language_model(namer, namer_model)
    given = sources or [seed_folder()]
    target = to or maps_folder() / map_name(given[0])
    with shown("none" if quiet else progress) as report:
        from topicmap.bundle import check_free, save_map
        from topicmap.embedders import chosen
        from topicmap.embedders.given import read_vectors
        from topicmap.readers import parse_columns, read_sources

        ready = read_vectors(vectors) if vectors else None
        chosen(embedder, 0, ready)  # a contradiction is told before anything is read
        check_free(target, sources or ())
        replaced = target.exists()
        reading = read_sources(given, parse_columns(columns), skip_bad, keep_duplicates)
        from topicmap.build import build_map  # heavy: only when there is something to build

        topic_map = build_map(reading.papers, settings, report, ready, stability)
        if model:
            from topicmap.namer import name_by_model

            topic_map, told = name_by_model(topic_map, model, report)
        save_map(topic_map, target)
    if not quiet:
        from topicmap.account import print_map, print_warnings

        print_warnings(reading, sys.stderr)
        if told:
            print(told, file=sys.stderr)
        print_map(reading, topic_map, target, replaced)


@app.command()
def score(
    folder: Map,
    areas: Annotated[
        Path | None,
        typer.Option(help="A table with id and area: how a person files the papers."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how good the topics and the picture of a map are."""
    from topicmap.account import print_scores
    from topicmap.bundle import load_map
    from topicmap.scores import read_areas, scores

    filed = read_areas(areas) if areas else None
    print_scores(scores(load_map(folder), filed), as_json)


@app.command()
def trends(
    folder: Map,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell which topics rise and which fade, where the papers have years."""
    from topicmap.account import print_trends
    from topicmap.bundle import load_map

    print_trends(load_map(folder), as_json)


@app.command()
def export(
    folder: Map,
    to: Annotated[
        Path, typer.Option(help="The new file, in the format of its suffix, or the new folder.")
    ],
    preset: Preset = "16:9",
    theme: Theme = "auto",
    title: Title = None,
    subtitle: Subtitle = None,
    labels: LabelsWhere = "auto",
    layer: Layer = "auto",
    highlight: Highlight = "",
    color: Color = "topic",
    dpi: Dpi = None,
    provenance: Provenance = True,
    outlines: Outlines = False,
    font: Font = None,
    topic: OfTopic = None,
    deck: Deck = False,
    for_tool: ForTool = "",
) -> None:
    """Write a picture, slides or a page of a map, its papers, or a folder for another tool."""
    from topicmap.account import print_exported
    from topicmap.bundle import load_map
    from topicmap.export import export_map
    from topicmap.wording import map_title

    looks = {
        "preset": preset, "theme": theme, "subtitle": subtitle, "labels": labels, "layer": layer,
        "highlight": highlight, "color": color, "dpi": dpi, "provenance": provenance,
        "outlines": outlines, "font": font,
    }  # fmt: skip
    looks["title"] = map_title(folder.absolute().name) if title is None else title
    topic_map = load_map(folder)
    print_exported(export_map(topic_map, to, topic=topic, deck=deck, tool=for_tool, **looks))


@app.command()
def dashboard(
    folder: MapsFolder = None,
    port: Annotated[int | None, typer.Option(help="The port, 8501 or the next free one.")] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open the browser.")] = False,
    hosted: Hosted = False,
    address: Address = LOOPBACK,
    base_path: BasePath = "",
    host: Hosts = None,
    roles: RolesFile = None,
    secrets: Secrets = None,
) -> None:
    """Open the dashboard on this computer; builds the map of the seeds when there is none."""
    from topicmap.serve import serve

    hosting = Hosting(hosted, address, base_path, tuple(host or ()), roles, secrets)
    raise typer.Exit(serve(folder or maps_folder(), port, headless, hosting))


@app.command(name="list")
def list_(folder: MapsFolder = None) -> None:
    """List the maps in a folder."""
    from topicmap.account import print_maps
    from topicmap.bundle import list_maps

    if folder and not folder.is_dir():
        raise BadSettings(f"There is no folder {folder}; name one that holds maps.")
    print_maps(folder or maps_folder(), list_maps(folder or maps_folder(), thorough=True))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 only if it worked."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(_run(arguments))


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(arguments: list[str] | None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        command = typer.main.get_command(app)
        given = arguments or ["--help"]
        status = command.main(given, prog_name="topicmap", standalone_mode=False) or 0
        return _fail(STOPPED, status) if status == INTERRUPTED else status
    except TopicMapError as error:
        return _fail(str(error))
    except UsageError as error:
        path = error.ctx.command_path if error.ctx else "topicmap"
        return _fail(f"{error.format_message().rstrip('.')}. See {path} --help.", 2)
    except typer.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _fail(STOPPED, INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return _fail(f"{what}. Choose another file or folder, or mend this one.")
    except ModuleNotFoundError as error:
        return _fail(f"{error.name} is missing. To read and build, install requirements.lock.")
    except Exception as error:
        if os.environ.get("TOPICMAP_DEBUG"):
            raise
        return _fail(
            f"topicmap met something unforeseen, {type(error).__name__}: {error}. "
            "Nothing is half written; TOPICMAP_DEBUG=1 shows where it happened."
        )


def _fail(message: str, status: int = 1) -> int:
    print(message, file=sys.stderr)
    return status
