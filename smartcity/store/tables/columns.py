"""What every table is built of: our registry, constraint names, aware UTC instants, stored JSON as values."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, Column, Date, Integer, MetaData, Numeric, String, Text, Time
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Instant(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, on SQLite and PostgreSQL alike; a naive datetime is a bug and raises."""

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Member = TypeVar("Member", bound=StrEnum)


class Choice(TypeDecorator[Member]):
    """A member of a closed list, stored as its value in a plain VARCHAR: lists may grow without a migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[Member]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Member | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Member | None:
        return None if value is None else self.kind(value)


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all tables, on a registry of its own so that hot reload finds no table defined twice.

    A table is called as its class: `SubDimension` is `sub_dimension`.
    """

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def instant(*, nullable: bool = False, index: bool = False) -> Any:
    """A column of aware UTC instants."""
    return Field(default=None if nullable else ..., sa_type=Instant, nullable=nullable, index=index)


def document(*, nullable: bool = True) -> Any:
    """A column that holds JSON."""
    return Field(default=None if nullable else ..., sa_type=JSON, nullable=nullable)


def prose(most: int | None = None, *, nullable: bool = True) -> Any:
    """A column of text without a length; files and forms take `most` letters."""
    return Field(default=None if nullable else ..., sa_type=Text, nullable=nullable, sa_column_kwargs=_limit(most))


def line(most: int, *, nullable: bool = False) -> Any:
    """A column of one line of text, of which files and forms take `most` letters."""
    return Field(default=None if nullable else ..., nullable=nullable, sa_column_kwargs=_limit(most))


def _limit(most: int | None) -> dict[str, Any]:
    return {"info": {"most": most}}


def link(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `table.id`."""
    return Field(default=None if nullable else ..., foreign_key=f"{target}.id", nullable=nullable, index=index)


def choice(kind: type[StrEnum], *, nullable: bool = False, default: StrEnum | None = None) -> Any:
    """A column that holds one member of a closed list."""
    given = default if default is not None or nullable else ...
    return Field(default=given, sa_type=Choice(kind), nullable=nullable)


def column_value(column: Column[Any], value: Any) -> Any:
    """The value as a row of that column would carry it; None stays None."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    if isinstance(kind, Numeric):
        return Decimal(str(value))
    if isinstance(kind, Integer):
        return int(value)
    return value
