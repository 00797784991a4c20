"""Text made easy to read without moving a single character, so that every offset holds.

`fold` is one character to one character: lower case, plain quotes, plain dashes, plain spaces, ASCII digits. `str.lower()` alone
would not do: it makes two characters of `İ`. Nothing is removed, either: a digit glued to another by a zero-width character stays
glued, and is seen to be.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
JOIN = "\u200b"  # what every invisible character folds to
THIN = "\u00a0"  # what every space that holds a number together folds to

_TABLE: dict[int, str] = {
    **{ord(c): "'" for c in "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\uff07"},
    **{ord(c): '"' for c in "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"},
    **{ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"},
    **{ord(c): "\u2014" for c in "\u2015\ufe58"},
    **{ord(c): THIN for c in "\u2007\u2009\u200a\u202f"},
    **{ord(c): " " for c in "\t\u000b\u000c\u0085\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u205f\u3000"},
    **{ord(c): "\n" for c in "\r\u2028\u2029"},
    **{ord(c): JOIN for c in INVISIBLE},
    ord("\u066b"): ".",
    ord("\u066c"): ",",
    ord("\u0130"): "i",
}


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return one character for one: a digit of any script or a full-width letter as its ASCII twin, what the table has for it,
    else the character."""
    digit = unicodedata.digit(character, None) if character.isdecimal() else None
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return _TABLE.get(ord(character), character)


_STRANGE = re.compile(r"[^\x00-\x08\x0e-\x7f]")  # not ASCII, or white space that is not a plain blank
_QUOTED_MAIL = re.compile(r"^>[> ]*", re.MULTILINE)
_FEW = 40  # different characters that are quicker replaced one by one


def unquoted(text: str) -> str:
    """Return `text`, as long as it was, with blanks for the marks (">") that open the lines of a mail quoted in another."""
    return _QUOTED_MAIL.sub(lambda marks: " " * len(marks[0]), text) if "\n>" in text or text[:1] == ">" else text


@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """Return `text` lower-cased and plain, as long as it was: `fold(text)[i]` is what `text[i]` looks like.

    Digits of other scripts, full-width forms, curly quotes and the many dashes and spaces become their ASCII twins. A space that
    typographers put inside numbers becomes U+00A0, an invisible character U+200B; the marks of
    quoted mail become blanks.
    """
    text = unquoted(text)
    if text.isascii():
        return text.lower().translate(_TABLE) if "\t" in text or "\r" in text else text.lower()
    strange = set(_STRANGE.findall(text))
    if len(strange) <= _FEW:
        plain = text
        for character in strange:
            plain = plain.replace(character, _plain(character))
    else:
        plain = "".join(map(_plain, text))
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join([c.lower() if len(c.lower()) == 1 else c for c in plain])


_SMALL = b"abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=4)
def shouted(text: str) -> bool:
    """Return whether `text` is written in capitals throughout, as old wire copy is: there a capital tells nothing about names."""
    sample = text[:800]
    letters = sample.encode("ascii", "ignore")
    if 5 * (len(letters) - len(letters.translate(None, _SMALL))) >= len(sample):
        return False  # so many small letters leave no room for four times as many capitals
    upper = sum(map(str.isupper, sample))
    lower = sum(map(str.islower, sample))
    return upper > 20 and upper > 4 * lower
