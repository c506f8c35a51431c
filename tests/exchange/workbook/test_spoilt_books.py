"""A good workbook spoilt in many ways, seeded: problems, one sentence or success, never a trace (I13)."""

import hashlib
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.problems import grouped_lines
from smartcity.exchange.workbook.source import read_workbook
from smartcity.i18n.words import Words
from tests.workbooks import book, command, write_book

Parts = dict[str, bytes]
ODD = (
    "", "-", "#N/A", "=1+1", "NaN", "inf", "1e400", "-0", "99999999999999999999", "0x10", "31/02/2026",
    "\u202e\u200b", "𝟙𝟚", "½",
    "٣", "TRUE", "[bold]", "{x}", "%s", "x" * 40_000, "'=1", "\ud7ff\ufffe", "_x0000_", "_xD800_", "2026-99",
    "TW XX 2026", "s.d.",
    "a" * 100 + ";" * 100, "≥", "> > 5", "(((", "1,2,3", "1.2.3", "Rp", "juta", "99/99/9999", "0/0/0",
    "Semester IX 2026", "12/0000",
    "2026-03-30T99:99:99Z", "2026-02-30T10:00:00+99:00", "Januari - 2026 - Maret", "\n;\n", "100%%",
    "9999999999 juta triliun",
)  # fmt: skip
NUMBERS = ("1e308", "-1e308", "1e-300", "NaN", "INF", "", "x", "-1", "2958466", "1e20", "0.1", "60", "1.5E+5", "٣")
FORMATS = (
    "", ";", ";;;", "[", '"', "\\", "_", "*", "[<", "[>=1]0;[<", "yyyy;0", "0,,,,,,,,", "%%%%%%%%", "[h]", "#/#",
    "E+", "@@", "General;General",
    "[$-", "0.0.0.0", "dddd", "[=0]", "h:mm AM/PM", "?" * 300,
)  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    with zipfile.ZipFile(write_book(tmp_path_factory.mktemp("good") / "plan.xlsx", book())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _cell_text(parts: Parts, rng: random.Random) -> None:
    name = "xl/sharedStrings.xml"
    matches = re.findall(rb"<t[^>]*>[^<]*</t>", parts[name])
    value = rng.choice(ODD).replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "ignore")
    parts[name] = parts[name].replace(rng.choice(matches), b"<t>" + value + b"</t>")


def _sheet(parts: Parts, rng: random.Random) -> str:
    return rng.choice([name for name in parts if "worksheets/sheet" in name])


def _number(parts: Parts, rng: random.Random) -> None:
    name = _sheet(parts, rng)
    matches = re.findall(rb"<v>[^<]*</v>", parts[name])
    if matches:
        parts[name] = parts[name].replace(rng.choice(matches), b"<v>" + rng.choice(NUMBERS).encode() + b"</v>", 1)


def _kind(parts: Parts, rng: random.Random) -> None:
    name = _sheet(parts, rng)
    kind = rng.choice((b"b", b"e", b"d", b"str", b"inlineStr", b"n", b"s", b"x", b""))
    parts[name] = re.sub(rb't="s"', b't="' + kind + b'"', parts[name], count=rng.randint(1, 5))


def _attribute(parts: Parts, rng: random.Random) -> None:
    name = rng.choice([n for n in parts if n.endswith((".xml", ".rels"))])
    matches = re.findall(rb'"[^"<>]*"', parts[name])
    if matches:
        value = rng.choice((b'""', b'"-1"', b'"99999999999"', b'"x"', b'"A0"', b'"../../x"'))
        parts[name] = parts[name].replace(rng.choice(matches), value, 1)


def _format(parts: Parts, rng: random.Random) -> None:
    code = rng.choice(FORMATS).replace('"', "&quot;").replace("<", "&lt;").encode()
    parts["xl/styles.xml"] = re.sub(
        rb'formatCode="[^"]*"', lambda _: b'formatCode="' + code + b'"', parts["xl/styles.xml"]
    )


def _cut(parts: Parts, rng: random.Random) -> None:
    name = rng.choice(list(parts))
    parts[name] = parts[name][: rng.randint(0, len(parts[name]))]


def _bytes(parts: Parts, rng: random.Random) -> None:
    name = rng.choice(list(parts))
    content = bytearray(parts[name])
    for _ in range(rng.randint(1, 6)):
        if content:
            content[rng.randrange(len(content))] = rng.randrange(256)
    parts[name] = bytes(content)


def _drop(parts: Parts, rng: random.Random) -> None:
    del parts[rng.choice(list(parts))]


def _swap(parts: Parts, rng: random.Random) -> None:
    one, two = rng.sample(list(parts), 2)
    parts[one], parts[two] = parts[two], parts[one]


def _elements(parts: Parts, rng: random.Random) -> None:
    name = _sheet(parts, rng)
    elements = re.findall(rb"<c [^>]*?(?:/>|>.*?</c>)|</?row[^>]*>|<mergeCell[^>]*>", parts[name])
    if elements:
        parts[name] = parts[name].replace(
            rng.choice(elements), rng.choice((b"", b"<c/>", b"<row/>", b'<c r="ZZZ1"/>')), 1
        )


def _merge(parts: Parts, rng: random.Random) -> None:
    ref = rng.choice((b"A1:B2", b"B2:B3", b"", b"A1", b"A0:ZZZZ9", b"B9:A1", b"$A$2:$C$3", b"A2:XFD1048576"))
    name = _sheet(parts, rng)
    parts[name] = parts[name].replace(
        b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="' + ref + b'"/></mergeCells>'
    )


SPOIL: tuple[Callable[[Parts, random.Random], None], ...] = (
    _cell_text, _cell_text, _cell_text, _number, _number, _kind, _attribute, _format, _cut, _bytes, _drop, _swap,
    _elements, _merge,
)  # fmt: skip


def spoilt(good: Mapping[str, bytes], seed: int, path: Path) -> Path:
    rng, parts = random.Random(seed), dict(good)
    for _ in range(rng.randint(1, 3)):
        rng.choice(SPOIL)(parts, rng)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sentences(content: bytes) -> list[str]:
    """Why the workbook is refused, or what each kind of problem in it asks for."""
    words = Words("id")
    try:
        draft = draft_of(read_workbook("plan.xlsx", content), NameIndex())
    except Refused as refused:
        return [words.say(refused.key, **refused.facts)]
    return [line.advice for line in grouped_lines(draft, words)]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_i13_a_spoilt_workbook_is_refused_or_read_and_never_breaks(good: Parts, tmp_path: Path, start: int) -> None:
    for seed in range(start, start + 100):
        content = spoilt(good, seed, tmp_path / "plan.xlsx").read_bytes()
        assert all(sentences(content)), seed


def stored(database: Path) -> tuple[bytes, bytes]:
    """What the file and its write-ahead log hold."""
    log = database.with_name(f"{database.name}-wal")
    return hashlib.sha256(database.read_bytes()).digest(), log.read_bytes() if log.exists() else b""


def test_i13_what_is_refused_changes_no_byte(
    good: Parts, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    database = Path(sqlite_url.removeprefix("sqlite:///"))
    for seed in range(700, 730):
        before = stored(database)
        result = command("import", spoilt(good, seed, tmp_path / "plan.xlsx"))
        assert result.exception is None or isinstance(result.exception, SystemExit), seed
        assert "Traceback" not in result.output, seed
        assert result.exit_code == 0 or stored(database) == before, seed
