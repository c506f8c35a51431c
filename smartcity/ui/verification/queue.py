"""What waits for the verifier: counted for menu, front page and desk; narrowed by agency, programme and text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st
from sqlmodel import Session

from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.addresses import AddressKey
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.verification_queue import VerificationQueue
from smartcity.queries import portfolio
from smartcity.queries.indicators import open_readings
from smartcity.queries.verification_queue import (
    VerifiedClaims,
    VerifiedMeasures,
    open_claims,
    open_queue,
    verified_claims,
    verified_measures,
    verified_queue,
)
from smartcity.ui.components.filters import picked
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query, query_on
from smartcity.ui.frame.portfolio import all_outcomes, current_portfolio, derive
from smartcity.ui.frame.sitemap import VERIFICATION
from smartcity.ui.frame.visitor import may, me
from smartcity.ui.verification.cases import Case, QueuePart, cases

CasesByPart = Mapping[QueuePart, Sequence[Case]]


def desk_queue() -> VerificationQueue:
    """What waits, as the reader may know it."""
    return query(_open_queue, me())


def _open_queue(session: Session, as_of: date, reader: Actor) -> VerificationQueue:
    """The long parts are asked of the cache, where they are renewed by parts."""
    return open_queue(session, as_of, reader, query_on(as_of, open_claims), query_on(as_of, open_readings))


def waiting_cases() -> CasesByPart:
    """Those of each part, oldest first."""
    return derive(partial(_cases, desk_queue(), all_outcomes()))


def verified_cases(part: QueuePart) -> Sequence[Case]:
    """What was verified of this part, the newest verdict first."""
    if part is QueuePart.VERIFIED:
        return derive(partial(_verified_cases, part, desk_queue(), query(verified_claims), ((), ()), ()), part)
    return derive(partial(_verified_cases, part, desk_queue(), {}, query(verified_measures), all_outcomes()), part)


def _cases(desk: VerificationQueue, outcomes: Sequence[Outcome], plan: Portfolio) -> CasesByPart:
    return {part: cases(part, desk, plan, outcomes) for part in QueuePart}


def _verified_cases(
    part: QueuePart,
    desk: VerificationQueue,
    claims: VerifiedClaims,
    measures: VerifiedMeasures,
    outcomes: Sequence[Outcome],
    plan: Portfolio,
) -> Sequence[Case]:
    return cases(part, verified_queue(desk, claims, measures), plan, outcomes)


def waiting_count() -> int:
    """0 for whoever does not verify, and before there is a plan."""
    if not may(Act.VERIFY) or query(portfolio.masterplan_card) is None:
        return 0
    return sum(len(listed) for part, listed in waiting_cases().items() if not part.is_verified)


def waiting_note() -> None:
    """On the front page: how much waits, and the way to the desk."""
    if count := waiting_count():
        say = show.formatter()
        show.next_step(say("queue.waits", count=count), VERIFICATION, say("queue.waits.go"))


ALL = ""


def filtered_cases(cases: Sequence[Case]) -> list[Case]:
    """Those that fit the three filters above them."""
    say, programmes = show.formatter(), {p.code: p for p in current_portfolio().programmes}
    agencies = {case.agency.code: case.agency for case in cases if case.agency}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        agency = picked(say("column.agency"), AddressKey.AGENCY, _names(say("programme.filter.all"), agencies.values()))
    with middle:
        programme_options = [
            programmes[code] for code in sorted({code for case in cases for code in case.programmes} & {*programmes})
        ]
        programme = picked(
            say("column.programme"), AddressKey.PROGRAMME, _names(say("programme.filter.all"), programme_options)
        )
    with right:
        text = st.text_input(say("queue.find"), key="queue-find", placeholder=say("queue.find.hint"))
    return [case for case in cases if _fits(case, agency, programme, (text or "").strip().casefold())]


def _names(every: str, listed: Iterable[Agency | Programme]) -> dict[str, str]:
    return {ALL: every, **{one.code: one.name for one in listed}}


def _fits(case: Case, agency: str, programme: str, text: str) -> bool:
    is_theirs = not agency or (case.agency is not None and case.agency.code == agency)
    return is_theirs and (not programme or programme in case.programmes) and text in case.name.casefold()
