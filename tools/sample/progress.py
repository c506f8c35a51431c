"""From each milestone's tale to the dated facts: updates, reviews, moved dates, statements. No chance is involved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from smartcity.domain.enums import Claim, OwnRating, Verdict
from tools.sample.tables import Plan, Step, operator, padded, programmes, rows, spread

ZONE = ZoneInfo("Asia/Jakarta")
LAST_NEWS = date(2026, 11, 20)
DONE_BEFORE = date(2026, 11, 10)
PERIODS = [(year, number) for year in (2025, 2026) for number in (1, 2, 3, 4)]
LAST_HEARD = {"DISHUB": (2026, 2), "DINSOS": (2026, 3), "KEC-TL": (2026, 1), "DPK": (2026, 3), "SATPOLPP": (2026, 3)}
LAST_HEARD["KESBANGPOL"] = (2026, 3)
# Its programme goes on reporting, but says nothing more of this step.
UNTOUCHED = {"GV-05-A4": date(2026, 8, 13)}
LATE_REPORTS = {
    ("BPKAD", 2026, 4): date(2026, 11, 21),
    ("DISTAN", 2026, 4): date(2026, 11, 22),
    ("KEC-LS", 2026, 4): date(2026, 11, 23),
    ("RSUD", 2026, 3): date(2026, 10, 23),
    ("DLH", 2026, 3): date(2026, 10, 24),
    ("SATPOLPP", 2026, 2): date(2026, 7, 22),
    ("KEC-TL", 2025, 4): date(2026, 1, 24),
}
RETURN_NOTES = (
    "Bukti belum memuat tanggal serah terima.",
    "Foto tidak menunjukkan hasil di lokasi.",
    "Lampirkan daftar hadir dan materi.",
    "Berita acara belum ditandatangani.",
)
EVIDENCE = ("Berita acara: {}", "Foto hasil: {}", "Laporan akhir: {}", "Dokumen serah terima: {}")
SOURCES = {
    "GV-07-A1": "Berita infosumbar.net tentang asesmen 12 April 2023",
    "GV-07-A2": "Berita majalahintrust.com tentang Bimtek Tahap I, 5–6 Juli 2023",
    "GV-07-A3": "Berita diskominfo.sawahluntokota.go.id tentang Bimtek Tahap III, 6–7 September 2023",
}
RATINGS = {"sesuai rencana": OwnRating.ON_TRACK, "perlu perhatian": OwnRating.ATTENTION, "terlambat": OwnRating.LATE}
OLD_OBSTACLES = (
    "Pelaksana kegiatan berganti di tengah triwulan.",
    "Proses pengadaan mundur dari jadwal.",
    "Data pendukung dari desa datang terlambat.",
    "Cuaca menghambat pekerjaan lapangan.",
)

Fields = dict[str, object]


class Update(NamedTuple):
    """One claim with its review; unreviewed while `verdict` is None."""

    step: Step
    claim: Claim
    at: datetime
    percent: int | None = None
    achieved: date | None = None
    verdict: Verdict | None = None
    reviewed_at: datetime | None = None
    review_note: str | None = None


def instant(day: date, key: str) -> datetime:
    """Some minute of the office hours of a local day."""
    minutes = spread(key, 7 * 60)
    return datetime.combine(day, time(8 + minutes // 60, minutes % 60), ZONE)


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def later(day: date, key: str, most: int) -> date:
    """A working day after `day`, at most `most` days later and never after the last news."""
    later_day = weekday(day + timedelta(days=1 + spread(key, most)))
    return min(max(later_day, day), max(LAST_NEWS, day))


def window(year: int, number: int) -> tuple[date, date, int]:
    """When a period opens, is due, and its days of grace."""
    if (year, number) == (2026, 4):
        return date(2026, 11, 1), date(2026, 11, 20), 10
    opens = date(year + number // 4, number % 4 * 3 + 1, 1)
    return opens, opens + timedelta(days=19), 5


def reported_on(plan: Plan, year: int, number: int) -> date | None:
    """The day the programme reported for a period, or None when it said nothing or owed nothing."""
    opens, closes, _ = window(year, number)
    if (year, number) > LAST_HEARD.get(plan.lead, (9999, 4)) or plan.starts > closes or _all_done_by(plan, opens):
        return None
    late = LATE_REPORTS.get((plan.lead, year, number))
    return late or weekday(opens + timedelta(days=4 + spread(f"{plan.code}{year}{number}", 15)))


def last_word(plan: Plan) -> date | None:
    """The day of the programme's newest statement."""
    days = [day for year, number in PERIODS if (day := reported_on(plan, year, number))]
    return max(days, default=None)


def finished_on(step: Step) -> date | None:
    """When the milestone was done and verified by the sample's end; None when it was not."""
    tale = step.tale
    if tale.word == "selesai":
        return tale.day
    if tale.word or step.due > DONE_BEFORE:
        return None
    early = min(spread(step.code, 25), (step.due - step.starts).days)
    if spread(step.code, 6) == 0 and step.due < date(2026, 9, 1):
        return weekday(step.due + timedelta(days=6 + early))
    return weekday(step.due - timedelta(days=early))


def _all_done_by(plan: Plan, day: date) -> bool:
    done = [finished_on(step) for step in plan.steps if step.tale.word != "batal"]
    return all(when is not None and when + timedelta(days=16) < day for when in done)


def updates(plan: Plan) -> Iterator[Update]:
    """All claims of one programme, milestone by milestone, oldest first."""
    for step in plan.steps:
        finished, word = finished_on(step), step.tale.word
        if finished is not None:
            yield from _finished(step, finished)
        elif word in ("klaim", "kembali"):
            yield _claimed(step)
        elif word == "belum":
            yield from _spoken(plan, step, Claim.NOT_STARTED, None)
        elif word in ("", "jalan", "baru"):
            yield from _running(plan, step)


def _finished(step: Step, achieved: date) -> Iterator[Update]:
    length = (achieved - step.starts).days
    if length > 75:
        at = later(step.starts + timedelta(days=length // 2), step.code + "mulai", 20)
        yield Update(step, Claim.RUNNING, instant(at, step.code), 40 + spread(step.code, 5) * 5)
    reported_on = later(achieved, step.code + "kabar", 6)
    if spread(step.code, 11) == 0 and reported_on < date(2026, 10, 20):
        yield _returned(step, reported_on, achieved)
        reported_on = later(reported_on + timedelta(days=9), step.code + "ulang", 5)
    seen = later(reported_on, step.code + "periksa", 8)
    at, reviewed = instant(reported_on, step.code + "kabar"), instant(seen, step.code + "periksa")
    reviewed = max(reviewed, at + timedelta(minutes=35))
    yield Update(step, Claim.DONE, at, None, achieved, Verdict.VERIFIED, reviewed)


def _returned(step: Step, reported_on: date, achieved: date) -> Update:
    note = RETURN_NOTES[spread(step.code, len(RETURN_NOTES))]
    answered = instant(later(reported_on, step.code + "kembali", 6) + timedelta(days=1), step.code)
    return Update(step, Claim.DONE, instant(reported_on, step.code), None, achieved, Verdict.RETURNED, answered, note)


def _claimed(step: Step) -> Update:
    reported_on = step.tale.day
    achieved = weekday(reported_on - timedelta(days=2))
    if step.tale.word == "kembali":
        return _returned(step, reported_on, achieved)
    return Update(step, Claim.DONE, instant(reported_on, step.code), None, achieved)


def _heard(plan: Plan, step: Step) -> date | None:
    return UNTOUCHED.get(step.code, last_word(plan))


def _running(plan: Plan, step: Step) -> Iterator[Update]:
    heard = _heard(plan, step)
    if heard is None or step.starts >= heard:
        return
    share = (heard - step.starts).days * 90 // max(1, (step.due - step.starts).days)
    percent = int(step.tale.fact) if step.tale.word == "jalan" else max(5, min(95, share // 5 * 5))
    if (heard - step.starts).days > 120:
        half = later(step.starts + (heard - step.starts) / 2, step.code, 10)
        yield Update(step, Claim.RUNNING, instant(half, step.code), max(5, percent // 2 // 5 * 5))
    yield from _spoken(plan, step, Claim.RUNNING, percent)


def _spoken(plan: Plan, step: Step, claim: Claim, percent: int | None) -> Iterator[Update]:
    heard = _heard(plan, step)
    if heard is not None:
        yield Update(step, claim, instant(heard, plan.code) - timedelta(minutes=5), percent)


def moves() -> list[Fields]:
    """The ledger of promised dates, as written in `isi/tenggat.txt`."""
    codes = {(plan.code, step.name): (plan, step) for plan in programmes() for step in plan.steps}
    result = []
    for code, name, old, new, recorded_on, approved, reason in rows("tenggat"):
        plan, step = codes[code, name]
        at = None if approved == "-" else instant(date.fromisoformat(approved), step.code + new)
        result.append(
            {
                "milestone": step.code,
                "old_due_on": date.fromisoformat(old),
                "new_due_on": date.fromisoformat(new),
                "reason": reason,
                "recorded_at": instant(date.fromisoformat(recorded_on), step.code + old),
                "recorded_by": operator(plan.lead),
                "approved_by": None if at is None else "Kepala Bappeda",
                "approved_at": at,
            }
        )
    return result


def first_promises(changes: list[Fields]) -> Mapping[str, date]:
    """By milestone code, for those whose promise was moved with approval."""
    promises: dict[str, date] = {}
    for change in changes:
        old = change["old_due_on"]
        if change["approved_at"] is not None and isinstance(old, date):
            promises.setdefault(str(change["milestone"]), old)
    return promises


@dataclass(frozen=True)
class Trouble:
    """What a programme wrote for one period beyond what its milestones say."""

    rating: OwnRating
    step: str
    obstacle: str
    next_step: str
    help_needed: str
    help_from: str


def troubles() -> Mapping[tuple[str, int], Trouble]:
    by_quarter = {}
    for row in rows("laporan"):
        code, quarter, rating, step, obstacle, next_step, need, source = padded(row, 8)
        by_quarter[code, int(quarter)] = Trouble(RATINGS[rating], step, obstacle, next_step, need, source)
    return by_quarter
