"""What reads a text, as one short string: when it changes, stored documents are read anew beside what stands."""

from __future__ import annotations

from functools import cache

from aggregator.core import vocab
from aggregator.core.model import content_id


@cache
def versions(policy: str) -> str:
    """Return extractor, policy and a hash over the version of every vocabulary file, like `grammar-1/default/3f2a9c01`."""
    from parsers.text.making import EXTRACTOR

    words = [f"{name}={vocab.read(name)['version']}" for name in vocab.names()]
    return f"{EXTRACTOR}/{policy}/{content_id(*words)[:8]}"
