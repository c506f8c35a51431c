"""The fields of the form: each shows the desk's value, saves itself when left, and carries what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from smartcity.domain import lengths
from smartcity.domain.reporting.drafts import report_place
from smartcity.domain.reporting.submission import FieldRef
from smartcity.domain.reporting.validation import LONGEST_NOTE, LONGEST_REASON, Violation
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.plain_text import distinct_names, plain_label, plain_option
from smartcity.ui.reporting.open_report import OpenReport

LONGEST_LINE = lengths.LINE
# What is wrong with a field whatever follows.
AT_ONCE = ("too_long", "unreadable", "zero_denominator")


@dataclass(frozen=True)
class ReportForm:
    """The desk with the objections to show: none before it was tried to send."""

    report: OpenReport
    violations: tuple[Violation, ...]

    def show_violations(self, ref: FieldRef) -> None:
        """What is wrong with the field, under it; a text that is too long, or no number, says so at once."""
        for violation in self.violations:
            if violation.ref == ref and (self.report.was_sent or violation.key in AT_ONCE):
                text = show.formatter().filled(f"objection.{violation.key}", violation.facts)
                show.render("reporting/refusal", text=text)

    def _marked(self, ref: FieldRef, *, is_number: bool = False) -> None:
        """Its words are kept while they are typed."""
        place = report_place(self.report.programme, self.report.period_id, ref)
        input_fields.mark(place, self.report.key(ref), is_number=is_number)

    def text(self, ref: FieldRef, label: str, *, last: str | None = None) -> None:
        st.text_area(
            plain_label(label),
            key=self.report.place(ref, self.report.given.at(ref)),
            height="content",
            placeholder=show.formatter()(
                "report.form.longest", most=LONGEST_REASON if ref.name == "move_reason" else LONGEST_NOTE
            ),
            on_change=self.report.take,
            args=(ref,),
        )
        self._marked(ref)
        if last:
            show.render("reporting/last_text", text=last)
        self.show_violations(ref)

    def line(self, ref: FieldRef, label: str, *, is_number: bool, is_told_beside: bool = False) -> None:
        """A short field: a number as people write it, or a word; `is_told_beside` where the card says what was read."""
        st.text_input(
            plain_label(label),
            key=self.report.place(ref, self.report.given.at(ref)),
            max_chars=LONGEST_LINE,
            on_change=self.report.take,
            args=(ref,),
        )
        self._marked(ref, is_number=is_number)
        if is_number:
            input_fields.echo(self.report.key(ref), str(self.report.given.at(ref) or ""), is_told_beside=is_told_beside)
        self.show_violations(ref)

    def check(self, ref: FieldRef, label: str) -> None:
        st.checkbox(
            plain_label(label),
            key=self.report.place(ref, bool(self.report.given.at(ref))),
            on_change=self.report.take,
            args=(ref,),
        )
        self.show_violations(ref)

    def choice(self, ref: FieldRef, label: str, options: Mapping[Any, str], value: object, *, required: bool) -> None:
        """One tap; `value` is what is chosen while the draft says nothing."""
        st.segmented_control(
            plain_label(label),
            list(options),
            format_func=lambda option: plain_label(options[option]),
            key=self.report.place(ref, self.report.given.at(ref) or value),
            required=required,
            label_visibility="collapsed" if ref.milestone else "visible",
            wrap=True,
            on_change=self.report.take,
            args=(ref,),
        )
        self.show_violations(ref)

    def day(self, ref: FieldRef, label: str, *, latest: date | None = None) -> None:
        st.date_input(
            plain_label(label),
            value=None,
            max_value=latest,
            key=self.report.place(ref, self.report.given.at(ref)),
            format="DD/MM/YYYY",
            on_change=self.report.take,
            args=(ref,),
        )
        self.show_violations(ref)

    def percent(self, ref: FieldRef, label: str, value: object) -> None:
        given = self.report.given.at(ref)
        st.number_input(
            plain_label(label),
            min_value=0,
            max_value=100,
            value=None,
            step=5,
            key=self.report.place(ref, value if given is None else given),
            placeholder="0–100",
            on_change=self.report.take,
            args=(ref,),
        )
        self.show_violations(ref)

    def pick(
        self, ref: FieldRef, label: str, options: Sequence[object], names: Mapping[object, str], *, free: bool
    ) -> None:
        """One of a list; `free` takes words of one's own too."""
        given, hint = self.report.given.at(ref) or None, show.formatter()("filter.placeholder", what=label)
        listed = [*options] if given is None or given in options else [*options, given]
        st.selectbox(
            plain_label(label),
            listed,
            index=None,
            format_func=distinct_names(listed, lambda option: names.get(option, str(option))),
            key=self.report.place(ref, given),
            placeholder=plain_option(hint),
            accept_new_options=free,
            on_change=self.report.take,
            args=(ref,),
        )
        self.show_violations(ref)
