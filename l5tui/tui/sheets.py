"""Style sheets that are parsed once.

Textual parses every sheet again for each screen it shows the first time, in case a theme's colours have changed: some
hundred milliseconds each. Here they are parsed again only when they have.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

SHEETS = 1024
"""More than all widgets' sheets together, so that none is pushed out of the cache."""


class Sheets(Stylesheet):
    """A style sheet that remembers what it has parsed for as long as the variables stay the same."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SHEETS)

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)
            self._require_parse = True

    def reparse(self) -> None:
        if self._require_parse:
            self.parse()
