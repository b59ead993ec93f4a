"""papers + settings → TopicMap: the table of contents of the project."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from topicmap import layout
from topicmap.embedders import Embedder, Embedding, Vectors, chosen, embedder
from topicmap.keywords import Embed
from topicmap.labels import LayerNames, Naming, name_layers
from topicmap.papers import text_of, tidy
from topicmap.phrases import phrases_of
from topicmap.progress import Report, Stages, silent
from topicmap.quality import judged
from topicmap.relations import nearest_heart
from topicmap.scores import NEAR
from topicmap.settings import MapSettings
from topicmap.topic_map import TopicMap
from topicmap.words import corpus_phrases, is_english

if TYPE_CHECKING:
    from topicmap.topics import Topics

STAGES = {
    "vectors": "Reading the abstracts",
    "neighbors": "Finding the nearest papers",
    "layout": "Arranging the papers by likeness",
    "topics": "Finding topics",
    "names": "Naming the topics",
    "map": "Drawing the map",
    "quality": "Judging the map",
}
SPREAD = 0.12
FINE, FINE_NEIGHBORS, FINE_APART = 8_000, 2, 15  # a slower and truer picture for so many papers
FEW_PAPERS, SMALL = 50, 200
RARE = 50  # one foreign paper in so many is not worth a note
LAYOUTS, LAYOUTS_OF_MANY, MANY_PAPERS = 4, 2, 20_000
EXAMPLES = 5
_ENGINES = ("topicmap", "bertopic", "umap-learn", "hdbscan", "scikit-learn", "numpy")


@threadpool_limits.wrap(1)  # with more, the last bits depend on the load
def build_map(
    papers: pd.DataFrame,
    settings: MapSettings | None = None,
    report: Report = silent,
    vectors: Vectors | None = None,
    stability: int = 0,
) -> TopicMap:
    """The map of the papers: vectors, topics with names, and a place for every paper.

    The same papers, settings and seed give the same map on the same machine.

    Parameters
    ----------
    papers
        As from `read_papers`, or any table with a column ``title`` or ``abstract``.
    settings
        None takes the defaults.
    report
        Told what is being done: see `Progress`.
    vectors
        In place of an embedder: (n, d) numbers, a row a paper, or a function from n texts to these.
    stability
        How many times to find the topics again with other seeds, to tell how stable they are.

    Raises
    ------
    BadPapers
        There are no papers, no column of titles or abstracts, or vectors that do not fit.
    BadSettings, MissingExtra, BadAnswer
        There are vectors and an embedder; or the embedder lacks its package, model or service.
    """
    papers, settings = tidy(papers), settings or MapSettings()
    stages = Stages(STAGES, report)
    texts = text_of(papers)
    told = stages.begin("vectors")
    name = chosen(settings.embedder, len(papers), vectors)
    method = embedder(name, vectors)
    embedding = method.embed(texts, settings.seed, told)
    vectors = embedding.vectors
    stages.begin("neighbors")
    count = settings.neighbors_for(len(papers))
    nearest = layout.nearest(vectors, max(count, NEAR + 1), settings.seed)
    near = nearest.first(count)
    found = corpus_phrases(texts, frozenset(settings.stop_words))
    stages.begin("layout")
    layouts = _layouts(vectors, near, settings.seed)
    stages.begin("topics")
    topics = _topics(vectors, layouts, found, settings)
    stages.begin("names")
    names = name_layers(topics, found, texts, vectors, _embed(name, method, embedding))
    stages.begin("map")
    flat = _flat(layout.with_layouts(vectors, layouts), settings)
    topic_map = _assembled(papers, layout.upright(flat), topics, names, embedding)
    about = _about(papers, name, _notes(texts, topics.count, name, settings.topics))
    topic_map = replace(topic_map, settings=settings, about=about, phrases=phrases_of(found))
    stages.begin("quality")
    others = [_layouts(vectors, near, settings.seed + step) for step in range(1, stability + 1)]
    again = [_topics(vectors, layouts, found, settings).nearest for layouts in others]
    return judged(topic_map, nearest.rows, found, again)


def _topics(
    vectors: np.ndarray,
    layouts: list[np.ndarray],
    found: list[list[str]],
    settings: MapSettings,
) -> "Topics":
    from topicmap.topics import find_topics  # loads BERTopic, which takes a while

    wanted, smallest = settings.topics, settings.min_topic_size
    return find_topics(vectors, layouts, found, wanted, smallest, settings.seed)


def _assembled(
    papers: pd.DataFrame,
    places: np.ndarray,
    topics: "Topics",
    names: LayerNames,
    embedding: Embedding,
) -> TopicMap:
    placed = _placed(papers, places, topics)
    above = {"region": topics.topics.parent}
    below = {"topic": topics.subtopics.parent}
    vectors = embedding.vectors
    return TopicMap(
        papers=placed,
        topics=_layer_table(placed, vectors, names.topics, "topic", **above),
        vectors=vectors,
        placing=embedding.placing,
        regions=_layer_table(placed, vectors, names.regions, "region"),
        subtopics=_layer_table(placed, vectors, names.subtopics, "subtopic", **below),
    )


def _layouts(vectors: np.ndarray, near: layout.Neighbors, seed: int) -> list[np.ndarray]:
    """Layouts in five dimensions from several seeds, for the topics to agree on."""
    count = LAYOUTS if len(vectors) <= MANY_PAPERS else LAYOUTS_OF_MANY
    return [
        layout.reduce(vectors, near, 5, seed=(LAYOUTS * seed + number) % 2**32)
        for number in range(count)
    ]


def _flat(vectors: np.ndarray, settings: MapSettings) -> np.ndarray:
    """(n, 2) float32: the places of the map."""
    count = settings.neighbors_for(len(vectors))
    if len(vectors) > FINE:
        near = layout.nearest(vectors, count, settings.seed)
        return layout.reduce(vectors, near, 2, SPREAD, settings.seed)
    wide = max(1, min(FINE_NEIGHBORS * count, len(vectors) - 1))
    near = layout.nearest(vectors, wide, settings.seed)
    return layout.reduce(vectors, near, 2, SPREAD, settings.seed, FINE_APART)


def _embed(name: str, method: Embedder, embedding: Embedding) -> Embed | None:
    """Phrases → vectors among those of the papers; None where that is impossible or costs money."""
    if name == "given" or name.startswith("openai:"):
        return None
    return lambda phrases: method.place(phrases, embedding.placing)


def _placed(papers: pd.DataFrame, places: np.ndarray, topics: "Topics") -> pd.DataFrame:
    return papers.assign(
        x=places[:, 0].astype(float),
        y=places[:, 1].astype(float),
        region=topics.regions.group,
        topic=topics.topics.group,
        subtopic=topics.subtopics.group,
        nearest_topic=topics.nearest,
        strength=topics.strength,
    )


def _layer_table(
    papers: pd.DataFrame,
    vectors: np.ndarray,
    names: list[Naming],
    layer: str,
    **parents: np.ndarray,
) -> pd.DataFrame:
    rows = []
    for number, naming in enumerate(names):
        own = np.flatnonzero(papers[layer] == number)
        middle = papers.iloc[own][["x", "y"]].median()
        rows.append(
            {
                "label": naming.label,
                "keywords": naming.keywords,
                "keyword_weights": naming.weights,
                "size": len(own),
                "x": float(middle["x"]),
                "y": float(middle["y"]),
                "examples": papers.index[nearest_heart(vectors, own, EXAMPLES)].tolist(),
            }
        )
    index = pd.RangeIndex(len(rows), name=layer)
    return pd.DataFrame(rows, index=index).assign(**parents)


def _notes(texts: list[str], topics: int, embedder: str, wanted: int | str) -> list[str]:
    """What was done otherwise than for some thousand papers in English, as sentences."""
    papers, notes = len(texts), []
    if papers < layout.FEWEST_FOR_UMAP:
        notes.append(
            f"With fewer than {layout.FEWEST_FOR_UMAP} papers there is one topic, and the map "
            "shows the two directions in which the papers differ most."
        )
    elif topics < 2:
        notes.append("No group of papers sets itself apart, so all are one topic.")
    elif papers < FEW_PAPERS:
        notes.append(
            f"With fewer than {FEW_PAPERS} papers topics rest on few papers each: read them as "
            "hints."
        )
    elif papers < SMALL:
        notes.append(
            f"With fewer than {SMALL} papers they are parted into fewer groups, so that a topic "
            "still has some."
        )
    if isinstance(wanted, int) and topics != wanted:
        notes.append(f"{wanted} topics were wanted; the papers allow {topics}.")
    foreign = sum(not is_english(text) for text in texts)
    if foreign >= max(1, papers / RARE):
        notes.append(
            f"{foreign:,} of {papers:,} papers do not seem to be in English, which the encoder and "
            "the lists of words are made for: there topics may follow the language, and keywords "
            "may be everyday words."
        )
    if embedder == "distilled":
        notes.append(
            "The encoder read a sample of the papers; the meaning of the others was told from "
            "their words."
        )
    return notes


def _about(papers: pd.DataFrame, embedder: str, notes: list[str]) -> dict[str, object]:
    return {
        "notes": notes,
        "embedder": embedder,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {name: version(name) for name in _ENGINES},
        "sources": papers["source"].value_counts(sort=False).to_dict(),
    }
