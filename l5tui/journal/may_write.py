"""Whether this process may write an entry: another login may have taken its session over meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

MayWrite = Callable[[], AbstractContextManager[bool]]
"""Whether this process may write an entry, which stays so while the block runs."""


def always() -> AbstractContextManager[bool]:
    """Let an entry be written at any time, because no other login can take it over."""
    return nullcontext(True)
