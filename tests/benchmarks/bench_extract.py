"""Text to claims: documents a second on one core, in turn with spaCy's small English pipeline on the same text in one run.

    make bench

spaCy's trained model is not on the package registry (a package of that name there is a stranger's upload), so the pipeline is
built here with the small model's published architecture (hash embeddings 96 wide, four convolution layers, a tagger, a
transition parser and a named-entity recogniser) and random weights: what it would say is noise, what it costs is the same.
"""

from __future__ import annotations

import math
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from texts import days_news, documents

from aggregator.core.model import Document

TAGS = 50
DEPENDENCIES = 45
ENTITIES = 18
TELLING = (0.05, 0.2, 0.5, 1.0)  # shares of a day's news that tell of harm


def small_pipeline() -> Any:
    """Return spaCy's small English pipeline (tok2vec, tagger, parser, ner) with random weights, or None without spaCy."""
    try:
        import spacy
    except ImportError:
        return None
    from spacy.training import Example

    encoder = {
        "model": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
                "rows": [5000, 1000, 2500, 2500, 50, 50],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        }
    }
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config=encoder)
    tagger = nlp.add_pipe("tagger")
    parser = nlp.add_pipe("parser")
    entities = nlp.add_pipe("ner", config={"model": {"tok2vec": encoder["model"]}})
    for number in range(TAGS):
        tagger.add_label(f"T{number}")
    for number in range(DEPENDENCIES):
        parser.add_label(f"d{number}")
    for number in range(ENTITIES):
        entities.add_label(f"E{number}")
    words = ["Two", "people", "died"]
    gold = {"words": words, "tags": ["T1", "T2", "T3"], "heads": [1, 2, 2], "deps": ["d1", "d2", "ROOT"]}
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(" ".join(words)), gold)])
    return nlp


def rate(work: Callable[[Document], object], batch: Sequence[Document]) -> float:
    """Return documents a second of processor time."""
    began = time.process_time()
    for document in batch:
        work(document)
    return len(batch) / (time.process_time() - began)


def main() -> None:
    """Print both rates and their ratio in turn, for dense text and for the news of a day, and the memory after a long run."""
    from parsers.text.claims import extract

    batch = list(documents(2000))
    size = sum(len(d.text.encode()) for d in batch) / len(batch)
    claims = sum(len(extract(d)) for d in batch)
    print(f"{len(batch)} documents of {size / 1000:.1f} kB, {claims} claims")
    quiet = list(documents(2000, share=0.0))
    print(f"documents without a word of harm: {rate(extract, quiet):.0f} a second")
    nlp = small_pipeline()
    if nlp is None:
        print("no spaCy: pip install -r tests/benchmarks/requirements.txt")
    print("documents that tell of harm | documents/s | spaCy small pipeline | ratio")
    for telling in TELLING:
        news = days_news(2000, telling=telling)
        turns = [(rate(extract, news), rate(lambda d: nlp(d.text), news[:40]) if nlp else math.nan) for _ in range(3)]
        ours, theirs = (statistics.median(rates) for rates in zip(*turns, strict=True))
        print(f"{telling:26.0%} | {ours:11.0f} | {theirs:20.1f} | {ours / theirs:5.0f}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for document in documents(20_000, seed=2):
        extract(document)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory {before / 1024:.0f} MB before, {after / 1024:.0f} MB after 20,000 more documents")


if __name__ == "__main__":
    main()
