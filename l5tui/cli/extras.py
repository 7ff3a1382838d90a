"""`l5tui exercises on NAME`: switch on an exercise that isn't in the article, or off again."""

from __future__ import annotations

from argparse import Namespace

from l5tui.cli.exercise_page import HOW, NOT_IN_ARTICLE, about
from l5tui.cli.files import known_entries, load_content
from l5tui.config.clock import now
from l5tui.config.config_file import save
from l5tui.config.errors import ExitStatus, UsageError
from l5tui.config.output import print_text, quoted
from l5tui.config.paths import config_file
from l5tui.domain.exercise import Exercise
from l5tui.library import Content, extras
from l5tui.library.content import fold
from l5tui.library.faults import nearest
from l5tui.library.programmes import Programmes


def switched(args: Namespace) -> int:
    """Switch an exercise on or off.

    Raises:
        UsageError: it isn't one of those that can be switched.
        SettingsError: the settings can't be written.
    """
    if args.switch not in ("on", "off") or args.name is None or args.json:
        raise UsageError("l5tui exercises takes NAME, on NAME, or off NAME", HOW)
    content = load_content()
    exercise = _extra(args.name, content)
    on = args.switch == "on"
    if (exercise.id in content.exercises) == on:
        print_text(f"{exercise.name} is {args.switch} already", plain=args.ascii)
        return ExitStatus.OK
    save(config_file(), {f"extras.{exercise.id}": on})
    if on:
        programme = Programmes(content).in_force(known_entries(args), now().date()).programme
        lines = [f"{exercise.name} is on. {NOT_IN_ARTICLE}", *about(exercise, content, programme)]
        lines.append(f"To switch it off: l5tui exercises off {exercise.id}")
    else:
        lines = [f"{exercise.name} is off. Routines of yours that have it wait."]
    print_text(lines, plain=args.ascii)
    return ExitStatus.OK


def _extra(name: str, content: Content) -> Exercise:
    wanted = fold(name)
    known = extras()
    for one in known.values():
        if wanted in {fold(called) for called in (one.id, one.name, *one.aliases)}:
            return one
    if any(wanted in (fold(one.id), fold(one.name)) for one in content.exercises.values()):
        raise UsageError(f"{quoted(name)} is always on", HOW)
    raise UsageError(f"there is no exercise {quoted(name)} to switch", nearest(name, known) or HOW)
