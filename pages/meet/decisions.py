"""Arahan: were the decisions carried out?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import DecisionState
from smartcity.domain.facts.decisions import CountedDecision, Decision, closed_in_time, oldest_first
from smartcity.presentation import agenda
from smartcity.presentation.tables.decisions import decisions
from smartcity.ui.components.filters import chosen, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import DECISIONS
from smartcity.ui.meetings import answers
from smartcity.ui.meetings.decisions import decision_block, decision_tone
from smartcity.ui.meetings.meeting import counted_decisions

say, today = show.formatter(), current_context().as_of
every = counted_decisions()
readable = [decision for decision in every if isinstance(decision, Decision)]
STATES = {
    "terbuka": (DecisionState.OVERDUE, DecisionState.OPEN, DecisionState.WAITING),
    "menunggu": (DecisionState.WAITING,),
    "selesai": (DecisionState.CLOSED,),
    "semua": tuple(DecisionState),
}


def headline() -> None:
    waiting, in_time = oldest_first(every), closed_in_time(every, today)
    parts = [say("decision.oldest", age=waiting[0].age)] if waiting else []
    parts += [say("decision.in_time", n=in_time.n, of=in_time.of)] if in_time.of else []
    show.headline(agenda.decisions(say, waiting, today, ever=len(every)), " · ".join(parts) or None)


def table(agency: str | None) -> None:
    headline()
    asked = switch(
        say("column.status"), AddressKey.STATUS, {state: say(f"decision.filter.{state}") for state in STATES}
    )
    listed = every if agency is None else [d for d in readable if d.agency.code == agency]
    matching = [d for d in listed if d.state(today) in STATES[asked]]
    ordered = [*oldest_first(matching), *sorted((d for d in matching if d.closed_on), key=_newest, reverse=True)]
    if ordered:
        listing(decisions(say, ordered, decision_tone))
    else:
        show.note(say("empty.filter") if every else say("decision.none"))


def _newest(decision: CountedDecision) -> tuple[object, str]:
    return decision.closed_on, decision.code


def card(decision: Decision) -> None:
    """One decision whole, with what this reader may do about it."""
    show.headline(decision.text)
    show.render("components/line", text=say.link(DECISIONS, say("decision.all")))
    decision_block(decision, current_portfolio())
    if not current_context().is_past:
        answers.evidence_boxes(decision)
        if answers.may_answer(decision):
            answers.answer_form(decision)
        answers.review_form(decision)
        answers.reopen_form(decision)


code = st.query_params.get(AddressKey.DECISION)
one = next((d for d in readable if d.code == code), None)
names = {d.agency.code: d.agency.name for d in sorted(readable, key=lambda d: d.agency.name)}
if code is None:
    table(chosen(say("column.agency"), names, "decisions"))
elif one is None:
    show.unknown_code(code, DECISIONS)
else:
    card(one)
