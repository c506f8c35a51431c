"""One night in the three zones of the country: at 16.30 UTC it is Wednesday in the west, Thursday elsewhere."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import select

from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Masterplan

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)


def at(hour: int) -> datetime:
    """Half past that hour in UTC."""
    return datetime(2026, 11, 25, hour, 30, tzinfo=UTC)


NIGHT = at(16)
# Zone, instant, the city's day then, the city's hour then.
NIGHTS = (
    (JAKARTA, at(15), WEDNESDAY, "22.30 WIB"),
    (JAKARTA, at(16), WEDNESDAY, "23.30 WIB"),
    (JAKARTA, at(17), THURSDAY, "00.30 WIB"),
    (MAKASSAR, at(15), WEDNESDAY, "23.30 WITA"),
    (MAKASSAR, at(16), THURSDAY, "00.30 WITA"),
    (MAKASSAR, at(17), THURSDAY, "01.30 WITA"),
    (JAYAPURA, at(15), THURSDAY, "00.30 WIT"),
    (JAYAPURA, at(16), THURSDAY, "01.30 WIT"),
    (JAYAPURA, at(17), THURSDAY, "02.30 WIT"),
)
AT_NIGHT = tuple(night for night in NIGHTS if night[1] == NIGHT)


def move(city: Engine | str, zone: str) -> None:
    """The plan lies in `zone` from here on."""
    engine = make_engine(city) if isinstance(city, str) else city
    with writing(engine) as session:
        session.exec(select(Masterplan)).one().zone = zone
    if engine is not city:
        engine.dispose()
