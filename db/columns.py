"""Every column that the service shows, declared once: name, type, meaning, valid values, SQL.

From here come the SELECT lists, the CSV headers, the OpenAPI schemas and the codebook. In a column's SQL, `{event}` is the event
a claim belongs to and `{retired}` its row's end: both now, or as they were at `as_known_at`; `{best:USUAL,OTHERS,N}` is what the
rule asked for chooses: the column USUAL, unless the JSON in OTHERS says otherwise (its value N: 0 the number, 1 the claim).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from aggregator.core import model as m


class Type(StrEnum):
    """What a column or a parameter holds; each has one JSON form, one CSV form and one check."""

    ID = "id"
    CODE = "code"
    TEXT = "text"
    URL = "url"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"
    MOMENT = "moment"
    UNTIL = "until"
    COUNTRY = "country"
    BOX = "box"
    WORDS = "words"
    LIST = "list"
    CHAIN = "chain"
    OBJECT = "object"


T = Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `valid` lists a closed vocabulary, `tag` is an HXL tag for the codebook, `sql` gives the value."""

    name: str
    type: Type
    doc: str
    sql: str
    valid: tuple[str, ...] = ()
    tag: str = ""


def codes(values: Iterable[StrEnum]) -> tuple[str, ...]:
    """Return the codes of a vocabulary."""
    return tuple(value.value for value in values)


def column(name: str, type: Type, doc: str, sql: str = "", *, alias: str, valid: tuple[str, ...] = (), tag: str = "") -> Column:
    """Return a column whose SQL is `alias.name` unless it is given."""
    return Column(name=name, type=type, doc=doc, sql=sql or f'{alias}."{name}"', valid=valid, tag=tag)


def decided(field: str) -> str:
    """Return the SQL of a claim's field (`a.low`) as a person corrected it, else as the text has it."""
    alias, _, name = field.partition(".")
    review, path = f"{{review:{alias}}}", f"'$.value.{name}'"
    corrected = f"WHEN json_type({review}, {path}) IS NOT NULL THEN json_extract({review}, {path})"
    return f"CASE WHEN {review} IS NULL THEN {field} {corrected} ELSE {field} END"


CHAIN = "ifnull(c.chain, '[]')"
FLAGS = """CASE WHEN {review:c} IS NOT NULL OR (c.figure_flags <> '[]' AND c.flags <> '[]')
 THEN (SELECT json_group_array(value ORDER BY value) FROM (SELECT value FROM json_each(c.flags)
 UNION SELECT value FROM json_each(c.figure_flags) UNION SELECT value FROM json_each({review:c}, '$.flags')))
 WHEN c.figure_flags = '[]' THEN c.flags ELSE c.figure_flags END"""
SUPPORT = codes(m.Support)
GROUPS = ("all", "parties", "third_parties")
PRECISIONS = codes(m.Precision)
RULES = codes(m.BestRule)
CONFLICTS = tuple(code for code in codes(m.RelationType) if code.startswith("conflict"))
SIZES = ("minor", "moderate", "major", "extreme")

_c = partial(column, alias="c")
CLAIM_COLUMNS = (
    _c("id", T.ID, "The claim's id: a hash of its document, its position and what it says."),
    _c("event", T.ID, "The event it belongs to, or did until it stopped holding; empty while it belongs to none.", "{event}"),
    _c("document", T.ID, "The document it stands in."),
    _c("outcome", T.CODE, "What befell the people counted.", valid=codes(m.Outcome)),
    _c("low", T.INTEGER, "Lower bound in `unit`; empty is open.", tag="#affected+min"),
    _c("high", T.INTEGER, "Upper bound in `unit`; empty is open: 'at least 63' is low 63, high empty.", tag="#affected+max"),
    _c("best", T.INTEGER, "The value stated, where one was ('at least 63' gives 63, 'dozens' gives none).", tag="#affected"),
    _c("qualifier", T.CODE, "How the text bounds its number.", valid=codes(m.Qualifier)),
    _c("stated_low", T.INTEGER, "The (lower) number as printed, before the qualifier is read."),
    _c("stated_high", T.INTEGER, "The (upper) number as printed, before the qualifier is read."),
    _c("bound_basis", T.CODE, "Why the bounds are what they are.", valid=codes(m.BoundBasis)),
    _c("policy", T.CODE, "The policy that turned a vague word or a tolerance word into bounds, with its version."),
    _c("unit", T.CODE, "What is counted: person, household, ..."),
    _c("people_low", T.INTEGER, "Lower bound in people; empty when open or not convertible."),
    _c("people_high", T.INTEGER, "Upper bound in people; empty when open or not convertible."),
    _c("explicit", T.BOOLEAN, "False for an implied number ('a soldier was killed')."),
    _c("population", T.CODE, "Whose toll: `all`, or the part counted (civilian, combatant, children, women, ...)."),
    _c("victims_text", T.TEXT, "The words for the people harmed."),
    _c("victims_groups", T.LIST, "Vocabulary groups of those words."),
    _c("victims_status", T.CODE, "Whether they took part in the fighting, as the text has it.", valid=codes(m.Status)),
    _c("cause_text", T.TEXT, "The words for what harmed them."),
    _c("cause_code", T.CODE, "The cause as a code of the vocabulary (airstrike, shelling, booby_trap, earthquake, ...)."),
    _c("basis", T.CODE, "What the count runs over; an increment is never a total.", valid=codes(m.Basis)),
    _c("window_text", T.TEXT, "The words for when the harm happened."),
    _c("window_start", T.DAY, "First day of the harm; empty is open or unknown.", tag="#date+start"),
    _c("window_end", T.DAY, "Last day of the harm; empty is open or unknown.", tag="#date+end"),
    _c("window_precision", T.CODE, "How finely the text tells the time.", valid=PRECISIONS),
    _c("as_of", T.MOMENT, "The moment the count speaks for.", tag="#date+reported"),
    _c("as_of_basis", T.CODE, "Where `as_of` is from: stated, or the publication."),
    _c("place_text", T.TEXT, "The words for where."),
    _c("place_name", T.TEXT, "The place they were resolved to; empty when two candidates remained.", tag="#loc+name"),
    _c("country", T.CODE, "ISO 3166-1 alpha-3.", tag="#country+code"),
    _c("admin1", T.TEXT, "First-level area (province, governorate, state).", tag="#adm1+name"),
    _c("lat", T.NUMBER, "Latitude, WGS 84 degrees.", tag="#geo+lat"),
    _c("lon", T.NUMBER, "Longitude, WGS 84 degrees.", tag="#geo+lon"),
    _c("place_precision", T.CODE, "How near the position is.", valid=PRECISIONS),
    _c("claimant", T.TEXT, "Who vouches for it: a canonical source id, or the name in lower case.", tag="#meta+source"),
    _c("claimant_name", T.TEXT, "The claimant's name."),
    _c("claimant_kind", T.CODE, "What sort of body the claimant is.", valid=codes(m.SourceKind)),
    _c("claimant_side", T.TEXT, "The side of the conflict the claimant belongs to, if any."),
    _c("party", T.BOOLEAN, "Whether the claimant is a party to the conflict."),
    _c("stance", T.CODE, "What the speaker does with the figure.", valid=codes(m.Stance)),
    _c("attribution", T.CHAIN, "The chain it came down, innermost (the claimant) first.", CHAIN),
    _c("subset_of", T.ID, "The claim whose people include these ('63 dead, including 12 children')."),
    _c("background", T.BOOLEAN, "Whether the text tells it as background to something else."),
    _c("quote", T.TEXT, "The exact words that state the figure."),
    _c("sentence", T.TEXT, "The sentence they stand in."),
    _c("start", T.INTEGER, "Offset of the quote in the document's text, in code points."),
    _c("end", T.INTEGER, "Offset just past the quote."),
    _c("sentence_start", T.INTEGER, "Offset of the sentence in the document's text."),
    _c("title", T.TEXT, "The document's title.", "d.title"),
    _c("url", T.URL, "Where the document was published.", "d.url", tag="#meta+url"),
    _c("publisher", T.TEXT, "Who printed it, as written.", "coalesce(d.publisher, c.publisher)"),
    _c("published", T.MOMENT, "When it was printed.", tag="#date+published"),
    _c("rule", T.TEXT, "The rule that read the claim."),
    _c("extractor", T.TEXT, "Version of the reader."),
    _c("confidence", T.NUMBER, "How sure the reader is, 0 to 1."),
    _c("flags", T.LIST, "What a reader should look at twice; the codebook says what each flag means.", FLAGS),
    _c(
        "review",
        T.OBJECT,
        "What people decided of it and holds: `decision`, the corrected fields in `value`, `by` whom, when (`at`) and why. "
        "The other columns stay what the text says; ranges and relations follow the decision. Empty: nobody decided.",
        "{review:c}",
    ),
    _c("known_at", T.MOMENT, "When this service learned it."),
    _c("retired_at", T.MOMENT, "When it stopped holding here (withdrawn, read anew); empty while it holds.", "{retired}"),
    _c("retired_reason", T.TEXT, "Why it stopped holding.", "CASE WHEN {retired} IS NOT NULL THEN c.retired_reason END"),
)

_e = partial(column, alias="e")
EVENT_COLUMNS = (
    _e("id", T.ID, "The event's id, minted once and kept."),
    _e("title", T.TEXT, "What, where and when in a few words."),
    _e("sentence", T.TEXT, "The range in words."),
    _e("first_day", T.DAY, "First day of the harm; see days_basis.", tag="#date+start"),
    _e("last_day", T.DAY, "Last day of the harm; see days_basis.", tag="#date+end"),
    _e(
        "days_basis",
        T.CODE,
        "Where the days are from: stated by a report, or the publication of the first one where none states any.",
        valid=("stated", "published"),
    ),
    _e("country", T.CODE, "ISO 3166-1 alpha-3.", tag="#country+code"),
    _e("admin1", T.TEXT, "First-level area.", tag="#adm1+name"),
    _e("place_name", T.TEXT, "The place, once resolved.", tag="#loc+name"),
    _e("place_text", T.TEXT, "The place as worded."),
    _e("lat", T.NUMBER, "Latitude, WGS 84 degrees.", tag="#geo+lat"),
    _e("lon", T.NUMBER, "Longitude, WGS 84 degrees.", tag="#geo+lon"),
    _e("place_precision", T.CODE, "How near the position is.", valid=PRECISIONS),
    _e("cause", T.CODE, "The cause as a code of the vocabulary."),
    _e("killed_low", T.INTEGER, "Lower end of the killed, whole toll; empty is open or unstated.", tag="#affected+killed+min"),
    _e("killed_high", T.INTEGER, "The highest killed that anyone states; see killed_high_open.", tag="#affected+killed+max"),
    _e("killed_high_open", T.BOOLEAN, "True where a surviving claim has no upper bound.", "e.killed_open"),
    _e(
        "killed_best",
        T.INTEGER,
        "One value out of that range, by the rule beside it; empty when the rule gives none.",
        "{best:e.killed_best,e.killed_bests,0}",
        tag="#affected+killed",
    ),
    _e("best_rule", T.CODE, "The rule that chose it.", "{rule}", valid=RULES),
    _e("killed_best_claim", T.ID, "The claim that gave it.", "{best:e.killed_best_claim,e.killed_bests,1}"),
    _e("claims", T.INTEGER, "How many claims."),
    _e(
        "claimants", T.INTEGER, "How many claimants, of all outcomes and populations; the sentence counts those of its own range."
    ),
    _e("documents", T.INTEGER, "How many documents."),
    _e("conflicts", T.INTEGER, "How many conflicts between claims."),
    _e("known_at", T.MOMENT, "When this service first knew of it."),
    _e("updated_at", T.MOMENT, "When anything about it last changed."),
    _e("merged_into", T.ID, "The event that this one turned out to be."),
    _e("split_from", T.ID, "The event that this one was split off."),
    _e("retired_at", T.MOMENT, "When it stopped holding here.", "{retired}"),
    _e("retired_reason", T.TEXT, "Why it stopped holding.", "CASE WHEN {retired} IS NOT NULL THEN e.retired_reason END"),
)

_s = partial(column, alias="s")
ESTIMATE_COLUMNS = (
    _s("id", T.ID, "The estimate's id."),
    _s("event", T.ID, "The event it is of."),
    _s("outcome", T.CODE, "What befell the people counted.", valid=codes(m.Outcome)),
    _s("population", T.CODE, "Whose toll: `all` is the whole toll."),
    _s("basis", T.CODE, "What the count runs over.", valid=codes(m.Basis)),
    _s("unit", T.CODE, "What is counted."),
    _s("group", T.CODE, "Whose figures: everyone's, the parties' own, or third parties'.", "s.grp", valid=GROUPS),
    _s("low", T.INTEGER, "The lowest low that a surviving claim states; empty when none states one.", tag="#affected+min"),
    _s("high", T.INTEGER, "The highest value stated; with high_open it is not a ceiling.", tag="#affected+max"),
    _s("high_open", T.BOOLEAN, "True where a surviving claim has no upper bound."),
    _s("agreed", T.BOOLEAN, "Whether there is a range in which everyone could be right."),
    _s("agreed_low", T.INTEGER, "Its lower end."),
    _s("agreed_high", T.INTEGER, "Its upper end; empty with agreed = true is open."),
    _s(
        "best",
        T.INTEGER,
        "One value by the rule named beside it; empty when the rule gives none.",
        "{best:s.best,s.bests,0}",
        tag="#affected",
    ),
    _s("best_rule", T.CODE, "The rule that chose it.", "{rule}", valid=RULES),
    _s("best_claim", T.ID, "The claim that gave it.", "{best:s.best_claim,s.bests,1}"),
    _s("support", T.CODE, "How well independent claimants support the range.", valid=SUPPORT),
    _s("claimants", T.INTEGER, "How many independent claimants."),
    _s(
        "claims",
        T.LIST,
        "The claims that made the range.",
        "(SELECT json_group_array(x.claim ORDER BY x.claim) FROM estimate_claims x WHERE x.estimate = s.id)",
    ),
    _s("known_at", T.MOMENT, "When it began to hold."),
    _s("retired_at", T.MOMENT, "When a newer one took its place.", "{retired}"),
)

_r = partial(column, alias="r")
_a = partial(column, alias="a")
_b = partial(column, alias="b")
RELATION_COLUMNS = (
    _r("id", T.ID, "The relation's id."),
    _r("event", T.ID, "The event both claims belong to."),
    _r("a", T.ID, "The first claim; read 'a TYPE b'."),
    _r("b", T.ID, "The second claim."),
    _r("type", T.CODE, "How a stands to b.", valid=codes(m.RelationType)),
    _r("size", T.CODE, "How large a conflict of intervals is.", valid=SIZES),
    _r("gap", T.NUMBER, "The higher figure's low over the lower figure's high; empty when infinite."),
    _r("rule", T.TEXT, "The rule that fired."),
    _r("explanation", T.TEXT, "Why, in a sentence."),
    _a("outcome", T.CODE, "What befell the people counted.", valid=codes(m.Outcome)),
    _a("population", T.CODE, "Whose toll a counts."),
    _a("a_claimant", T.TEXT, "Who vouches for a.", "a.claimant"),
    _a("a_claimant_name", T.TEXT, "That claimant's name.", "a.claimant_name"),
    _a("a_low", T.INTEGER, "a's lower bound, as corrected where a person did; empty is open.", decided("a.low")),
    _a("a_high", T.INTEGER, "a's upper bound, likewise; empty is open.", decided("a.high")),
    _a("a_qualifier", T.CODE, "How a's text bounds its number.", decided("a.qualifier"), valid=codes(m.Qualifier)),
    _b("b_claimant", T.TEXT, "Who vouches for b.", "b.claimant"),
    _b("b_claimant_name", T.TEXT, "That claimant's name.", "b.claimant_name"),
    _b("b_low", T.INTEGER, "b's lower bound, as corrected where a person did; empty is open.", decided("b.low")),
    _b("b_high", T.INTEGER, "b's upper bound, likewise; empty is open.", decided("b.high")),
    _b("b_qualifier", T.CODE, "How b's text bounds its number.", decided("b.qualifier"), valid=codes(m.Qualifier)),
    _e("event_title", T.TEXT, "The event in a few words.", "e.title"),
    _e("country", T.CODE, "The event's country, ISO 3166-1 alpha-3.", tag="#country+code"),
    _e("first_day", T.DAY, "First day of the event."),
    _r("known_at", T.MOMENT, "When it began to hold."),
    _r("retired_at", T.MOMENT, "When it stopped holding.", "{retired}"),
)

# counted when rows are written (db/facets_of_events.py); of the few events of which nothing is said just now, from their claims
EVENTS_OF_SOURCE = """(SELECT ifnull(sum(t.events), 0) FROM event_tallies t
 WHERE t.country = '' AND t.facet = 'claimant' AND t.value = o.id) + (SELECT count(DISTINCT k.event)
 FROM events u INDEXED BY events_unsaid CROSS JOIN claims k ON k.event = u.id AND k.claimant = o.id AND k.retired_at IS NULL
 WHERE u.said IS NULL AND u.retired_at IS NULL)"""
_o = partial(column, alias="o")
SOURCE_COLUMNS = (
    _o("id", T.ID, "The canonical id."),
    _o("name", T.TEXT, "Its name."),
    _o("kind", T.CODE, "What sort of body it is.", valid=codes(m.SourceKind)),
    _o("side", T.TEXT, "The side of a conflict it belongs to, if any."),
    _o("parent", T.ID, "The body it is part of."),
    _o("country", T.CODE, "ISO 3166-1 alpha-3."),
    _o("homepage", T.URL, "Its home page."),
    _o(
        "claims",
        T.INTEGER,
        "How many claims it vouches for.",
        "ifnull((SELECT t.claims FROM tallies t WHERE t.facet = 'claimant' AND t.value = o.id), 0)",
    ),
    _o("events", T.INTEGER, "On how many events.", EVENTS_OF_SOURCE),
)

_f = partial(column, alias="f")
FEED_COLUMNS = (
    _f("id", T.ID, "The feed's id: the name of its source file."),
    _f("name", T.TEXT, "Its name."),
    _f("publisher", T.TEXT, "Who publishes it."),
    _f("kind", T.CODE, "What sort of body publishes it.", valid=codes(m.SourceKind)),
    _f("format", T.CODE, "The format it is read as."),
    _f("url", T.URL, "Where it is fetched."),
    _f("homepage", T.URL, "Its home page."),
    _f("language", T.CODE, "Its language."),
    _f("licence", T.TEXT, "The licence it states."),
    _f("enabled", T.BOOLEAN, "Whether it is fetched."),
    _f("every_minutes", T.INTEGER, "How often, in minutes."),
    _f("last_attempt", T.MOMENT, "When it was last tried."),
    _f("last_success", T.MOMENT, "When it last answered."),
    _f("last_outcome", T.CODE, "How the last try ended: ok, not_modified, or the kind of failure."),
    _f("last_error", T.TEXT, "What the last failure said."),
    _f("failures", T.INTEGER, "Failures in a row."),
    _f("next_due", T.MOMENT, "When it is due again."),
    _f("documents", T.INTEGER, "Documents it has brought."),
)

_d = partial(column, alias="d")
DOCUMENT_COLUMNS = (
    _d("id", T.ID, "The document's id: a hash of its origin, publisher and text."),
    _d("title", T.TEXT, "Its title."),
    _d("url", T.URL, "Where it was published."),
    _d("publisher", T.TEXT, "Who printed it, as written."),
    _d("publisher_source", T.ID, "The publisher's canonical id."),
    _d("published", T.MOMENT, "When it was printed."),
    _d(
        "utc_offset",
        T.INTEGER,
        "By how many minutes its publisher's clock was ahead of UTC: 'on Monday' is read by that clock. Empty: UTC, or not told.",
    ),
    _d("language", T.CODE, "Its language."),
    _d("licence", T.TEXT, "The licence its source states."),
    _d("source", T.ID, "The feed it came by; empty for an ingested file."),
    _d("snapshot", T.ID, "The stored reply it was read from."),
    _d("bytes_hash", T.ID, "SHA-256 of the stored bytes.", "(SELECT n.blob FROM snapshots n WHERE n.id = d.snapshot)"),
    _d("text_hash", T.ID, "Hash of its text."),
    _d("characters", T.INTEGER, "Length of its text in code points.", "length(d.text)"),
    _d(
        "claims",
        T.INTEGER,
        "How many claims it states.",
        "(SELECT count(*) FROM claims k WHERE k.document = d.id AND k.retired_at IS NULL)",
    ),
    _d("known_at", T.MOMENT, "When this service learned it."),
    _d("retired_at", T.MOMENT, "When it stopped holding here.", "{retired}"),
    _d("retired_reason", T.TEXT, "Why it stopped holding.", "CASE WHEN {retired} IS NOT NULL THEN d.retired_reason END"),
)

_g = partial(column, alias="g")
CHANGE_COLUMNS = (
    _g("seq", T.INTEGER, "The change's number; ask again with since=SEQ."),
    _g("at", T.MOMENT, "When it happened."),
    _g("kind", T.CODE, "What changed.", valid=("document", "claim", "event", "estimate", "relation")),
    _g("id", T.ID, "The id of what changed."),
    _g("op", T.CODE, "Whether it holds now or no longer.", valid=("upsert", "tombstone")),
)
