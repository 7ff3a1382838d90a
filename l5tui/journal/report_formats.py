"""The three forms of a report: plain text, Markdown, and HTML that prints on one page, without script or outside link.

Whatever a person typed is text in each of them: control characters and changes of direction are spelled out, and what
Markdown or HTML would obey is escaped.
"""

from __future__ import annotations

import re
from html import escape
from textwrap import wrap
from typing import Final

from l5tui.config.output import printable
from l5tui.journal.report import TITLE, Report
from l5tui.journal.report_chart import chart, legend

ENDINGS: Final = (".html", ".md", ".txt")
WIDTH: Final = 80
FULL: Final = 76
"""The most lines of plain text that fit on a page of HTML in its usual letters; more get smaller ones."""
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+!|~@-]|(?<=\w):(?=//)|(?<=www)\.)", re.IGNORECASE)
"""What Markdown obeys, and what makes a link of a bare address."""
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 10mm 13mm; }}
body {{ font: 8.6pt/1.25 system-ui, sans-serif; color: #1b2527; background: #fff; max-width: 190mm; margin: 0 auto; }}
h1 {{ font-size: 13pt; margin: 0 0 1mm; }}
h2 {{ font-size: 9pt; margin: 1.5mm 0 0.2mm; color: #0b6b5d; }}
p {{ margin: 0; overflow-wrap: anywhere; }}
figure {{ margin: 1.5mm 0 0; }}
figcaption {{ font-size: 7pt; color: #566467; }}
svg {{ display: block; }}
.full {{ font-size: 7.5pt; line-height: 1.16; }}
.full h2 {{ font-size: 8pt; margin-top: 1mm; }}
section {{ break-inside: avoid; }}
section:last-of-type {{ font-size: 7.5pt; color: #566467; }}
</style>
</head>
<body{full}>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def report_text(report: Report, ending: str) -> str:
    """The report in the form that a file's ending stands for, one of `ENDINGS`."""
    return {".html": as_html, ".md": as_markdown, ".txt": as_text}[ending](report)


def as_text(report: Report) -> str:
    """The report as plain text of 80 columns."""
    lines = [TITLE, *report.about]
    for section in report.sections:
        lines += ["", section.heading]
        for line in section.lines:
            lines += wrap(printable(line), WIDTH, initial_indent="  ", subsequent_indent="    ") or [""]
    return "\n".join(printable(line) for line in lines) + "\n"


def as_markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = [f"# {_markdown(TITLE)}", ""]
    lines += [f"{_markdown(line)}  " for line in report.about]
    for section in report.sections:
        lines += ["", f"## {_markdown(section.heading)}", "", *(f"- {_markdown(line)}" for line in section.lines)]
    return "\n".join(lines) + "\n"


def as_html(report: Report) -> str:
    """The report as a page of HTML, with the chart."""
    parts = [f"<p>{_html(line)}</p>" for line in report.about]
    if drawn := chart(report.days, report.since, report.until):
        words = _html(legend(report.since, report.until))
        parts.append(f"<figure>\n{drawn}\n<figcaption>{words}</figcaption>\n</figure>")
    for section in report.sections:
        lines = "\n".join(f"<p>{_html(line)}</p>" for line in section.lines)
        parts.append(f"<section>\n<h2>{_html(section.heading)}</h2>\n{lines}\n</section>")
    full = ' class="full"' if len(as_text(report).splitlines()) > FULL else ""
    return _PAGE.format(title=_html(TITLE), full=full, body="\n".join(parts))


def _markdown(line: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printable(line)).replace("&", "&amp;")


def _html(line: str) -> str:
    return escape(printable(line))
