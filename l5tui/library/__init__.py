"""The content files as domain objects: `load` and `check` them, and find things by name in `Content`."""

from __future__ import annotations

from l5tui.library.content import Content, Guide
from l5tui.library.loading import check, extras, load

__all__ = ["Content", "Guide", "check", "extras", "load"]
