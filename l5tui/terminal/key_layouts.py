"""Maps letters of Cyrillic and Greek keyboard layouts, and capitals, to the Latin letters that the app's keys are.

On a Cyrillic or Greek layout a key sends another letter than on a Latin one; this module gives the Latin letter of the
key at the same position.

- Russian, Ukrainian and Belarusian layouts share the order ЙЦУКЕН and differ in a few letters. The one letter that two
  of them have at different positions, і, is mapped as in Ukrainian, or as in Belarusian if that is the language.
- Serbian and Macedonian have the letter of the same sound on each key, so the mapping follows the sound.
- Greek has an alphabet of its own, so its letters never conflict with the others.
- Bulgarian has two layouts in use (BDS and the phonetic one) and Mongolian one of its own. They have the same letters
  at other positions, and a letter doesn't tell which layout sent it: н could be `n` or `y`, no or yes. In these two
  languages letters therefore aren't mapped; space, backspace, digits, arrows and enter work as always, and `[keys]`
  takes any letter.

The Cyrillic layout is taken from the language of the environment, the only information that a terminal gives about it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

Layout = Mapping[str, str]
"""A small letter, or a sign, to the Latin letter at the same position."""

_LATIN: Final = "qwertyuiopasdfghjklzxcvbnm"
GREEK: Final[Layout] = dict(zip("ςερτυθιοπασδφγηξκλζχψωβνμ", _LATIN[1:], strict=True))
GREEK_SIGNS: Final[Layout] = {"semicolon": "q", ";": "q"}
"""On a Greek layout the q key sends a semicolon, which other layouts have too, so it is mapped only for Greek."""
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
    """The letters that are mapped to Latin ones, by the language of the environment."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    language = next((name for name in names if name), "").partition("_")[0].partition(".")[0].lower()
    return {**GREEK, **_BY_LANGUAGE.get(language, EAST)}


def spellings(key: str, layout: Layout) -> tuple[str, ...]:
    """A key, and the keys to try after it if it has no binding: for a capital the Latin capital at its position, then
    the small letter, then the Latin small letter.
    """
    small = key.lower() if len(key) == 1 and key.isalpha() else key
    latin = layout.get(small)
    large = latin.upper() if latin is not None and key != small else None
    return tuple(dict.fromkeys(name for name in (key, large, small, latin) if name is not None))


def is_other_letter(key: str) -> bool:
    """Whether a key is a letter that isn't Latin, which means that the keyboard has another layout."""
    return len(key) == 1 and key.isalpha() and not unicodedata.name(key, "").startswith(("LATIN", "FULLWIDTH LATIN"))
