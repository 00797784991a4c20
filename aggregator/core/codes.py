"""The codes of the model: closed lists as string enums, which store and serialise as their own words.

HXL, IDMC and EM-DAT terms where those have one.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What befell the people counted. `casualties` is killed or wounded, not separated; it is never added to killed."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    HOMELESS = "homeless"
    TRAPPED = "trapped"
    AFFECTED = "affected"


class Qualifier(StrEnum):
    """How the text bounds its number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    UP_TO = "up_to"
    NEARLY = "nearly"
    ABOUT = "about"
    BETWEEN = "between"
    VAGUE = "vague"
    NONE = "none"


class BoundBasis(StrEnum):
    """Why the bounds are what they are: the text's own, a vocabulary policy's, or a conversion of units."""

    STATED = "stated"
    LEXICAL_POLICY = "lexical_policy"
    UNIT_CONVERSION = "unit_conversion"


class Basis(StrEnum):
    """What the count runs over. An increment ("another 5") is never a total."""

    INCIDENT = "incident"
    CUMULATIVE = "cumulative"
    INCREMENT = "increment"
    PERIOD = "period"
    RATE = "rate"
    STOCK = "stock"


class Status(StrEnum):
    """Whether the people harmed took part in the fighting, as the text has it."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What a speaker does with the figure. Denials and doubts are data, even with no number."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    REVISES = "revises"
    DENIES = "denies"
    DISPUTES = "disputes"
    UNVERIFIED = "unverified"
    RETRACTS = "retracts"


# What says of a figure that it does not hold, or may not.
DOUBTS = frozenset({Stance.DENIES, Stance.DISPUTES, Stance.UNVERIFIED, Stance.RETRACTS})


class Role(StrEnum):
    """A step of the attribution chain: who vouches, who quoted them, who passed it on, who printed it."""

    CLAIMANT = "claimant"
    CITED_BY = "cited_by"
    RELAY = "relay"
    PUBLISHER = "publisher"


class SourceKind(StrEnum):
    """What sort of body a source is."""

    PARTY_TO_CONFLICT = "party_to_conflict"
    GOVERNMENT = "government"
    MILITARY = "military"
    CIVIL_DEFENCE_RESCUE = "civil_defence_rescue"
    HOSPITAL_MORGUE = "hospital_morgue"
    MONITOR_NGO = "monitor_ngo"
    UN = "un"
    RED_CROSS = "red_cross"
    LOCAL_MEDIA = "local_media"
    WIRE_AGENCY = "wire_agency"
    BROADCASTER_PRESS = "broadcaster_press"
    SOCIAL_MEDIA = "social_media"
    EYEWITNESS = "eyewitness"
    RESEARCHER = "researcher"
    ANONYMOUS_OFFICIAL = "anonymous_official"
    MACHINE = "machine"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How finely a place or a time is known. Places: exact to country. Times: minute to year."""

    EXACT = "exact"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class RelationType(StrEnum):
    """How two claims stand to each other; read "a TYPE b" (the newer supersedes the older, the copy is copy_of the original)."""

    COPY_OF = "copy_of"
    CONFIRMS = "confirms"
    DENIES = "denies"
    DISPUTES = "disputes"
    UNVERIFIED_BY = "unverified_by"
    RETRACTS = "retracts"
    NOT_COMPARABLE = "not_comparable"
    DIFFERENT_BASIS = "different_basis"
    DIFFERENT_SCOPE = "different_scope"
    SUBSET = "subset"
    COMPLEMENT = "complement"
    SUPERSEDES = "supersedes"
    REVISED_DOWN = "revised_down"
    DISPUTED_MAGNITUDE = "disputed_magnitude"
    COMPATIBLE = "compatible"
    REFINES = "refines"
    ROUNDING = "rounding"
    LATER_HIGHER = "later_higher"
    LATER_LOWER = "later_lower"
    CONFLICT = "conflict"
    CONFLICT_STATUS = "conflict: status"
    CONFLICT_PART = "conflict: part_exceeds_whole"
    DIFFERENT = "different"


class Support(StrEnum):
    """How well an estimate is supported by independent claimants."""

    CONFLICTING = "conflicting"
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single_source"
    UNCORROBORATED = "uncorroborated"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class BestRule(StrEnum):
    """By which rule one value is chosen out of a range (see aggregator/best.py); the first is the usual one."""

    GTD = "gtd"
    LATEST = "latest"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"
