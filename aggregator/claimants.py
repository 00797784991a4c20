"""Who said it: a name as written becomes a canonical source, or an office with its place, or a tidied name; never a guess.

`resolve` tries, in order: a source of `vocab/sources.toml` by its name or an alias, alone or within longer words; a loose alias
("the Observatory") where the document's country lets it; an office of `vocab/roles.toml` ("the health ministry"), which is a
source where one holds it in that country, else a key of role and place; and the name itself without the words that say nothing.

The key is what independence is counted by (`Figure.claimant`). Keys of sources have neither colon nor `@`; offices are like
`police:PAK:balochistan`, coarser where the report tells less (`police:PAK`, `police`); people of whom anybody could be meant are
`witnesses@afp`; a body named by what it is ("the prison service") is `prison-service:ECU`. `unify` lets the coarser keys of one
event's reports join the one finer key that they can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from aggregator import whoswho
from aggregator.core.gazetteer import fold
from aggregator.core.model import Place, SourceKind
from aggregator.ministries import minister, only_ones
from aggregator.offices import countries_in, is_press, office, role_of
from aggregator.places import Surroundings
from aggregator.sources import Claimant, source_of
from aggregator.whoswho import Role, register

_LONGEST = 160


def resolve(
    name: str,
    around: Surroundings,
    *,
    place: Place | None = None,
    publisher: str = "",
    text: str = "",
    before: Sequence[Claimant] = (),
    own_voice: bool = False,
) -> Claimant:
    """Return who `name` is, in a document about `around`.

    `place` is where the claim's harm happened, `publisher` the key of who prints it (for crowds), `text` the document, in which a
    full name may decide between two sources, `before` the claimants already named in it (for "the ministry"). `own_voice` says
    that the name is the publisher's: a newspaper called "Army Times" is no army.
    """
    name = " ".join(name.split())[:_LONGEST]
    source = source_of(_HANDLE.sub(_spaced, name), around, text)
    if source is not None:
        return replace(source, name=name)
    if _HANDLE.fullmatch(name):
        return Claimant(f"account {name[1:].casefold()}", name, SourceKind.SOCIAL_MEDIA)
    shown = name if own_voice else _WHOSE.sub("", name)
    role = role_of(name)
    if own_voice and role is not None and role.scope != "name" and is_press(name):
        role = register().roles["press"]
    if role is not None and not own_voice:
        ministry = minister(name, role, around, place, publisher, text, before)
        if ministry is not None:
            return replace(ministry, name=shown)
    plain = _ACRONYM.sub("", _VOICE.sub("", name))  # "the prison authority SNAI", "Haji Qader, spokesman of the prison authority"
    body = not own_voice and not _proper(plain) and _one_body(plain, _tidy(plain))
    if body and role is not None and role.id == "officials":
        return replace(_unlisted(plain, role, publisher, around.main, own_voice=False), name=name)
    if role is None or role.scope == "name":
        again = _again(name, before)
        if again is not None:
            return replace(again, name=shown)
    if role is not None and role.scope != "name":
        return replace(office(name, role, around, place, publisher, text, before), name=shown)
    return replace(_unlisted(plain if body else name, role, publisher, around.main, own_voice=own_voice), name=shown)


def _unlisted(name: str, role: Role | None, publisher: str, country: str | None, *, own_voice: bool) -> Claimant:
    """Who somebody is whom neither the register nor an office tells: by the name, with the publisher where many could bear it."""
    kind = role.kind if role else SourceKind.UNKNOWN
    key = _plain(name) if own_voice else _tidy(name)
    known = register()
    if not own_voice and publisher and all(word in known.paper or word in known.empty for word in whoswho.folded(name).split()):
        return Claimant(publisher, name, kind)  # "preliminary findings" are the publisher's own
    anybody = not own_voice and (not _proper(name) or key in known.again)  # "aid groups", "its leader"
    if anybody and country and _one_body(name, key):
        key = f"{key.replace(' ', '-')}:{country}"
    elif anybody or key in known.sources:
        key = f"{key}@{publisher.lstrip('@') or '?'}"
    return Claimant(
        key,
        name,
        kind,
        role=role.id if role else None,
        country=next(iter(countries_in(name)), None),
        fights=bool(role and role.party),
    )


_WHOSE = re.compile(r"^(?:its|their|his|her|our)\s+(?=\w)", re.IGNORECASE)  # whose it is, the sentence before told


def _one_body(name: str, key: str) -> bool:
    """Whether a name without capitals is of a body that a country has one of: "the prison service", not "an aid agency"."""
    words = key.split()
    return len(words) > 1 and words[-1] in register().bodies and not name.lower().startswith(("a ", "an ", "one ", "another "))


def _plain(name: str) -> str:
    return whoswho.bare(fold(name)) or name.casefold()


def _proper(name: str) -> bool:
    """Whether a name holds a name of its own: a capital or a figure, but for an article's that opens a sentence."""
    words = name.split()
    own = [word for at, word in enumerate(words) if at or word.lower() not in register().empty]
    return name.isupper() or any(word[:1].isupper() or word.isdigit() for word in own)


_ACRONYM = re.compile(r" \(?[A-Z]{3,8}\)?$")
_VOICE = re.compile(r"^[^,]+, (?:an? |the )?spokes\w+ (?:of|for) | spokes\w+(?: [A-Z][\w'’-]+)*$")
_HANDLE = re.compile(r"@\w+")


def _spaced(handle: re.Match[str]) -> str:
    """An account's name as words: "@ShehabAgency" is "Shehab Agency"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", handle.group()[1:])


_OWNER = re.compile(r"^(?:the|its|our|their)\s+(\w+)['’]s?\s.*$", re.IGNORECASE)


def _again(name: str, before: Sequence[Claimant]) -> Claimant | None:
    """ "The ministry" and "the group" are the last body named so in the document."""
    known = register()
    words = [word for word in whoswho.folded(_OWNER.sub(r"\1", name)).split() if word not in known.empty]
    if len(words) != 1 or words[0] not in known.again:
        return None
    return next(
        (each for each in reversed(before) if words[0] in fold(each.name).split() and fold(each.name) != fold(name)), None
    )


@lru_cache(maxsize=4096)
def _tidy(name: str) -> str:
    """Return a name without the words that say nothing, as a key; a name of nothing else is kept whole."""
    words = fold(name.replace("'s ", " ").replace("’s ", " ")).split()
    kept = [word for word in words if word not in register().empty and not word.isdigit()]
    return " ".join(kept or words) or name.casefold()


def canonical(key: str) -> bool:
    """Whether a key is the id of a source in the registry."""
    return key in register().sources


def unify(keys: Iterable[str]) -> dict[str, str]:
    """Return the key under which each of one event's keys is counted: a coarser office joins the one finer it can mean.

    `police` and `police:PAK` become `police:PAK:balochistan` when that is the only finer one; with two candidates they stay.
    The order of `keys` does not matter.
    """
    all_keys = sorted(set(keys))
    made = {}
    for key in all_keys:
        finer = [other for other in all_keys if other.startswith(key + ":")]
        tips = [other for other in finer if not any(third.startswith(other + ":") for third in finer)]
        made[key] = tips[0] if len(tips) == 1 and not canonical(key) and "@" not in key else key
    return made | only_ones(all_keys)
