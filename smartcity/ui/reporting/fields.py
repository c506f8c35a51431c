"""The fields of the form: each shows the desk's value, saves itself when left, and carries what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from smartcity.domain import lengths
from smartcity.domain.field_drafts import report_place
from smartcity.domain.objections import LONGEST_NOTE, LONGEST_REASON, Objection
from smartcity.domain.submission import Spot
from smartcity.ui import field_drafts, number_fields, show
from smartcity.ui.choices import named_apart
from smartcity.ui.plain import plain_label, plain_option
from smartcity.ui.reporting.desk import Desk

LONGEST_LINE = lengths.LINE
# What is wrong with a field whatever follows.
AT_ONCE = ("too_long", "unreadable", "zero_denominator")


@dataclass(frozen=True)
class Form:
    """The desk with the objections to show: none before it was tried to send."""

    desk: Desk
    objections: tuple[Objection, ...]

    def objection(self, spot: Spot) -> None:
        """What is wrong with the field, under it; a text that is too long, or no number, says so at once."""
        for found in self.objections:
            if found.spot == spot and (self.desk.was_sent or found.key in AT_ONCE):
                show.block("objection", objection=found)

    def _marked(self, spot: Spot, *, is_number: bool = False) -> None:
        """Its words are kept while they are typed."""
        place = report_place(self.desk.programme, self.desk.period_id, spot)
        field_drafts.mark(place, self.desk.key(spot), is_number=is_number)

    def text(self, spot: Spot, label: str, *, last: str | None = None) -> None:
        st.text_area(
            plain_label(label),
            key=self.desk.place(spot, self.desk.given.at(spot)),
            height="content",
            placeholder=show.said()(
                "report.form.longest", most=LONGEST_REASON if spot.name == "move_reason" else LONGEST_NOTE
            ),
            on_change=self.desk.take,
            args=(spot,),
        )
        self._marked(spot)
        if last:
            show.block("last_text", text=last)
        self.objection(spot)

    def line(self, spot: Spot, label: str, *, is_number: bool, is_told_beside: bool = False) -> None:
        """A short field: a number as people write it, or a word; `is_told_beside` where the card says what was read."""
        st.text_input(
            plain_label(label),
            key=self.desk.place(spot, self.desk.given.at(spot)),
            max_chars=LONGEST_LINE,
            on_change=self.desk.take,
            args=(spot,),
        )
        self._marked(spot, is_number=is_number)
        if is_number:
            number_fields.echo(self.desk.key(spot), str(self.desk.given.at(spot) or ""), is_told_beside=is_told_beside)
        self.objection(spot)

    def check(self, spot: Spot, label: str) -> None:
        st.checkbox(
            plain_label(label),
            key=self.desk.place(spot, bool(self.desk.given.at(spot))),
            on_change=self.desk.take,
            args=(spot,),
        )
        self.objection(spot)

    def choice(self, spot: Spot, label: str, options: Mapping[Any, str], value: object, *, required: bool) -> None:
        """One tap; `value` is what is chosen while the draft says nothing."""
        st.segmented_control(
            plain_label(label),
            list(options),
            format_func=lambda option: plain_label(options[option]),
            key=self.desk.place(spot, self.desk.given.at(spot) or value),
            required=required,
            label_visibility="collapsed" if spot.milestone else "visible",
            wrap=True,
            on_change=self.desk.take,
            args=(spot,),
        )
        self.objection(spot)

    def day(self, spot: Spot, label: str, *, latest: date | None = None) -> None:
        st.date_input(
            plain_label(label),
            value=None,
            max_value=latest,
            key=self.desk.place(spot, self.desk.given.at(spot)),
            format="DD/MM/YYYY",
            on_change=self.desk.take,
            args=(spot,),
        )
        self.objection(spot)

    def percent(self, spot: Spot, label: str, value: object) -> None:
        given = self.desk.given.at(spot)
        st.number_input(
            plain_label(label),
            min_value=0,
            max_value=100,
            value=None,
            step=5,
            key=self.desk.place(spot, value if given is None else given),
            placeholder="0–100",
            on_change=self.desk.take,
            args=(spot,),
        )
        self.objection(spot)

    def pick(
        self, spot: Spot, label: str, options: Sequence[object], names: Mapping[object, str], *, free: bool
    ) -> None:
        """One of a list; `free` takes words of one's own too."""
        given, hint = self.desk.given.at(spot) or None, show.said()("filter.placeholder", what=label)
        listed = [*options] if given is None or given in options else [*options, given]
        st.selectbox(
            plain_label(label),
            listed,
            index=None,
            format_func=named_apart(listed, lambda option: names.get(option, str(option))),
            key=self.desk.place(spot, given),
            placeholder=plain_option(hint),
            accept_new_options=free,
            on_change=self.desk.take,
            args=(spot,),
        )
        self.objection(spot)
