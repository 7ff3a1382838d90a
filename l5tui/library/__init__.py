"""The content files as domain objects: `load` them, `check` them, find things in `Content` by what people call them."""

from __future__ import annotations

from l5tui.library.checking import check
from l5tui.library.content import Content
from l5tui.library.guides import Guide
from l5tui.library.loading import load

__all__ = ["Content", "Guide", "check", "load"]
