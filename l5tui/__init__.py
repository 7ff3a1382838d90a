"""Guided low-back exercises, held and counted, with a journal of pain before and after."""

from __future__ import annotations

__version__ = "0.1.0"
