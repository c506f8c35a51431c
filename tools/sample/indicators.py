"""The sample's indicators with their targets and readings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from smartcity.domain.enums import Calculation, Direction, Verdict
from smartcity.domain.errors import instance_of
from tools.sample.plan import areas, sub_dimension_codes
from tools.sample.progress import LAST_HEARD, ZONE, Fields, instant, later
from tools.sample.tables import operator, rows, spread

YEARS = (2024, 2025, 2026)
QUARTERS = (1, 2, 3, 4)
NOW = (2026, 4)
SET = datetime(2024, 1, 10, 9, 0, tzinfo=ZONE)
PEMDI_SET = datetime(2026, 1, 12, 9, 0, tzinfo=ZONE)
DIRECTIONS = dict(zip(("naik", "turun", "rentang naik", "rentang turun", "teks"), Direction, strict=True))
CALCULATIONS = {"kumulatif": Calculation.CUMULATIVE, "terakhir": Calculation.LATEST, "rasio": Calculation.RATIO}
YEARLY = ("IK-09",)
UNREADABLE = {("IK-40", 2025, 2): "N/A: meter induk rusak.", ("IK-25", 2024, 3): "N/A: alat ukur dikalibrasi."}
# A reading that waits with its reason: the verifier has something to decide.
LEAPS = {("IK-11", 2026, 4): Decimal(138400)}
REASONS = {
    ("IK-11", 2026, 4): "Karcis daring ikut dihitung sejak Oktober; ada festival songket.",
    ("IK-28", 2026, 2): "Satu dari dua mesin racik rusak.",
    ("IK-28", 2026, 3): "Mesin racik rusak sejak Juli; semua resep diracik tangan.",
}
BY_AREA_SINCE = (2026, 1)
RETURNED = {("IK-17", 2026, 3): "Jumlah belum memuat perajin di luar sentra.", ("IK-39", 2025, 4): "Timbangan ganda."}


@dataclass(frozen=True)
class Measure:
    """An indicator as written; `ends` and `scores` hold one text per year, empty where there is none."""

    code: str
    is_key: bool
    sub_dimension: str
    agency: str
    name: str
    unit: str
    direction: Direction
    calculation: Calculation
    baseline: Decimal | None
    baseline_year: int | None
    ends: tuple[str, ...]
    scores: tuple[str, ...]
    decimals: int
    programmes: tuple[str, ...]
    definition: str
    formula: str

    def rounded(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-self.decimals))


def number(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "."))


def measures() -> list[Measure]:
    return [_measure(row) for row in rows("indikator")]


def _measure(row: list[str]) -> Measure:
    code, key, sub, agency, name, unit, way, how, base, year, ends, scores, places, moved, meaning, formula = row
    return Measure(
        code, bool(key), sub, agency, name, unit, DIRECTIONS[way], CALCULATIONS[how],
        number(base) if base else None, int(year) if year else None,
        _parts(ends), _parts(scores), int(places), _parts(moved), meaning, formula,
    )  # fmt: skip


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


def indicators() -> list[Fields]:
    codes, plausible, by_area = sub_dimension_codes(), _plausible(), _by_area()
    return [
        {
            "code": m.code,
            "name": m.name,
            "definition": f"{m.definition} (contoh)",
            "formula": m.formula,
            "unit": m.unit,
            "direction": m.direction,
            "calculation": m.calculation,
            "is_key": m.is_key,
            "is_sample": True,
            "baseline": m.baseline,
            "baseline_year": m.baseline_year,
            "plausible_lower": plausible.get(m.code, (None, None))[0],
            "plausible_upper": plausible.get(m.code, (None, None))[1],
            "is_by_area": m.code in by_area,
            "sub_dimension": codes[m.sub_dimension],
            "agency": m.agency,
            "source": "Data contoh",
            "retired_on": date(2025, 12, 31) if m.code == "IK-05" else None,
            "replaced_by": "IK-06" if m.code == "IK-05" else None,
            "programmes": m.programmes,
            "recorded_at": _set(m),
        }
        for m in measures()
    ]


def _plausible() -> dict[str, tuple[Decimal, Decimal]]:
    return {code: (number(lower), number(upper)) for code, lower, upper in rows("wajar")}


def _by_area() -> dict[str, dict[str, Decimal]]:
    """By indicator and kecamatan: its part in percent."""
    codes = [str(area["code"]) for area in areas() if area["kind"] == "kecamatan"]
    return {code: dict(zip(codes, map(Decimal, parts.split()), strict=True)) for code, parts in rows("kecamatan")}


def _set(measure: Measure) -> datetime:
    return PEMDI_SET if measure.code == "IK-06" else SET


def targets() -> list[Fields]:
    return [row for measure in measures() for row in _targets(measure)]


def _targets(m: Measure) -> Iterator[Fields]:
    for index, year in enumerate(YEARS):
        if m.ends[index]:
            for quarter in (None,) if m.code in YEARLY else QUARTERS:
                value, lower, upper, text = _goal(m, index, quarter or 4)
                yield {
                    "indicator": m.code,
                    "year": year,
                    "quarter": quarter,
                    "value": value,
                    "lower": lower,
                    "upper": upper,
                    "text": text,
                    "recorded_at": _set(m),
                }


def _goal(m: Measure, index: int, quarter: int) -> tuple[Decimal | None, Decimal | None, Decimal | None, str | None]:
    """Value, lower, upper and text of one quarter's target."""
    end = m.ends[index]
    if m.direction is Direction.TEXT:
        return None, None, None, end
    if "~" in end:
        lower, upper = end.split("~")
        return None, number(lower), number(upper), None
    if m.calculation is Calculation.CUMULATIVE:
        return _share(m, number(end), quarter), None, None, None
    if number(end) == 0:
        return m.rounded(Decimal(0)), None, None, None
    before = m.ends[index - 1] if index and m.ends[index - 1] else None
    start = number(before) if before else m.baseline if m.baseline is not None else number(end)
    return m.rounded(start + (number(end) - start) * quarter / 4), None, None, None


def _share(m: Measure, whole: Decimal, quarter: int) -> Decimal:
    """A quarter of the year's target; what rounding leaves over goes to the last one."""
    part = m.rounded(whole / 4)
    return part if quarter < 4 else whole - 3 * part


def readings() -> list[Fields]:
    result = [row for measure in measures() for row in _readings(measure)]
    return sorted(result, key=lambda row: (row["recorded_at"], str(row["indicator"])))


def _readings(m: Measure) -> Iterator[Fields]:
    for index, year in enumerate(YEARS):
        for quarter in (2,) if m.code in YEARLY else QUARTERS:
            if m.ends[index] and _is_reported(m, year, quarter):
                whole = _reading(m, index, year, quarter)
                yield whole
                if (year, quarter) >= BY_AREA_SINCE:
                    yield from _in_areas(m, whole)


def _in_areas(m: Measure, whole: Fields) -> Iterator[Fields]:
    """The same reading by kecamatan; what rounding leaves over of a sum goes to the last one."""
    parts = _by_area().get(m.code, {})
    if not parts:
        return
    left = total = instance_of(Decimal, whole["value"])
    for number, (area, part) in enumerate(parts.items(), 1):
        value = m.rounded(total * part / 100)
        if m.calculation is Calculation.CUMULATIVE:
            value = left if number == len(parts) else value
            left -= value
        yield {**whole, "area": area, "value": value, "note": None, "reason": None}


def _is_reported(m: Measure, year: int, quarter: int) -> bool:
    if (year, quarter) > LAST_HEARD.get(m.agency, NOW):
        return False
    return (year, quarter) < NOW or spread(m.code, 3) == 0


def _reading(m: Measure, index: int, year: int, quarter: int) -> Fields:
    unknown = UNREADABLE.get((m.code, year, quarter))
    value, numerator, denominator, text = (None,) * 4 if unknown else _measured(m, index, quarter)
    value = LEAPS.get((m.code, year, quarter), value)
    at = _read_at(m, year, quarter)
    return {
        "indicator": m.code,
        "year": year,
        "quarter": quarter,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "text": text,
        "area": None,
        "note": unknown,
        "reason": REASONS.get((m.code, year, quarter)),
        "recorded_at": at,
        "recorded_by": operator(m.agency),
        **_review(m, year, quarter, at),
    }


def _read_at(m: Measure, year: int, quarter: int) -> datetime:
    opens = date(2026, 11, 1) if (year, quarter) == NOW else date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return instant(later(opens + timedelta(days=4), f"{m.code}{year}{quarter}", 12), m.code)


def _review(m: Measure, year: int, quarter: int, at: datetime) -> Fields:
    note = RETURNED.get((m.code, year, quarter))
    waits = (year, quarter) == NOW or ((year, quarter) == (2026, 3) and spread(m.code + "periksa", 4) == 0)
    if waits and note is None:
        return {"verdict": None, "reviewed_at": None, "reviewed_by": None, "review_note": None}
    return {
        "verdict": Verdict.RETURNED if note else Verdict.VERIFIED,
        "reviewed_at": at + timedelta(days=1 + spread(m.code + str(quarter), 6), hours=1),
        "reviewed_by": "Verifikator Bappeda",
        "review_note": note,
    }


def _measured(
    m: Measure, index: int, quarter: int
) -> tuple[Decimal | None, Decimal | None, Decimal | None, str | None]:
    """Value, numerator, denominator and text that were read."""
    if m.direction is Direction.TEXT:
        return None, None, None, m.scores[index]
    goal, lower, upper, _ = _goal(m, index, quarter)
    middle = goal if goal is not None else ((lower or Decimal(0)) + (upper or Decimal(0))) / 2
    if middle == 0:
        return m.rounded(number(m.scores[index]) if quarter == 3 else Decimal(0)), None, None, None
    wanted = middle * _score(m, index, quarter) / 100
    if m.calculation is Calculation.RATIO:
        below = Decimal(120 + spread(m.code + str(index * 4 + quarter), 80))
        return None, (wanted * below).quantize(Decimal(1)), below, None
    return m.rounded(wanted), None, None, None


def _score(m: Measure, index: int, quarter: int) -> Decimal:
    """Percent of the target, moving from last year's towards this year's, with a small swing."""
    now = number(m.scores[index])
    before = number(m.scores[index - 1]) if index and m.scores[index - 1] else now
    variation = Decimal(spread(f"{m.code}{index}{quarter}", 13) - 6) / 10 if quarter < 4 else Decimal(0)
    return before + (now - before) * quarter / 4 + variation
