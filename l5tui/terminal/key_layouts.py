"""What a letter of another alphabet, or a capital, is on the keyboard whose keys the app names.

The keys of the app are Latin letters. On a Cyrillic or Greek layout the key that has them on its cap sends another
letter; here it is the Latin letter of the key at the same place.

- Russian, Ukrainian and Belarusian layouts share the order ЙЦУКЕН and differ in a few letters. The one that two of them
  have at different places, і, stands where Ukrainian has it, but in Belarusian surroundings.
- Serbian and Macedonian ones have the letter of the same sound on each key, so it goes by what stands on the cap.
- Greek has an alphabet of its own, so it never meets the others.
- Bulgarian has two layouts in use (BDS and the phonetic one) and Mongolian one of its own. They have the letters of the
  others at other places, and a letter does not tell which layout sent it: н could be `n` or `y`, no or yes. In these
  two languages letters therefore mean nothing; space, backspace, digits, arrows and enter are where they always are,
  and `[keys]` takes any letter.

Which Cyrillic one it is, is taken from the language of the environment, the only thing that a terminal tells about it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

Layout = Mapping[str, str]
"""A small letter, or a sign, to the Latin letter at the same place."""

_LATIN: Final = "qwertyuiopasdfghjklzxcvbnm"
GREEK: Final[Layout] = dict(zip("ςερτυθιοπασδφγηξκλζχψωβνμ", _LATIN[1:], strict=True))
GREEK_SIGNS: Final[Layout] = {"semicolon": "q", ";": "q"}
"""The key of q is a semicolon there, which other layouts have as well: only where Greek is known to be typed."""
EAST: Final[Layout] = {
    **dict(zip("йцукенгшщзфывапролдячсмить", _LATIN, strict=True)),
    "і": "s",
    "ў": "o",
}
"""ЙЦУКЕН."""
SERBIAN: Final[Layout] = dict(zip("љњертзуиопасдфгхјклѕџцвбнм", "qwertzuiopasdfghjklyxcvbnm", strict=True))
_BY_LANGUAGE: Final[Mapping[str, Layout]] = {
    "be": {**EAST, "і": "b"},
    "sr": SERBIAN,
    "mk": SERBIAN,
    "bg": {},
    "mn": {},
    "el": {**EAST, **GREEK_SIGNS},
}


def layout_of(environment: Mapping[str, str]) -> Layout:
    """The letters that mean a Latin one, by the language of the environment."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    language = next((name for name in names if name), "").partition("_")[0].partition(".")[0].lower()
    return {**GREEK, **_BY_LANGUAGE.get(language, EAST)}


def spellings(key: str, layout: Layout) -> tuple[str, ...]:
    """A key as it came, and what else it means where that means nothing: of a capital the Latin capital at its place,
    then the small letter, then the Latin one.
    """
    small = key.lower() if len(key) == 1 and key.isalpha() else key
    latin = layout.get(small)
    large = latin.upper() if latin is not None and key != small else None
    return tuple(dict.fromkeys(name for name in (key, large, small, latin) if name is not None))


def is_other_letter(key: str) -> bool:
    """Whether it is a letter that isn't Latin, so that the keyboard has another layout than the app's keys."""
    return len(key) == 1 and key.isalpha() and not unicodedata.name(key, "").startswith(("LATIN", "FULLWIDTH LATIN"))
