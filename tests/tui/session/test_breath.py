"""Breathing in widens the band beside the words and the chest of the figure; breathing out narrows both."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.geometry import Size

from l5tui.domain.exercise import Breath as Way
from l5tui.engine.moment import Moment
from l5tui.figure.motion import BREATH_S
from l5tui.tui.session.layout import _chest, _reach
from l5tui.tui.session.layout_widgets import WING, BreathWidget
from tests import factories


def moment_of(way: Way, after_s: float, *, phase: str = "lift", seconds: int = 8) -> Moment:
    """The moment so many seconds into the first phase."""
    one = factories.exercise(phases=(factories.phase(phase, seconds, breath=way),), ladder=None)
    controller, clock, _ = factories.started(factories.plan(one))
    while (segment := controller.moment.segment) is not None and not segment.phase:
        controller.skip()
    clock.advance(after_s)
    return controller.moment


class Wide(BreathWidget):
    """An app with the breath band in a wide window."""

    @property
    def size(self) -> Size:
        return Size(80, 1)


def band(reach: float) -> str:
    widget = Wide()
    widget.words = "breathe in"
    widget.breathe(reach)
    return str(widget.render())


def test_the_band_widens_as_the_breath_fills() -> None:
    assert band(1.0) == f"{'━' * WING} breathe in {'━' * WING}"
    assert band(0.0) == f"{'─' * WING} breathe in {'─' * WING}"
    assert band(0.3) == f"{'─' * 7}{'━' * 3} breathe in {'━' * 3}{'─' * 7}", "it grows both ways from the words"


@pytest.mark.parametrize("part", [0.0, 0.25, 0.5, 0.75])
def test_breathing_in_fills_and_breathing_out_empties(part: float) -> None:
    assert _reach(moment_of(Way.IN, 8 * part)) == pytest.approx(part)
    assert _reach(moment_of(Way.OUT, 8 * part)) == pytest.approx(1 - part)


def test_an_easy_breath_begins_with_breathing_in() -> None:
    quarter = BREATH_S / 4
    for quarters, reach in ((1, 1), (2, 0.5), (3, 0)):
        assert _reach(moment_of(Way.EASY, quarter * quarters)) == pytest.approx(reach, abs=0.001)


def test_the_chest_of_a_hold_rises_first_as_the_band_does() -> None:
    quarter = BREATH_S / 4
    for quarters, full in ((1, 1), (3, -1)):
        assert _chest(moment_of(Way.EASY, quarter * quarters, phase="hold", seconds=20)) == pytest.approx(full)


def test_during_a_pause_band_and_chest_stand_still() -> None:
    assert _reach(replace(moment_of(Way.IN, 4), paused=True)) is None
