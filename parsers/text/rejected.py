"""Counts that a speaker sets aside: "seven people, not nine, were killed", "eight, fewer than the 12 first reported".

Nobody asserts them, so that they are left out before a sentence is read.
"""

from __future__ import annotations

import re
from functools import cache

from aggregator.core.vocab import read as read_vocabulary
from parsers.text.pieces import Piece

_LED = r"[tasjdxTo]{0,5}?"  # "the", "an earlier toll of"
_COUNT = re.compile(rf"{_LED}Q(?:[jxCeH]{{0,3}}P(?!'))?(?:[AVO](?=[,.;:)cBdeRW]|$))?(?![ufg'-]|[jxCe]{{1,2}}[uf])")
_TO_THE_COMMA = re.compile(
    r"(?:[^,;.:()cBQKEVIAJbhm]{0,12}|[WdeRvwqtfx][^,;.:()cBQKEJ]{0,12})(?=[,);.:]|$)"
)  # "as reported earlier,"
_TO_THE_VERB = re.compile(r"W?[dRqe]{0,3}(?=[bhVIAm,.;:)cBpW]|$)")  # "as reported | were hurt"
_BUT = re.compile(r"(?:,[^,;.:()QVIK]{1,8}(?=,))?,?B,?(?=[tsd]*Q)")  # "not nine | but | seven", "not nine, as they say, but"
_THEN = re.compile(r",(?=[td]*Q)")  # "Instead of nine, | seven"
_MORE = re.compile(rf"(?:,?c|,){_COUNT.pattern}")  # "13 dead | and seven hurt"
_KINDS = ("not", "rather", "than", "superseded")
_PEOPLE = frozenset("QPHZ0OA")  # what was counted before
_OPENS = frozenset('qWt:;."B')  # behind these a clause opens


@cache
def _phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of one kind that set a count aside (`en/qualifiers`, `rejected`), the longest first."""
    found = (tuple(phrase.split()) for phrase in read_vocabulary("en/qualifiers")["rejected"][kind])
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _firsts() -> frozenset[str]:
    return frozenset(phrase[0] for kind in _KINDS for phrase in _phrases(kind))


def rejected(words: list[str], pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the counts that are set against others."""
    if _firsts().isdisjoint(words):
        return pieces
    codes = "".join([piece.code for piece in pieces])
    at = len(pieces) - 2
    while at >= 0:
        if words[pieces[at].start] in _firsts() and (span := _set_aside(words, pieces, codes, at)):
            del pieces[slice(*span)]
            codes = codes[: span[0]] + codes[span[1] :]
            at = span[0]
        at -= 1
    return pieces


def _set_aside(words: list[str], pieces: list[Piece], codes: str, at: int) -> tuple[int, int] | None:
    """Return the pieces of a count that is set aside by the words at piece `at`, with its commas; None where there is none."""
    kind, behind = _said(words, pieces, at)
    count = _COUNT.match(codes, behind) if kind else None
    if count is None or (kind == "than" and not _told(words, pieces, codes, behind)):
        return None
    if kind == "superseded":
        return _superseded(codes, at, count.end())
    if kind == "not" and (but := _BUT.match(codes, count.end())):
        return at, but.end()
    if kind == "not" and (at == 0 or codes[at - 1] in _OPENS):
        return at, count.end()  # "Not 30 people died but three": whoever they are, no 30
    if kind == "rather" and (at == 0 or codes[at - 1] in _OPENS):
        end = _TO_THE_COMMA.match(codes, count.end())
        then = _THEN.match(codes, end.end()) if end else None
        if end and not then and codes[end.end() : end.end() + 1] == "," and _told(words, pieces, codes, behind):
            return at, end.end() + 1  # "Instead of the 11 first announced, the army said four had died"
        return (at, then.end()) if then else None
    if _PEOPLE.isdisjoint(codes[:at]):
        return None
    start = at - (codes[at - 1] == "c")
    if start and codes[start - 1] in ",(":
        return _in_commas(codes, start - 1, count.end())
    if kind == "than" or (kind == "not" and start == at and codes[at - 1] not in _PEOPLE):
        return None
    end = _TO_THE_VERB.match(codes, count.end())
    return (start, end.end()) if end else None


def _superseded(codes: str, at: int, end: int) -> tuple[int, int] | None:
    """Return the pieces of counts that a newer one before them takes the place of: ", after earlier reporting 13 dead"."""
    if _PEOPLE.isdisjoint(codes[:at]):
        return None
    while more := _MORE.match(codes, end):
        end = more.end()
    return (at - (codes[at - 1] == ","), end) if codes[end : end + 1] in (".", ";", ",", ")", "") else None


def _told(words: list[str], pieces: list[Piece], codes: str, at: int) -> bool:
    """Return whether the words from piece `at` to the next mark point to a count that somebody gave: "the 12 first reported"."""
    end = next((k for k in range(at, len(codes)) if codes[k] in ",;.:()"), len(codes))
    said = words[pieces[at].start : pieces[end - 1].end] if end > at else []
    return not set(codes[at:end]).isdisjoint("ta") and not _given().isdisjoint(said)


@cache
def _given() -> frozenset[str]:
    return frozenset(read_vocabulary("en/qualifiers")["rejected"]["given"])


def _in_commas(codes: str, start: int, behind: int) -> tuple[int, int] | None:
    """Return where a count ends that a comma or a bracket opens at `start`, its closing mark included."""
    if end := _TO_THE_COMMA.match(codes, behind):
        closes = codes[end.end() : end.end() + 1] in (",", ")")
        return start, end.end() + closes
    return (start, behind) if codes[behind : behind + 1] in tuple("cBbhVIAm") else None


def _said(words: list[str], pieces: list[Piece], at: int) -> tuple[str, int]:
    """Return which kind of words stands at a piece, and the first piece behind them; "" where none does."""
    first = pieces[at].start
    for kind in _KINDS:
        for phrase in _phrases(kind):
            last = first + len(phrase)
            if tuple(words[first:last]) == phrase:
                end = next((k for k in range(at + 1, min(at + 5, len(pieces))) if pieces[k].start >= last), -1)
                if end > 0 and pieces[end].start == last:
                    return kind, end
    return "", at
