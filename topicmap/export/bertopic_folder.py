"""A map → a folder that BERTopic 0.17 opens: topics, labels, keywords, c-TF-IDF and embeddings.

It is what BERTopic's own saving as safetensors leaves, without pickle. A model that is opened so
gives a new paper the topic whose embedding is most like the paper's; none only where all topics
are unlike it. A map without topics gives a model without.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save
from scipy.sparse import csr_matrix, diags

from topicmap.placing import why_not
from topicmap.relations import topic_centres
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import topic_name
from topicmap.words import KEEPS_S

TOPICS, CONFIG, EMBEDDINGS = "topics.json", "config.json", "topic_embeddings.safetensors"
CTFIDF, CTFIDF_CONFIG = "ctfidf.safetensors", "ctfidf_config.json"
FILES = frozenset((TOPICS, CONFIG, EMBEDDINGS, CTFIDF, CTFIDF_CONFIG))

_KEYWORDS = 10
_LONGEST_PHRASE = 4  # words
_KEPT = "".join(f"(?<!{ending[:-1]})" for ending in KEEPS_S)
_SINGULAR = rf"(?u)([^\W_](?:[-'’]?[^\W_])*?)(?:['’]s|(?<=\w\w\w){_KEPT}s)?(?![^\W_]|[-'’][^\W_])"


def write(topic_map: TopicMap, folder: Path) -> tuple[str, ...]:
    """Notes on the model that the folder now holds.

    Its topics are numbered as on the map, with −1 for the papers in none; ``custom_labels_`` are
    the map's labels.
    """
    numbers = _numbers(topic_map)
    weights, idf = _ctfidf(topic_map, numbers)
    _write(folder / TOPICS, _topics(topic_map, numbers, weights))
    _write(folder / CONFIG, _config(topic_map))
    embeddings = {"topic_embeddings": _embeddings(topic_map, numbers)}
    (folder / EMBEDDINGS).write_bytes(save(embeddings))
    _write(folder / CTFIDF_CONFIG, _ctfidf_config(topic_map))
    arrays = {
        "indptr": weights.indptr,
        "indices": weights.indices,
        "data": weights.data,
        "shape": np.array(weights.shape),
        "diag": idf,
    }
    (folder / CTFIDF).write_bytes(
        save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    )
    return (
        "Open it in Python: model = BERTopic.load(FOLDER). It has no encoder, so give it vectors: "
        "model.transform(texts, embeddings=vectors).",
        f"The vectors of the papers are topic_map.vectors. {_of_new_texts(topic_map)}",
    )


def _of_new_texts(topic_map: TopicMap) -> str:
    """Where vectors of new texts come from."""
    encoder = topic_map.about.get("embedder")
    return why_not(topic_map) or (
        f"Those of new texts must come from the map's encoder, {encoder}: "
        f'topicmap.embedders.embedder("{encoder}").place(texts, topic_map.placing).'
    )


def _numbers(topic_map: TopicMap) -> list[int]:
    """The topics in BERTopic's order: −1 first, where papers are in none."""
    unassigned = [UNASSIGNED] if topic_map.unassigned else []
    return [*unassigned, *(int(topic) for topic in topic_map.topics.index)]


def _ctfidf(topic_map: TopicMap, numbers: list[int]) -> tuple[csr_matrix, np.ndarray]:
    """The weights of the phrases in each topic, and the part of it that is the phrases' own.

    c-TF-IDF as in Grootendorst 2022, of how many papers have a phrase; (topics, phrases) and
    (phrases,) float64.
    """
    topic = topic_map.papers["topic"].to_numpy()
    phrases = topic_map.phrases
    if not len(phrases):
        return csr_matrix((len(numbers), 0)), np.zeros(0)
    counts = csr_matrix(np.array([phrases.counts(topic == number) for number in numbers], float))
    sums = np.asarray(counts.sum(axis=1)).ravel()
    everywhere = np.asarray(counts.sum(axis=0)).ravel()
    idf = np.log(int(sums.mean()) / np.maximum(everywhere, 1) + 1)
    shares = diags(1 / np.maximum(sums, 1)) @ counts
    return csr_matrix(shares @ diags(idf)), idf


def _topics(topic_map: TopicMap, numbers: list[int], weights: csr_matrix) -> dict[str, Any]:
    topic = topic_map.papers["topic"].to_numpy()
    words = {number: _keywords(topic_map, number, weights[0]) for number in numbers}
    return {
        "topic_representations": words,
        "topics": topic.tolist(),
        "topic_sizes": {number: int((topic == number).sum()) for number in numbers},
        "topic_mapper": [[number, number] for number in numbers],
        "topic_labels": {
            number: "_".join([str(number), *(word for word, _ in words[number][:4])])
            for number in numbers
        },
        "custom_labels": [topic_name(topic_map, number) for number in numbers],
        "_outliers": int(UNASSIGNED in numbers),
        "topic_aspects": {},
    }


def _keywords(topic_map: TopicMap, number: int, first: csr_matrix) -> list[tuple[str, float]]:
    """The keywords of a topic with their weights; of the papers in none the heaviest phrases."""
    if number == UNASSIGNED:
        heavy = sorted(zip(-first.data, first.indices, strict=True))[:_KEYWORDS]
        names = topic_map.phrases.names
        return [(names[at], float(-weight)) for weight, at in heavy] or [("", 1e-5)]
    row = topic_map.topics.loc[number]
    pairs = zip(row["keywords"], row["keyword_weights"], strict=False)
    return [(str(word), float(weight)) for word, weight in pairs] or [("", 1e-5)]


def _embeddings(topic_map: TopicMap, numbers: list[int]) -> np.ndarray:
    """(topics, d) float32: the mean of each topic's papers; nothing is like the papers in none."""
    centres = topic_centres(topic_map)
    if UNASSIGNED in numbers:
        centres = np.vstack([np.zeros_like(topic_map.vectors[:1], dtype=np.float32), centres])
    return np.ascontiguousarray(centres, dtype=np.float32)


def _config(topic_map: TopicMap) -> dict[str, Any]:
    """BERTopic's own settings; those of the map are in the map."""
    return {
        "calculate_probabilities": False,
        "language": None,
        "low_memory": False,
        "min_topic_size": int(topic_map.topics["size"].min()) if len(topic_map.topics) else 10,
        "n_gram_range": [1, _LONGEST_PHRASE],
        "nr_topics": None,
        "seed_topic_list": None,
        "top_n_words": _KEYWORDS,
        "verbose": False,
        "zeroshot_min_similarity": 0.7,
        "zeroshot_topic_list": None,
    }


def _ctfidf_config(topic_map: TopicMap) -> dict[str, Any]:
    """How phrases are counted: of words in lower case and, as nearly as a pattern can, singular."""
    params = {
        "analyzer": "word",
        "binary": False,
        "lowercase": True,
        "max_df": 1.0,
        "min_df": 1,
        "ngram_range": [1, _LONGEST_PHRASE],
        "stop_words": None,
        "strip_accents": None,
        "token_pattern": _SINGULAR,
        "vocabulary": None,
    }
    vocabulary = {name: at for at, name in enumerate(topic_map.phrases.names)}
    return {
        "ctfidf_model": {"bm25_weighting": False, "reduce_frequent_words": False},
        "vectorizer_model": {"params": params, "vocab": vocabulary},
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1), "utf-8", newline="\n")
