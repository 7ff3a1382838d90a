"""Imports msgspec without `typing_extensions`, which brings half the standard library's inspection tools along.

msgspec takes from it what `typing` has too since Python 3.11, and falls back to `typing` where it can't be imported.
The commands need it for nothing else; Textual does, and imports it then.
"""

from __future__ import annotations

import sys

_LEFT_OUT = "typing_extensions"


def import_msgspec() -> None:
    """Import msgspec, in a third of the time. Does nothing if either is imported already."""
    if _LEFT_OUT in sys.modules or "msgspec" in sys.modules:
        return
    # Python's own way to say that a module can't be imported.
    sys.modules[_LEFT_OUT] = None  # type: ignore[assignment]
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[_LEFT_OUT]
