"""The chart of a report as inline SVG: scores before as a line, scores after as lighter rings, a band of one point.

Over more than three months the line joins the medians of weeks, over more than two years of four weeks, and the single
scores are faint. It joins neighbours only, so a gap stays a gap; a score that was left out has no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from l5tui.domain.pain import HIGHEST, NOISE, day_median
from l5tui.domain.time_words import MONTHS
from l5tui.journal.trends import Day

WIDTH: Final = 720
HEIGHT: Final = 140
LEFT: Final = 26
RIGHT: Final = 10
TOP: Final = 8
BOTTOM: Final = 22
GRAINS: Final = ((92, 1), (731, 7), (10**9, 28))
"""Up to so many days, how many days a mark of the line stands for."""
LABELS: Final = 6
_INK: Final = "#0b6b5d"
_BAND: Final = "#dfe8e3"
_GRID: Final = "#d8d5cb"
_MUTED: Final = "#566467"


def chart(days: Sequence[Day], since: date, until: date) -> str:
    """The chart as an SVG element; empty without any score."""
    if not any(day.before or day.after for day in days):
        return ""
    scale, grain = _Scale(since, until), _grain(since, until)
    points = list(_grouped(days, until, grain)) if grain > 1 else [(day.date, day.median) for day in days]
    runs = _runs(points, grain)
    faint = {1: 1, 7: 0.5, 28: 0.2}[grain]
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" role="img" '
        'aria-label="Pain before sessions over time, 0 to 10; the numbers are in the text below">',
        *_grid(scale),
        *(_band(run, scale) for run in runs),
    ]
    for day in days:
        x = scale.x(day.date)
        parts += [
            f'<circle cx="{x}" cy="{scale.y(score)}" r="2.2" fill="none" stroke="{_MUTED}" opacity="{faint}"/>'
            for score in sorted(set(day.after))
        ]
        if grain > 1:
            parts += [
                f'<circle cx="{x}" cy="{scale.y(one)}" r="1.4" fill="{_INK}" opacity="{faint / 2}"/>'
                for one in day.before
            ]
    for run in runs:
        line = " ".join(f"{scale.x(day)},{scale.y(score)}" for day, score in run)
        if len(run) > 1:
            parts.append(f'<polyline points="{line}" fill="none" stroke="{_INK}" stroke-width="1.4"/>')
        parts += [f'<circle cx="{scale.x(day)}" cy="{scale.y(score)}" r="2.4" fill="{_INK}"/>' for day, score in run]
    return "\n".join([*parts, "</svg>"])


def legend(since: date, until: date) -> str:
    """What the marks mean."""
    line = {
        1: "Dots: the day's median before",
        7: "Line and dots: a week's median before (faint: each score)",
        28: "Line and dots: four weeks' median before (faint: each score)",
    }[_grain(since, until)]
    return f"{line}. Rings: after a session. Band: one point up or down is normal wobble. Gaps: no score."


def _grain(since: date, until: date) -> int:
    length = (until - since).days + 1
    return next(grain for most, grain in GRAINS if length <= most)


class _Scale:
    def __init__(self, since: date, until: date) -> None:
        self.since, self.days = since, max(1, (until - since).days)

    def x(self, day: date) -> float:
        gone = max(0, (day - self.since).days)  # the middle of a first group may be before the first day
        return round(LEFT + 6 + (WIDTH - LEFT - RIGHT - 12) * gone / self.days, 1)

    def y(self, score: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (HIGHEST - min(max(score, 0), HIGHEST)) / HIGHEST, 1)


def _grouped(days: Iterable[Day], until: date, grain: int) -> Iterator[tuple[date, float | None]]:
    """The medians of groups of days that end on the last day, each at its middle, oldest first."""
    scores: dict[int, list[int]] = {}
    most = 0
    for day in days:
        most = max(most, (until - day.date).days)
        scores.setdefault((until - day.date).days // grain, []).extend(day.before)
    for back in sorted(scores, reverse=True):
        yield until - timedelta(days=min(grain * back + grain // 2, most)), day_median(scores[back])


def _runs(points: Iterable[tuple[date, float | None]], apart: int) -> list[list[tuple[date, float]]]:
    found: list[list[tuple[date, float]]] = []
    for day, score in points:
        if score is None:
            continue
        if found and (day - found[-1][-1][0]).days <= apart:
            found[-1].append((day, score))
        else:
            found.append([(day, score)])
    return found


def _band(run: list[tuple[date, float]], scale: _Scale) -> str:
    edge = [(scale.x(day), score) for day, score in run]
    wide = [(edge[0][0] - 4, edge[0][1]), *edge, (edge[-1][0] + 4, edge[-1][1])]
    upper = [f"{x:g},{scale.y(score + NOISE)}" for x, score in wide]
    lower = [f"{x:g},{scale.y(score - NOISE)}" for x, score in reversed(wide)]
    return f'<polygon points="{" ".join([*upper, *lower])}" fill="{_BAND}"/>'


def _grid(scale: _Scale) -> Iterator[str]:
    for score in range(0, HIGHEST + 1, 2):
        y = scale.y(score)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{_GRID}" stroke-width="0.6"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 3:g}" font-size="9" text-anchor="end" fill="{_MUTED}">{score}</text>'
    count = min(LABELS, scale.days + 1)
    for number in range(count):
        day = scale.since + timedelta(days=round(scale.days * number / max(1, count - 1)))
        anchor = "start" if number == 0 else "end" if number == count - 1 else "middle"
        words = f"{MONTHS[day.month - 1]} {day.year}" if scale.days > 731 else f"{day.day} {MONTHS[day.month - 1]}"
        place = f'x="{scale.x(day)}" y="{HEIGHT - 6}" text-anchor="{anchor}"'
        yield f'<text {place} font-size="9" fill="{_MUTED}">{words}</text>'
