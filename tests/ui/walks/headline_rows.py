"""F19 on screens: what a headline counts, held against the rows and cards that stand under it."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from smartcity.i18n.figures import count_text
from smartcity.i18n.words import Words

WORDS = Words("id")
Counted = Iterator[tuple[int, int]]


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def stated_count(text: str, pattern: str) -> int:
    """The number, spelled or in figures, that a sentence tells; 0 where it tells none."""
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        return 0
    spelled = {count_text(WORDS, n): n for n in range(60)}
    return spelled.get(match[1].lower()) or int(match[1])


def tables(shown: str) -> list[list[list[str]]]:
    """The cells of the rows of every table, without its heading."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", shown, re.DOTALL)
    rows = ([re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL) for row in re.split(r"<tr", body)[1:]] for body in bodies)
    return [[[plain(cell) for cell in row] for row in table] for table in rows]


def of_quick_wins(title: str, shown: str) -> Counted:
    yield (
        stated_count(title, r"^([\w ]+?) dari [\w ]+? quick win punya tahapan terlambat"),
        len(re.findall(r"lewat \d+ hari", shown)),
    )


def of_programmes(title: str, shown: str) -> Counted:
    """The worst stand at the top."""
    (rows,) = tables(shown)
    late, attention = (
        stated_count(title, r"^([\w ]+?) dari \d+ program terlambat"),
        stated_count(title, r"(?:; |^)([\w ]+?) perlu perhatian"),
    )
    yield min(late, len(rows)), sum(row[0].startswith("⬣ Terlambat") for row in rows)
    yield min(attention, len(rows) - late), sum(row[0].startswith("▲ Perlu Perhatian") for row in rows)


def of_timeline(title: str, shown: str) -> Counted:
    due, listed = stated_count(title, r"^([\w ]+?) tahapan jatuh tempo"), tables(shown)
    yield due, len(listed[0]) if due else 0
    late = stated_count(plain(shown), r"(\d+) tahapan terlambat, \d+ karena")
    yield late, stated_count(plain(shown), r"Terlambat (\d+) tahapan, yang paling lama")
    yield late, sum(row[0].startswith("⬣ Terlambat") for row in listed[1 if due else 0])


def of_decisions(title: str, shown: str) -> Counted:
    (rows,) = tables(shown)
    yield stated_count(title, r"^([\w ]+?) arahan masih terbuka"), len(rows)
    yield stated_count(title, r"; ([\w ]+?) lewat tenggat"), sum("Lewat Tenggat" in row[0] for row in rows)


def of_compliance(title: str, shown: str) -> Counted:
    rows = tables(shown)[0]
    yield stated_count(title, r"^([\w ]+?) dari \d+ OPD belum lapor"), sum("Belum Lapor" in row[-2] for row in rows)
    yield stated_count(title, r"dari (\d+) OPD"), sum("Tidak wajib" not in row[-2] for row in rows)


def of_indicators(title: str, shown: str) -> Counted:
    yield (
        stated_count(title, r"^([\w ]+?) dari \d+ indikator masih rendah"),
        sum("Rendah" in row[0] for row in tables(shown)[0]),
    )


CHECKS: Mapping[str, Callable[[str, str], Counted]] = {
    "quick_wins": of_quick_wins,
    "programmes": of_programmes,
    "timeline": of_timeline,
    "decisions": of_decisions,
    "compliance": of_compliance,
    "indicators": of_indicators,
}


def disagreements(key: str, shown: str) -> list[tuple[str, int, int]]:
    """Headlines of a screen that count otherwise than its rows: the headline, what it tells, what is shown."""
    title = plain(re.split(r"</h1>", re.split(r"<h1[^>]*>", shown)[1])[0])
    pairs = CHECKS[key](title, shown) if key in CHECKS else ()
    return [(title, stated, counted) for stated, counted in pairs if stated != counted]
