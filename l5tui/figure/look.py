"""How thick the strokes are at each scale: what looks right was found by eye, on real braille.

Braille has no grey, so nothing is anti-aliased: strokes grow by whole dots where a larger figure asks for them, and a
small one gives up its ring of a head and all but the shortest dashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from l5tui.figure.dots import Dash

_RADII: Final = ((0.508, 0.8, 0.55), (0.667, 1.05, 0.8), (1.0, 1.45, 1.05))
"""Scale, radius of the trunk, radius of a near limb, in dots."""
_SMALL: Final = 0.6
_MIDDLE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Look:
    """Radii and dashes, in dots. A limb whose radius is `HAIR` or less is a line of one dot."""

    trunk: float
    limb: float
    far: Dash
    broad: bool
    """Whether far limbs are two dots wide."""
    ring: float
    """How wide the head's ring is; 0 for a filled head."""

    @classmethod
    def at(cls, scale: float) -> Look:
        """The look of a figure of this many dots to a unit."""
        trunk, limb = _radii(scale)
        if scale < _SMALL:
            far = Dash(1, 1)
        elif scale < _MIDDLE:
            far = Dash(2, 2)
        else:
            larger = max(1.0, scale)
            far = Dash(round(3 * larger), round(2 * larger))
        ring = 0.0 if scale < _SMALL else 1.0 if scale < 1.25 else 1.5 if scale < 1.8 else 2.0
        return cls(trunk, limb, far, scale >= 1.2, ring)


HAIR: Final = 0.6


def _radii(scale: float) -> tuple[float, float]:
    least, most = _RADII[0], _RADII[-1]
    if scale <= least[0]:
        return least[1:]
    if scale >= most[0]:
        return most[1] * scale, most[2] * scale
    for low, high in pairwise(_RADII):
        if scale <= high[0]:
            share = (scale - low[0]) / (high[0] - low[0])
            return low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share
    raise AssertionError("unreachable")
