"""What a sheet and a column are, and the kinds of columns that return on many sheets."""

from dataclasses import dataclass
from enum import StrEnum

from smartcity.domain import enums as k


class Cell(StrEnum):
    """What a column holds; also the key of its line of help."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    INSTANT = "instant"
    TIME = "time"
    DECIMAL = "decimal"
    INTEGER = "integer"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    QUARTER = "quarter"
    CODES = "codes"
    NAMES = "names"
    ZONE = "zone"
    SCHEME = "scheme"
    SCALE = "scale"
    HALF = "half"


class Edge(StrEnum):
    """Which end of a period a day is where only the period is told."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Column:
    """`refers` names the entity whose code stands here; `choices` the closed list whose labels stand here.

    A day with an `edge` may be told as a period.

    Decimals keep `digits` before and `places` after the mark, as their column in the database does.
    """

    field: str
    heading: str
    cell: Cell = Cell.TEXT
    required: bool = False
    refers: str | None = None
    choices: type[StrEnum] | None = None
    digits: int = 16
    places: int = 8
    edge: Edge | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entity; `key` are the fields that tell two rows apart, () for facts, which differ by all they say."""

    entity: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def code(entity: str | None = None, heading: str = "Kode", field: str = "code") -> Column:
    return Column(field, heading, Cell.CODE, required=True, refers=entity)


def text(field: str, heading: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.TEXT, required)


def day(field: str, heading: str, edge: Edge | None = None, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.DAY, required, edge=edge)


def number(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.DECIMAL)


def weight() -> Column:
    return Column("weight", "Bobot", Cell.DECIMAL, digits=8, places=4)


def rupiah(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.DECIMAL, required=True, digits=18, places=2)


def whole(field: str, heading: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.INTEGER, required)


def percent(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.PERCENT)


def yes(field: str, heading: str) -> Column:
    return Column(field, heading, Cell.YES_NO)


def choice(field: str, heading: str, choices: type[StrEnum], *, required: bool = False) -> Column:
    return Column(field, heading, Cell.CHOICE, required, choices=choices)


def quarter(field: str, heading: str = "Triwulan", *, required: bool = True) -> Column:
    return Column(field, heading, Cell.QUARTER, required)


def link(field: str, heading: str, entity: str, *, required: bool = False) -> Column:
    return Column(field, heading, Cell.CODE, required, refers=entity)


def links(field: str, heading: str, entity: str) -> Column:
    return Column(field, heading, Cell.CODES, refers=entity)


RECORDED_AT = Column("recorded_at", "Dicatat Pada", Cell.INSTANT)
RECORDED_BY = Column("recorded_by", "Dicatat Oleh")
REVIEW = (
    choice("verdict", "Putusan", k.Verdict),
    Column("reviewed_at", "Diputus Pada", Cell.INSTANT),
    text("reviewed_by", "Diputus Oleh"),
    text("review_note", "Catatan Verifikator"),
)
