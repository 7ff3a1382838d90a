"""The layout of the session screen: its widgets, their sizes, and their content.

Widgets are updated in two ways: `show` sets what changes with the second or with a key; `draw` sets what changes with
every frame: the figure, the breath and the bar.
"""

from __future__ import annotations

from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from l5tui.domain.safety.questions import NOTICE_THE_LEG
from l5tui.domain.safety.stop_page import FURTHER_DOWN
from l5tui.engine import moment_words as words
from l5tui.engine.moment import Moment, asks_about_leg, exercise_progress, form_to_read
from l5tui.engine.plan import SETUPS, SegmentKind
from l5tui.engine.plan_changes import form_words
from l5tui.engine.progress import Progress
from l5tui.figure import Figure, breath_at
from l5tui.figure.figure import HOLD
from l5tui.figure.motion import BREATH_S
from l5tui.tui.chrome import SMALLEST, L5Screen
from l5tui.tui.session.layout_widgets import (
    BreathWidget,
    ExerciseStripWidget,
    HeaderContent,
    NextUpWidget,
    ProgressBarWidget,
    SessionHeaderWidget,
    StripPart,
)
from l5tui.tui.widgets.big_text import BigTextWidget
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.glyphs import LOWEST_PLAIN_ROWS, LOWEST_ROWS
from l5tui.tui.widgets.glyphs import fit as fitted
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, Role, clock, one_line

if TYPE_CHECKING:
    from l5tui.figure.pose import Pose

Result = TypeVar("Result")

FLOOR_SHARE = 0.62
"""The share of the height that the count takes in floor mode."""
FLOOR_REST = 6
"""Rows of the bar, the keys and four blanks in floor mode; in a low window there are two blanks less."""
FLOOR_ROOMY = 24
TIGHT_COUNT, TIGHT_WORD, TIGHT_BAND = 5, 3, 6
"""Rows in a small window: of the count, of the word, and of the band that holds both and the cue."""
TIGHT_FORM = 4
"""Rows of the band while longer text stands above it: that of an easier or harder form, or a caution."""
TIGHT_REST = 6
"""Rows of the rest of a small window: header, strip, bar, next, a blank, keys."""
LOW = 12
"""Rows of a window below which things give way one at a time."""
GIVES_WAY = (("bar", LOW), ("next", LOW - 1), ("strip", LOW - 2), ("side", LOW - 7))
"""What gives way, with the rows of the lowest window that has it; in between the blank above the keys and the cue."""
NORMAL_REST = 7
"""Rows of the rest of a normal window: those of a small one, and a blank above the band."""
LEAST_FIGURE_ROWS = 5
SETTLE_MS = 1000
FRAME_S, BREATH_FRAME_S = 1 / 12, 1 / 6
LONG_MS = 10_000
"""The least length of a segment in which the bar moves with the count instead of cell by cell."""
SO_FAR = "seconds so far"
"""What the count counts in own pace, where nothing is left to count down."""


class SessionLayoutScreen(L5Screen[Result]):
    """Base of the session screen: its widgets, without keys and timers."""

    SMALLEST = (SMALLEST[0], 4)
    floor = False
    still = False
    mirror = False
    with_figure = True
    leg_watched: frozenset[str] = frozenset()
    """Exercises after which the screen asks whether pain is further down the leg."""
    asking = False
    """Whether a dialog or page is open over the session; then its keys do nothing, and none is named."""
    # Both are there before the first picture: a segment may end while a slow machine still mounts the screen.
    _shown_from: Pose | None = None
    _last_pose: Pose | None = None

    def compose(self) -> ComposeResult:
        yield SessionHeaderWidget(id="head")
        yield ExerciseStripWidget(id="strip")
        with Vertical(id="stage"):
            yield FigureWidget(id="figure")
            yield Static(id="start")
        with Container(id="band"):
            with Vertical(id="say"):
                yield BigTextWidget(id="word", rows=4, shrink=True)
                yield Static(id="cue")
                yield BreathWidget(id="breath")
            yield BigTextWidget(id="count", rows=7, align="right", digits=2)
        yield ProgressBarWidget(id="bar")
        yield NextUpWidget(id="coming")
        yield from self.frame_end()

    # Sizes

    def fit(self) -> None:
        """Set the sizes for this window. Blanks are removed first, then the figure."""
        columns, rows = self.size
        count, word = 7, 4
        if self.floor:
            word = 8 if rows >= 40 else 4 if rows >= 20 else 1
            room = rows - word - FLOOR_REST + (2 if rows < FLOOR_ROOMY else 0)
            count = max(LOWEST_ROWS, min(ceil(rows * FLOOR_SHARE), room))
        elif rows >= 40 and columns >= 140:
            count, word = 13, 8
        elif rows >= 28:
            count, word = 8, 4
        elif self._tight:
            count, word = TIGHT_COUNT, TIGHT_WORD
        if self.l5.ascii_only and not self.floor and not self._tight:
            word = max(word, LOWEST_PLAIN_ROWS)
        self.set_class(self.l5.ascii_only, "-ascii")
        self.set_class(self.floor, "-floor")
        self.set_class(rows < FLOOR_ROOMY, "-low")
        big_count, big_word = self.query_one("#count", BigTextWidget), self.query_one("#word", BigTextWidget)
        big_count.rows, big_word.rows = count, word
        big_count.narrow = columns < 60 and not self.floor
        for what, least in GIVES_WAY:
            self.set_class(rows < least and not self.floor, f"-without-{what}")
        big_count.styles.text_align = "center" if self.floor else "right"
        big_word.styles.text_align = "center" if self.floor else "left"
        self.query_one("#band").styles.height = count + word + 1 if self.floor else count

    # Content

    def show(self, moment: Moment, progress: Progress) -> None:
        """Update what changes with the second or with a key."""
        quiet = words.is_quiet(moment)
        role: Role = "rest" if quiet else "do"
        self.set_class(quiet, "-quiet")
        self.set_class(moment.paused, "-paused")
        narrow = self.size.width < 60
        step = moment.step
        left = clock(moment.total_left_ms)
        self.query_one("#head", SessionHeaderWidget).head = HeaderContent(
            name=self._exercise_words(moment, progress),
            place=words.place_in_plan(moment),
            sided=step is not None and step.sides != (None,),
            side=moment.side,
            rep=words.repetition(moment),
            left=left if narrow else f"{left} left",
            role=role,
        )
        strip = self.query_one("#strip", ExerciseStripWidget)
        strip.role = role
        strip.pieces = tuple(
            StripPart(one.seconds, one.through, active=moment.segment is not None and one.step == moment.segment.step)
            for one in exercise_progress(progress)
        )
        word = words.word(moment)
        if self.floor and moment.side and not moment.paused:
            word = f"{word} {moment.side.value.upper()}"
        self.query_one("#word", BigTextWidget).text = word
        self.query_one("#word", BigTextWidget).role = role
        big_count = self.query_one("#count", BigTextWidget)
        big_count.digits = _digits(moment)
        big_count.text = _count(moment.ready_s or moment.seconds)
        form = self._form(progress) if not self.floor else ""
        care = self._care(moment, form, progress) if self.size.height >= LOW else Content("")
        say = words.pause_reason_words(moment) if self.asking else words.cue(moment)
        breath = words.breath(moment)
        if not self.floor:
            say, breath = self._share_rows(word, say, breath, care)
        self._say("#cue", one_line(say, STRONG))
        self.query_one("#breath", BreathWidget).words = breath
        bar = self.query_one("#bar", ProgressBarWidget)
        bar.role = role
        bar.half = moment.side if self.floor else None
        coming = self.query_one("#coming", NextUpWidget)
        coming.what, coming.counted = words.coming(moment), SO_FAR if moment.own_pace else ""
        self._say("#start", care)
        self.query_one("#figure", FigureWidget).set_class(quiet, "-muted")
        if self.has_class("-too-small"):
            self._say("#too-small", self.too_small(*self.size))

    def _exercise_words(self, moment: Moment, progress: Progress) -> str:
        """The exercise's name, with the phases that are left out of it."""
        step, segment = moment.step, moment.segment
        if step is None or segment is None:
            return step.name if step else ""
        exercise = self.l5.library.exercises.get(step.exercise)
        off = {one.phase for one in progress.segments if one.off and one.step == segment.step}
        flat = [f"no {phase.label.lower()}" for phase in exercise.phases if phase.id in off] if exercise else []
        return ", ".join([step.name, *flat])

    @property
    def _tight(self) -> bool:
        return self.size.width < 60 or self.size.height < 20

    def _share_rows(self, word: str, say: str, breath: str, care: Content) -> tuple[str, str]:
        """Share the window's rows between the text above the band, the band, and the blank rows.

        Returns the cue and the breath to show. In a small window the cue contains the breath if there is room, and also
        uses the blank row above it, unless a caution stands there; then the word is a label. The text of a form takes
        more rows, so the count is smaller while it is shown. In a low window the word stays large, and a cue that
        doesn't fit gives way.
        """
        height, low = self.size.height, self.size.height < LOW
        count, band = self.query_one("#count", BigTextWidget), self.query_one("#band")
        if not self._tight:
            self._set_classes(airy=height - NORMAL_REST - count.rows > LEAST_FIGURE_ROWS)
            return say, breath
        needs = len(care.wrap(max(1, self.query_one("#start").size.width or self.size.width - 2))) if care else 0
        crowded = not low and height < TIGHT_REST + TIGHT_COUNT + needs
        columns = band.size.width - count.get_content_width(band.size, self.size)
        drawn = fitted(word.upper(), columns, TIGHT_WORD, plain=self.l5.ascii_only) is not None
        if low:
            rest = sum(height >= least for _, least in GIVES_WAY[1:]) + 1 + (height >= LOW - 4)
            rows = max(LOWEST_ROWS, min(TIGHT_BAND, height - rest))
        else:
            short = drawn and _lines(say, columns) <= TIGHT_COUNT - TIGHT_WORD
            rows = TIGHT_FORM if crowded else TIGHT_COUNT if care or short else TIGHT_BAND
        airy = not low and height > TIGHT_REST + rows + needs
        self._set_classes(
            airy=airy,
            crowded=crowded,
            packed=crowded and height < TIGHT_REST - 1 + TIGHT_FORM + needs,
            full=low or (not care and height <= TIGHT_REST + rows + airy),
        )
        count.rows = min(rows, TIGHT_COUNT)
        fits = _lines(say, columns) <= rows - TIGHT_WORD
        tall = TIGHT_WORD if drawn and (fits or low) else 1
        self.query_one("#word", BigTextWidget).rows = tall
        if band.styles.height is None or band.styles.height.value != rows:
            band.styles.height = rows
        both = f"{say}, {breath}"
        return both if breath and _lines(both, columns) <= rows - tall else "" if low and not fits else say, ""

    def _set_classes(self, *, airy: bool, crowded: bool = False, packed: bool = False, full: bool = False) -> None:
        for name, wanted in (("-airy", airy), ("-crowded", crowded), ("-packed", packed), ("-full", full)):
            self.set_class(wanted, name)

    def draw(self, moment: Moment) -> None:
        """Update the figure, the breath and the bar to this moment."""
        bar = self.query_one("#bar", ProgressBarWidget)
        bar.cells = int(_done(moment) * bar.room)
        self.query_one("#breath", BreathWidget).breathe(None if self.still else _reach(moment))
        view = self.query_one("#figure", FigureWidget)
        figure = self._figure(moment)
        columns, rows = view.size
        if figure is None or rows < LEAST_FIGURE_ROWS or columns < 12:
            view.show(None)
            return
        segment = moment.segment
        phase, off = _phase_name(moment), segment is not None and segment.off
        typical = None if off else figure.typical_moment(phase, side=moment.side, mirror=self.mirror)
        share = (1.0 if typical is None else typical) if self.still else _share(moment, lasts=typical is not None)
        self._last_pose = figure.pose(
            phase, share, side=moment.side, off=off, mirror=self.mirror, start=self._shown_from
        )
        view.show(
            figure.frame(
                phase,
                share,
                side=moment.side,
                off=off,
                breath=None if self.still else _chest(moment),
                size=(columns, rows),
                mirror=self.mirror,
                start=self._shown_from,
                ascii=not self.l5.terminal.braille or self.l5.ascii_only,
            )
        )

    def begin_from_here(self) -> None:
        """Begin the next movement from the pose on screen, even if it was reached by a jump."""
        self._shown_from = self._last_pose

    def frame_s(self, moment: Moment) -> float | None:
        """Real seconds until the next frame is due; None if nothing moves within a second.

        Breath is slow, so a hold has fewer frames than a movement.
        """
        segment = moment.segment
        if self.still or moment.paused or moment.over or segment is None or self.floor:
            return None
        if segment.kind is not SegmentKind.PHASE:
            return FRAME_S if moment.ms < SETTLE_MS else None
        figure = self._figure(moment)
        lasts = (
            figure is not None
            and figure.typical_moment(segment.phase, side=moment.side, mirror=self.mirror) is not None
        )
        return BREATH_FRAME_S if segment.phase == HOLD and moment.ms >= SETTLE_MS and not lasts else FRAME_S

    def _figure(self, moment: Moment) -> Figure | None:
        if not self.with_figure or self.floor or moment.step is None:
            return None
        return self.l5.figures.of(moment.step.exercise, moment.form)

    def _care(self, moment: Moment, form: str, progress: Progress) -> Content:
        """The text above the band: the leg question after an exercise with leg watch, the form's text, and cautions.

        Cautions are shown only in a set-up; the text of a form from where the form begins.
        """
        segment, step = moment.segment, moment.step
        steps = self.controller.plan.steps  # type: ignore[attr-defined]
        asks = asks_about_leg(progress, steps, self.leg_watched)
        key = self.keys_by_id().get("session.hurts", "x")
        lines = [one_line(FURTHER_DOWN.format(key=key), STRONG)] if asks else []
        lines += [one_line(form, TEXT)] if form else []
        if segment is not None and segment.kind in SETUPS and step is not None:
            notes = step.notes
            if self._tight:  # the leg question replaces its own caution; the others form one paragraph
                kept = [note for note in notes if not (asks and note == NOTICE_THE_LEG)]
                notes = ("; ".join(kept),) if kept else ()
            lines += [one_line(f"Take care: {note}", "$l5-rest") for note in notes]
        return Content("\n").join(lines)

    def _form(self, progress: Progress) -> str:
        """The instruction of the easier or harder form that begins now; empty if none does."""
        form = form_to_read(progress)
        steps = self.controller.plan.steps  # type: ignore[attr-defined]
        if form is None or progress.segment is None:
            return ""
        index = progress.segment.step
        if steps[index].variant == form:
            return str(steps[index].form)
        exercise = self.l5.library.exercises.get(steps[index].exercise)
        return form_words(progress.segments, index, exercise, form) if exercise else ""

    def _say(self, selector: str, said: Content) -> None:
        """Update a text only if it has changed, because each update repaints."""
        widget = self.query_one(selector, Static)
        if getattr(widget, "said", None) != said:
            widget.said = said  # type: ignore[attr-defined]
            widget.update(said)
            widget.set_class(not said, "-nothing")

    def too_small(self, columns: int, rows: int) -> Content:  # noqa: ARG002  the clock goes on, whatever the size
        moment = self.controller.moment  # type: ignore[attr-defined]
        side = f" {moment.side.value.upper()}" if moment.side else ""
        first, _ = words.coming(moment)
        what = f"{words.word(moment)} {moment.ready_s or moment.seconds}{side}"
        return Content.assemble((what, STRONG), "\n", (f"next {first}", MUTED))


def _phase_name(moment: Moment) -> str | None:
    """The phase that the figure shows; None for the starting position."""
    segment = moment.segment
    if segment is None:
        return None
    names = {SegmentKind.PHASE: segment.phase, SegmentKind.REST: "rest", SegmentKind.SWITCH: "switch"}
    return names.get(segment.kind)


def _share(moment: Moment, *, lasts: bool) -> float:
    """How much of the movement is done, 0 to 1. A hold is a movement only if it `lasts`, as a march does. Any other
    hold, and a rest, reaches its pose within a second from the pose before it."""
    segment = moment.segment
    if segment is None or segment.kind is not SegmentKind.PHASE or (segment.phase == HOLD and not lasts):
        return min(1.0, moment.ms / SETTLE_MS)
    return moment.fraction if moment.left_ms is not None else _own_pace_share(moment)


def _done(moment: Moment) -> float:
    """How much of the bar is filled, 0 to 1. In a long segment it moves with the count, once a second."""
    whole_ms = moment.segment.ms if moment.segment else None
    if whole_ms is None or whole_ms < LONG_MS or moment.left_ms is None:
        return moment.fraction
    return max(0.0, 1 - moment.seconds * 1000 / whole_ms)


def _own_pace_share(moment: Moment) -> float:
    """The same in own pace: the phase moves at its planned tempo, and then stays."""
    segment = moment.segment
    return min(1.0, moment.ms / (segment.given_s * 1000)) if segment and segment.given_s else 1.0


def _reach(moment: Moment) -> float | None:
    """How full the breath is, 0 to 1; None if the phase doesn't say how to breathe."""
    segment = moment.segment
    if segment is None or segment.breath is None or moment.paused:
        return None
    if segment.breath == "easy":
        return 0.5 + 0.5 * breath_at(moment.ms / 1000, moment.ms / 1000 + BREATH_S)
    share = moment.fraction if moment.left_ms is not None else _own_pace_share(moment)
    return share if segment.breath == "in" else 1 - share


def _chest(moment: Moment) -> float | None:
    """How full the chest is in a hold, -1 to 1; None outside holds."""
    segment = moment.segment
    if segment is None or segment.phase != HOLD:
        return None
    of_s = segment.seconds if segment.seconds is not None else moment.ms / 1000 + BREATH_S
    return breath_at(moment.ms / 1000, of_s)


def _lines(text: str, columns: int) -> int:
    """How many lines a text takes in that many columns."""
    return len(wrap(text, max(1, columns), break_on_hyphens=False))


def _digits(moment: Moment) -> int:
    """How many digits the count has at most in this segment, so that the word beside it doesn't move."""
    if moment.left_ms is None or moment.segment is None:
        return 2
    return len(str(moment.ready_s or min(99, -(-(moment.ms + moment.left_ms) // 1000))))


def _count(seconds: int) -> str:
    return str(seconds) if seconds <= 99 else f"{seconds // 60}:{seconds % 60:02d}"
