"""When Python looks for garbage: not while the program starts.

What a start makes (modules, content, widgets) stays for good, so looking through it finds nothing and costs a quarter
of the start's time.
"""

from __future__ import annotations

import gc
from typing import Final

STARTED_S: Final = 1.0
"""Seconds after which the app has started."""


def postpone_collection() -> None:
    """Look for no garbage until `resume_collection`; a short command ends before that."""
    gc.disable()


def resume_collection() -> None:
    """Look for garbage again, but not among what there is now. Does nothing if it wasn't postponed."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
