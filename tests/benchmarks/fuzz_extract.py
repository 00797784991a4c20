"""Any string whatever through the reader, coverage-guided: no exception, offsets that slice back, bounds that make sense.

    python tests/benchmarks/fuzz_extract.py [-max_total_time=SECONDS] [libFuzzer options] [CORPUS FOLDER]

Needs atheris (tests/benchmarks/requirements-fuzz.txt). The corpus folder keeps the inputs that reached new code.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["parsers.text", "aggregator.normalise", "aggregator.dates", "aggregator.places"]):
    from aggregator.core.model import Document
    from aggregator.normalise import normalise
    from aggregator.tally import tally
    from parsers.text.claims import extract

WORDS = (
    "killed dead died injured wounded people soldiers at least more than dozens of and including among them three 12 4,500 1.2m "
    "million police said according to the ministry in Aleppo on Tuesday since another others including no none of the a an by "
    "toll rose from to between ( ) - – \" ' \u200b \u00a0 . , ; : \n \u0663 \uff11 İ missing displaced families"
).split(" ")


def text_of(data: bytes) -> str:
    """Half the inputs are raw text, half are strings of casualty words: both shapes find different faults."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeBool():
        return source.ConsumeUnicodeNoSurrogates(4000)
    parts = []
    while source.remaining_bytes() > 1 and len(parts) < 400:
        parts.append(WORDS[source.ConsumeIntInRange(0, len(WORDS) - 1)])
    return " ".join(parts)


def check(data: bytes) -> None:
    """One input: every law that must hold for any text."""
    text = text_of(data)
    document = Document(id="fuzz", text=text, published=datetime(2024, 3, 1, tzinfo=UTC))
    claims = extract(document)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.quote, claim
        assert text.startswith(claim.sentence, claim.sentence_start), claim
        assert claim.low is None or claim.low >= 0, claim
        assert claim.low is None or claim.high is None or claim.low <= claim.high, claim
        assert 0 <= claim.confidence <= 1, claim
    assert extract(document) == claims
    figures = normalise(document, claims)
    assert [figure.claim.id for figure in figures] == [claim.id for claim in claims]
    tally(document, figures)


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
