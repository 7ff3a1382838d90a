"""Opens the plain session: first the signal handler, then the journal, then the source of answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress

from l5tui.config.errors import ExitStatus, L5Error
from l5tui.config.garbage import resume_collection
from l5tui.config.launch import Launch
from l5tui.config.output import print_error
from l5tui.config.paths import own_content
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import report_unwritten
from l5tui.library import Content, load
from l5tui.plain.answers import AnswerSource, GoneError, LineSource
from l5tui.plain.flow import Flow
from l5tui.plain.keyboard import Keyboard
from l5tui.plain.output import Printer
from l5tui.plain.prompt import Prompt
from l5tui.plain.questionnaire import fill_in
from l5tui.plain.records import Records
from l5tui.plain.safety_review import SafetyReview
from l5tui.terminal.capabilities import capabilities
from l5tui.terminal.key_layouts import layout_of
from l5tui.terminal.signals import SignalHandler


def run_plain(launch: Launch) -> int:
    """Run a session in plain lines; returns the exit status.

    Raises:
        L5Error: it couldn't.
    """
    resume_collection()
    with SignalHandler() as signal_handler:
        records, content = _opened(launch, signal_handler)
        can = capabilities(os.environ, ascii_only=launch.ascii)
        output = Printer(ascii_only=not can.unicode, bell=os.isatty(1))
        try:
            with _source() as source:
                prompt = Prompt(source, output, layout_of(os.environ))
                status = Flow(launch, content, records, prompt, signal_handler).run()
        finally:
            told = report_unwritten(records.unwritten, records.unwritten.end(), records.drafts.keep())
        return ExitStatus.FAILED if told else status


def run_review(launch: Launch) -> int:
    """Ask all safety questions again; returns the exit status.

    Raises:
        L5Error: it couldn't.
    """

    def review(prompt: Prompt, content: Content, records: Records) -> ExitStatus:
        with suppress(GoneError):
            SafetyReview(prompt, content, records, number=launch.settings.emergency_number).review()
        return ExitStatus.OK

    return _run_questions(launch, review)


def run_questionnaire(launch: Launch) -> int:
    """Ask the statements of the RMDQ; returns the exit status.

    Raises:
        L5Error: it couldn't.
    """
    return _run_questions(launch, lambda prompt, _, records: fill_in(prompt, records))


def _run_questions(launch: Launch, ask: Callable[[Prompt, Content, Records], ExitStatus]) -> int:
    with SignalHandler() as signal_handler:
        records, content = _opened(launch, signal_handler)
        can = capabilities(os.environ, ascii_only=launch.ascii)
        status = ExitStatus.OK
        try:
            with _source() as source:
                prompt = Prompt(source, Printer(ascii_only=not can.unicode, bell=False), layout_of(os.environ))
                status = ask(prompt, content, records)
        finally:
            told = report_unwritten(records.unwritten, records.unwritten.end(), records.drafts.keep())
        return ExitStatus.FAILED if told else status


def _opened(launch: Launch, signal_handler: SignalHandler) -> tuple[Records, Content]:
    """The journal, with what waited to be written, and what there is to do; what is wrong with them is said."""
    records = Records(Journal(launch.journal, unlocked=launch.settings.unlocked_journal), Spool(launch.journal))
    signal_handler.before_end(records.unwritten.spool_all)
    signal_handler.before_end(records.drafts.keep)
    content = _content(launch.settings.extras_on)
    said_later = content.safety_problem  # by what refuses a session because of it
    problems = [problem for problem in content.problems if problem is not said_later]
    for line in (*launch.notices, *records.journal.open().notices, *problems):
        print_error(line)
    records.write_spooled()
    return records, content


@contextmanager
def _source() -> Iterator[AnswerSource]:
    """Keys if there is a terminal, or else lines."""
    if os.isatty(0):
        with Keyboard() as keyboard:
            yield keyboard
    else:
        with LineSource(0) as lines:
            yield lines


def _content(extras: Collection[str]) -> Content:
    try:
        own = own_content()
    except L5Error:  # no home directory, so there are no files of the person's own
        own = None
    return load(own=own, extras=extras)
