"""One field of the plan as the widget that fits it, as the workbook declares it; what is typed comes back typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from smartcity.domain import lengths
from smartcity.domain.errors import Refused, present
from smartcity.domain.indicators.readings import spelled, typed_number
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.exchange.workbook import cells
from smartcity.exchange.workbook.choices import predicate_scale, scheme_text
from smartcity.exchange.workbook.layout import Cell, Column
from smartcity.presentation.labels import field_help, field_label
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.plain_text import PlainLabel, plain_label, plain_option, plain_sentence

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
Codes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """`shown` is today's value, `codes` the names of everything that can be meant; `thing` is what is edited."""

    column: Column
    shown: Any
    key: str
    codes: Codes
    thing: str
    entity: str

    @property
    def place(self) -> FieldPlace:
        return FieldPlace(DraftForm.PLAN, self.thing, self.column.field)

    @property
    def most(self) -> int:
        return self.column.most

    @property
    def heading(self) -> str:
        return field_label(show.formatter().words, self.column.field, self.entity)

    @property
    def label(self) -> str:
        return PlainLabel(f"{plain_label(self.heading)}{' *' if self.column.required else ''}")


def ask_for(field: Field) -> Any:
    """The value as typed.

    Raises:
        Refused: a number that is none.
    """
    column = field.column
    if column.choices is not None:
        return _choice(field)
    if column.refers is not None:
        return _several(field) if column.cell is Cell.CODES else _one(field)
    return INPUTS.get(column.cell, _text)(field)


def _text(field: Field) -> str | None:
    shown = field.shown or ""
    if field.most >= lengths.TEXT:
        return input_fields.text_area(field.place, field.label, shown, key=field.key, max_chars=field.most) or None
    return _line(field, shown) or None


def _line(field: Field, shown: str) -> str:
    about = plain_sentence(field_help(show.formatter().words, field.column.field))
    return input_fields.text_input(
        field.place, field.label, shown, key=field.key, max_chars=field.most, help=about if about else None
    )


def _day(field: Field) -> Any:
    return st.date_input(field.label, field.shown, FIRST, LAST, key=field.key, format="DD/MM/YYYY")


def _whole(field: Field) -> int | None:
    typed = st.number_input(field.label, value=field.shown, step=1, key=field.key)
    return None if typed is None else int(typed)


def _decimal(field: Field) -> Decimal | None:
    shown = "" if field.shown is None else spelled(Decimal(field.shown))
    typed = input_fields.number_input(field.place, field.label, shown, key=field.key).strip()
    if typed == shown:
        return None if field.shown is None else Decimal(field.shown)
    if not typed:
        return None
    number = typed_number(typed)
    if number is None:
        raise Refused("planning.unreadable", field=field.heading, typed=typed)
    try:
        return cells.fitted(number, field.column.digits, field.column.places)
    except cells.Unreadable as unreadable:
        raise Refused("planning.unreadable", field=field.heading, typed=typed) from unreadable


def _scale(field: Field) -> list[list[str]] | None:
    words = show.formatter().words
    shown = scheme_text(field.shown, words) if field.shown else ""
    typed = _line(field, shown).strip()
    try:
        return predicate_scale(typed) if typed else None
    except cells.Unreadable as unreadable:
        raise Refused(unreadable.key) from unreadable


def _yes_no(field: Field) -> bool:
    return st.checkbox(field.label, bool(field.shown), key=field.key)


def _names(field: Field) -> tuple[str, ...] | None:
    typed = _line(field, "; ".join(field.shown or ()))
    return cells.listed(typed) if typed else None


def _choice(field: Field) -> Any:
    choices = present(field.column.choices)
    members = list(choices)
    index = members.index(choices(field.shown)) if field.shown is not None else None
    placeholder = plain_option(show.formatter()("filter.placeholder", what=field.heading))
    words = show.formatter().words
    return st.selectbox(field.label, members, index, format_func=words.label, key=field.key, placeholder=placeholder)


def _one(field: Field) -> str | None:
    names = field.codes[field.column.refers or ""]
    options = list(names)
    index = options.index(field.shown) if field.shown in options else None
    placeholder = plain_option(show.formatter()("filter.placeholder", what=field.heading))
    return st.selectbox(
        field.label,
        options,
        index,
        format_func=lambda code: plain_option(named(names, code)),
        key=field.key,
        placeholder=placeholder,
    )


def _several(field: Field) -> tuple[str, ...]:
    """The import only adds such links, so those that stand are shown and not offered for removal."""
    names, stands = field.codes[field.column.refers or ""], tuple(field.shown or ())
    others = [code for code in names if code not in stands]
    say = show.formatter()
    named_now = ", ".join(named(names, code) for code in stands)
    help_text = plain_sentence(say("planning.stands", names=named_now)) if stands else None
    added = st.multiselect(
        field.label,
        others,
        format_func=lambda code: plain_option(named(names, code)),
        key=field.key,
        placeholder=say("planning.more"),
        help=help_text,
    )
    return (*stands, *added)


def draft_thing(entity: str, code: str | None) -> str:
    """What a draft of the plan is about; without a code something new."""
    return f"{entity}:{code or ''}"


def named(names: Mapping[str, str], code: str) -> str:
    """The code and what it is called."""
    name = names.get(code, code)
    return code if name == code else f"{code} · {name}"


INPUTS: Mapping[Cell, Callable[[Field], Any]] = {
    Cell.DAY: _day,
    Cell.INTEGER: _whole,
    Cell.DECIMAL: _decimal,
    Cell.YES_NO: _yes_no,
    Cell.NAMES: _names,
    Cell.SCALE: _scale,
}
