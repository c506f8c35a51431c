"""The indicators of the miniature plan (`tests.plan`).

I-1 SCORE    agency A, moved by P-1, plausible 0–100; 60 in quarter III, target 80 in IV
I-2 VISITS   agency A, summed, by the kecamatan WEST and EAST
I-3 RATIO    agency A, a quotient of no programme
I-4 GONE     agency A, retired on 30 September
I-5 OTHERS   agency B
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from smartcity.domain.enums import Calculation, Direction, Verdict
from smartcity.store import tables as t
from smartcity.store.engine import writing
from smartcity.store.tables.columns import Row
from tests.plan import BEGUN

SCORE, VISITS, RATIO, GONE, OTHERS = range(1, 6)
WEST, EAST = 1, 2


def measure(engine: Engine) -> None:
    with writing(engine) as session:
        for row in _rows():
            session.add(row)
            session.flush()


def _rows() -> Iterator[Row]:
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": BEGUN}
    base: dict[str, Any] = {
        **fields,
        "unit": "poin",
        "direction": Direction.HIGHER,
        "sub_dimension_id": 1,
        "agency_id": 1,
    }
    latest: dict[str, Any] = {"calculation": Calculation.LATEST}
    for number, (code, kind) in enumerate((("W", "kecamatan"), ("E", "kecamatan"), ("K", "kota"))):
        yield t.Area(**fields, code=code, name=f"Wilayah {number}", kind=kind)
    bounds: dict[str, Any] = {"plausible_lower": Decimal(0), "plausible_upper": Decimal(100)}
    yield t.Indicator(**base, **latest, **bounds, code="I-1", name="Nilai")
    yield t.Indicator(**base, calculation=Calculation.CUMULATIVE, code="I-2", name="Kunjungan", is_by_area=True)
    yield t.Indicator(**base, calculation=Calculation.RATIO, code="I-3", name="Rasio")
    yield t.Indicator(**base, **latest, code="I-4", name="Lama", retired_on=date(2026, 9, 30))
    yield t.Indicator(**{**base, "agency_id": 2}, **latest, code="I-5", name="Milik B")
    yield t.IndicatorProgramme(**fields, indicator_id=SCORE, programme_id=1)
    stamp: dict[str, Any] = {"recorded_at": BEGUN, "recorded_by": "Operator A"}
    yield t.Reading(**stamp, indicator_id=SCORE, year=2026, quarter=3, value=Decimal(60))
    yield t.ReadingReview(recorded_at=BEGUN, recorded_by="Verifikator", reading_id=1, verdict=Verdict.VERIFIED)
    for quarter, goal in ((3, 75), (4, 80)):
        yield t.Target(**fields, indicator_id=SCORE, year=2026, quarter=quarter, value=Decimal(goal))
    yield t.Target(**fields, indicator_id=VISITS, year=2026, quarter=4, value=Decimal(2000))
