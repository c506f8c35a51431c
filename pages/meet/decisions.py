"""Arahan: were the decisions carried out?"""

import streamlit as st

from smartcity.domain.kinds import DecisionState
from smartcity.domain.meetings import CountedDecision, Decision, closed_in_time, oldest_first
from smartcity.presentation import sentences
from smartcity.ui import show
from smartcity.ui.answering import decision_card
from smartcity.ui.answers import standing_on
from smartcity.ui.decisions import look
from smartcity.ui.filters import chosen, switch
from smartcity.ui.meeting import counted_decisions
from smartcity.ui.moment import here
from smartcity.ui.sitemap import DECISIONS

say, today, plan = show.said(), here().as_of, standing_on()
every = counted_decisions()
readable = [decision for decision in every if isinstance(decision, Decision)]
STATES = {
    "terbuka": (DecisionState.OVERDUE, DecisionState.OPEN, DecisionState.WAITING),
    "menunggu": (DecisionState.WAITING,),
    "selesai": (DecisionState.CLOSED,),
    "semua": tuple(DecisionState),
}


def headline() -> None:
    waiting, kept = oldest_first(every), closed_in_time(every, today)
    told = [say("decision.oldest", age=waiting[0].age)] if waiting else []
    told += [say("decision.in_time", n=kept.n, of=kept.of)] if kept.of else []
    show.headline(sentences.decisions(say, waiting, today, ever=len(every)), " · ".join(told) or None)


def table(agency: str | None) -> None:
    headline()
    asked = switch(say("column.status"), "status", {state: say(f"decision.filter.{state}") for state in STATES})
    listed = every if agency is None else [d for d in readable if d.agency.code == agency]
    found = [d for d in listed if d.state(today) in STATES[asked]]
    ordered = [*oldest_first(found), *sorted((d for d in found if d.closed_on), key=_newest, reverse=True)]
    if ordered:
        show.table("decisions", "decisions", "decisions", ordered, look=look, screen=DECISIONS)
    else:
        show.note(say("empty.filter") if every else say("decision.none"))


def _newest(decision: CountedDecision) -> tuple[object, str]:
    return decision.closed_on, decision.code


code = st.query_params.get("arahan")
one = next((d for d in readable if d.code == code), None)
names = {d.agency.code: d.agency.name for d in sorted(readable, key=lambda d: d.agency.name)}
if code is None:
    table(chosen(say("column.agency"), names, "decisions"))
elif one is None:
    show.unknown_code(code, DECISIONS)
else:
    decision_card(one, plan)
