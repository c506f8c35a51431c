"""Quick Win: do the quick wins live?"""

from functools import partial

import streamlit as st

from smartcity.domain.ahead import next_due
from smartcity.domain.freshness import age_of_programme, freshness, of_programme
from smartcity.domain.plan import Programme
from smartcity.domain.roles import Act
from smartcity.presentation import healths
from smartcity.presentation.emptiness import no_next
from smartcity.presentation.quick_wins import headline
from smartcity.queries import history
from smartcity.ui import show
from smartcity.ui.actor import may
from smartcity.ui.answers import ask, standing_on
from smartcity.ui.evidence import opens

plan = standing_on()
say = show.said()
found = [programme for programme in plan.programmes if programme.is_quick_win]
years = ask(history.quick_win_years)


def card(programme: Programme) -> dict[str, object]:
    told = ask(history.of_programme, programme.id, tuple(m.id for m in programme.milestones))
    age = age_of_programme(programme, plan.period, plan.as_of)
    proofs = [proof for update in told.updates for proof in update.proofs if opens(proof)]
    return {
        "p": programme,
        "silent": say.silent(age),
        "freshness": freshness(age),
        "next": next_due(programme),
        "no_next": no_next(say, programme),
        "years": years.get(programme.id, ()),
        "proof": proofs[0] if proofs else None,
        "health": healths.health(say, programme),
    }


show.headline(headline(say, found, years), say("quick_win.sub" if found else "quick_win.none"))
top = st.container()
shown = show.page_of("quick-wins", found, 12)
with top:
    for start in range(0, len(shown), 3):
        for place, programme in zip(st.columns(3, gap="medium"), shown[start : start + 3], strict=False):
            with place:
                show.lasting("quick_win", programme.code, may(Act.OPEN_EVIDENCE), make=partial(card, programme))
if found:
    show.legend(ages=[of_programme(programme, plan.period, plan.as_of) for programme in found])
