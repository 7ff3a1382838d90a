"""A journal that was removed while it was open: what was known of it, joined with what stands there now."""

from __future__ import annotations

from collections.abc import Mapping

from l5tui.storage.format import Body, Tables


def together(lost: Tables, since: Tables, now: Tables) -> Tables:
    """All that was known, and all that was written since; pure.

    Args:
        lost: the tables as they were known last.
        since: what stood there when the loss was noticed, read from an older copy; empty where there was none.
        now: what stands there. A document that is still as it was in the older copy gives way to the lost one, and one
            that was written since stays.
    """
    return {name: _joined(lost.get(name, {}), since.get(name, {}), now.get(name, {})) for name in {**lost, **now}}


def _joined(lost: Mapping[str, Body], since: Mapping[str, Body], now: Mapping[str, Body]) -> dict[str, Body]:
    newer = {key: body for key, body in now.items() if key not in lost or body != since.get(key)}
    return {**lost, **newer}
