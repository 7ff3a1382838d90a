"""The journal's file as text: one document a line, each line with its own checksum. Pure; no file is touched here.

Every line is a JSON array, so that `jq` or ten lines of any language read the journal without l5tui:

    ["5c8e41d0","l5tui journal",1,{"generation":7,"schema":2,"lines":2,"digest":"0c1f9a3e","app":"0.1.0"}]
    ["91b20c77","entries","4f0e...",{"uid":"4f0e...","kind":"log", ...}]
    ["e3a10b52","favourites","morning_set",{"id":"morning_set","order":0}]

The checksum covers all of the line after it. It is CRC-32, which guards against torn writes and worn cells, not against
a forger (who could recompute any unkeyed digest); it finds every burst of up to 32 bits, misses one other damage in
four thousand million, runs at memory speed, and `zlib` is already loaded. The header's `digest` is the CRC-32 of all
the lines' checksums in order, so lost, doubled or moved lines are noticed although each line is whole.

Later versions must keep the header's grammar, so that an older program can always say "this is newer".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from zlib import crc32

FORMAT: Final = 1
"""The version of the file's grammar (the entries' own is `domain.entry.SCHEMA`)."""
MAGIC: Final = "l5tui journal"
ENTRIES: Final = "entries"
"""The table of entries, by uid."""
_CHUNK: Final = 256
_START: Final = len('["00000000",')

Body = dict[str, Any]
Tables = dict[str, dict[str, Body]]
Lines = dict[str, dict[str, bytes]]


class Header(NamedTuple):
    """The first line: what the file says about itself."""

    format: int
    generation: int
    """Goes up by one at each write."""
    schema: int
    """The newest entry schema that the file may contain."""
    lines: int
    digest: str


class Record(NamedTuple):
    """One whole line: the table and key it belongs to, the document, and its bytes without the newline."""

    table: str
    key: str | int
    body: Body
    line: bytes


class Content:
    """A journal in memory: the documents, and for each the exact bytes of its line in the file."""

    __slots__ = ("generation", "header", "lines", "tables")

    def __init__(self, generation: int = 0, header: bytes = b"") -> None:
        self.tables: Tables = {}
        self.lines: Lines = {}
        self.generation = generation
        self.header = header


def dumps(value: object) -> str:
    """JSON on one line, as UTF-8 can carry it.

    Text stays readable (`ü`, not `\\u00fc`), unless it holds half of a surrogate pair, which UTF-8 can't encode: then
    the document is escaped, and reads back the same.

    Raises:
        ValueError, TypeError: the value isn't plain JSON (NaN, an object), which is a bug in the program.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    return text


def encode(table: str, key: str | int, body: object) -> bytes:
    """One line, without its newline."""
    rest = f"{dumps(table)},{dumps(key)},{dumps(body)}]".encode()
    return b'["%08x",%s' % (crc32(rest), rest)


def decode(line: bytes) -> Record | None:
    """The record on a line, or None if the line is damaged."""
    rest = line[_START:]
    if line[:_START] != b'["%08x",' % crc32(rest):
        trimmed = line.strip(b"\xef\xbb\xbf\r\t ")  # what an editor or a file transfer adds to lines
        return decode(trimmed) if len(trimmed) < len(line) else None
    try:
        _, table, key, body = json.loads(line.decode())
    except (ValueError, RecursionError):
        return None
    if not (isinstance(table, str) and isinstance(key, str | int) and isinstance(body, dict)):
        return None
    return Record(table, key, body, line)


def scan(raw: bytes, known: dict[bytes, Record] | None = None) -> Iterator[Record | None]:
    """Each line of the file as a record, or None where it is damaged. The newline at the very end is no line.

    Args:
        known: records by their bytes; a line found there isn't decoded again.
    """
    lines = raw.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
        yield (known and known.get(line)) or decode(line)


def header_of(record: Record | None) -> Header | None:
    """The record as a header, or None if it isn't one."""
    if record is None or record.table != MAGIC or not isinstance(record.key, int):
        return None
    generation, schema, lines = (
        value if isinstance(value := record.body.get(name), int) else 0 for name in ("generation", "schema", "lines")
    )
    return Header(record.key, generation, schema, lines, str(record.body.get("digest")))


def is_journal(raw: bytes) -> bool:
    """Whether a file that begins so says that it is a journal, whole or not, of any version."""
    return re.match(rb'(?:\xef\xbb\xbf)?\s*\["[0-9a-f]{8}","l5tui journal"', raw) is not None


def digest(lines: Iterable[bytes]) -> str:
    """The checksum of the lines' checksums, in their order."""
    return f"{crc32(b''.join([line[2:10] for line in lines])):08x}"


def compose(content: Content, schema: int, app: str) -> list[bytes]:
    """The whole file as its lines, the header first; sets `content.header`."""
    lines = [line for table in content.lines.values() for line in table.values()]
    about = {
        "generation": content.generation,
        "schema": schema,
        "lines": len(lines),
        "digest": digest(lines),
        "app": app,
    }
    content.header = encode(MAGIC, FORMAT, about)
    lines.insert(0, content.header)
    return lines


def chunks(lines: list[bytes]) -> Iterator[bytes]:
    """The file's bytes in parts of some hundred lines: joining them all would take longer than writing them."""
    for start in range(0, len(lines), _CHUNK):
        yield b"\n".join([*lines[start : start + _CHUNK], b""])


def parse(raw: bytes, known: dict[bytes, Record] | None = None) -> Content | None:
    """The journal in these bytes, or None if anything is wrong with them.

    Call `header_of` on the first line before this: of a newer format only the header can be read.
    """
    records = scan(raw, known)
    first = next(records, None)
    header = header_of(first)
    if first is None or header is None or header.format != FORMAT:
        return None
    content = Content(header.generation, first.line)
    every: list[bytes] = []
    for record in records:
        if record is None or not isinstance(record.key, str):
            return None
        every.append(record.line)
        add(content, record)
    if len(every) != header.lines or digest(every) != header.digest:
        return None
    return content


def add(content: Content, record: Record) -> None:
    """Add a record; it replaces an earlier one of the same key."""
    key = str(record.key)
    content.tables.setdefault(record.table, {})[key] = record.body
    content.lines.setdefault(record.table, {})[key] = record.line
