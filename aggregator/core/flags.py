"""Every flag that a claim may bear, with what it means: the codebook, the pages and the docs say it from here.

A flag says what a reader should look at twice; it changes no number by itself. One that ends in `:` is followed by what a record
says, as it says it. A test finds every flag that the code can give and fails where one has no meaning here.
"""

from __future__ import annotations

from collections.abc import Mapping

ELSEWHERE = "other_happening"
ACCEPTED, REJECTED, CORRECTED = "accepted", "rejected", "corrected"  # by a person: see aggregator/decided.py
ASIDE = frozenset({ELSEWHERE, REJECTED})  # who bears one of these counts in no range of its event

MEANINGS: Mapping[str, str] = {
    # what could not be resolved: the field stays empty (aggregator/normalise.py, aggregator/dates.py)
    "no_place": "The text names no place for it.",
    "unresolved_place": "The words for the place name none that is known here, or more than one: it has no country or position.",
    "no_window": "The text does not say when it happened.",
    "unresolved_window": "The words for when give no day.",
    "unanchored_window": "The words for when are relative to something that is not known ('since the offensive began').",
    "future_window": "The words for when give a day after the document was printed.",
    "inverted_window": "The words for when give an end before its beginning.",
    "no_publication_day": "The document has no date: words such as 'on Tuesday' are read against its dateline, or not at all.",
    "no_claimant": "Nobody is named who says it, and the publisher is not known either.",
    "cites_itself": "The claimant is also the one who is said to cite it.",
    "subset_unknown": "It is said to be part of a claim that is not there.",
    "subset_cycle": "It is said to be part of itself, directly or round about.",
    "not_people": "It counts a unit (households, ...) that is not turned into people: it has no bounds in people.",
    "inverted_bounds": "Its lower bound is above its upper bound, as stated.",
    # how the text words its number (parsers/text)
    "ambiguous_number": "The number as printed can be read in more than one way: it has no value.",
    "ordinal": "An ordinal, 'the ninth death this year': so many by then.",
    "one_of_two_outcomes": "Each of the people met this outcome or another ('dead or missing'): at most all met this one.",
    "subtracted": "The number is what is left of a whole: 'only two of the 30 survived' is 28.",
    "told_before": "The number is the one that a sentence before gave these people: 'Two raiders came. The raiders were killed'.",
    "of_others": "The words hold no number: it follows from that of others in the sentence ('nine guards and as many clerks').",
    "named_person": "The words tell of a person by name. The name stays in the quoted sentence and in no field.",
    # what it is compared with
    ELSEWHERE: "Its document tells it of another happening than its own news: it is left out of the event's range.",
    # what people decided
    ACCEPTED: "A person looked at it and found it right.",
    REJECTED: "A person rejected it: it stays listed, and is out of every range and relation.",
    CORRECTED: "A person corrected a field of it, beside what was read.",
    # where it is from
    "machine": "Counted by a machine from the news (GDELT), not read from a sentence that a person wrote. Its confidence is low.",
    "unclear_record": "UCDP does not call its record clear: the event is coded from sources that leave something open.",
    "grading:": "How Airwars grades the evidence of its record ('grading:fair').",
    "rank:": "The rank of the statement on Wikidata (preferred, normal, deprecated).",
    "circumstances:": "A circumstance that the statement on Wikidata names, as the id of its item.",
    "part:": "The part that the statement on Wikidata applies to, as the id of its item: no toll of the whole.",
}


def meaning(flag: str) -> str:
    """Return what a flag means; empty for one that is not known here (a store written by a later version)."""
    name, colon, _ = flag.partition(":")
    return MEANINGS.get(name + colon, "")
