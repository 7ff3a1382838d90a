"""The content files as domain objects: `load` them, `check` them, find things in `Content` by what people call them."""

from __future__ import annotations

from l5tui.library.content import Content, Guide
from l5tui.library.loading import check, load

__all__ = ["Content", "Guide", "check", "load"]
