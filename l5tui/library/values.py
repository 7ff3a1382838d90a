"""The single values of content files, and the base of their tables.

The base class forbids unknown keys, so that a misspelt key is reported instead of ignored.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

_ID_HINT = "small letters, digits and _ only, a letter first, 40 at the most"
Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z", extra={"hint": _ID_HINT})]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Short = Annotated[str, Meta(min_length=1, max_length=60)]
Cue = Annotated[str, Meta(min_length=1, max_length=120)]
Line = Annotated[str, Meta(min_length=1, max_length=1000)]
Words = Annotated[str, Meta(max_length=1000)]
"""As a line, but it may be left empty."""
Lines = Annotated[list[Line], Meta(min_length=1, max_length=20)]
MoreLines = Annotated[list[Line], Meta(max_length=20)]
"""As lines, but there may be none."""


class Table(Struct, forbid_unknown_fields=True):
    """The policy for every table."""
