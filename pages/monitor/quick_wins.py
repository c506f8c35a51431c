"""Quick Win: do the quick wins live?"""

from functools import partial

import streamlit as st

from smartcity.domain.access.roles import Act
from smartcity.domain.plan.due_dates import next_due
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import age_of_programme, freshness, of_programme
from smartcity.presentation import headlines, programme_texts
from smartcity.presentation.empty_states import no_next
from smartcity.queries import history
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.visitor import may, may_open

plan = current_portfolio()
say = show.formatter()
quick_wins = [programme for programme in plan.programmes if programme.is_quick_win]
years = query(history.quick_win_years)


def card(programme: Programme) -> dict[str, object]:
    history_known = query(history.programme_history, programme.id, tuple(m.id for m in programme.milestones))
    age = age_of_programme(programme, plan.period, plan.as_of)
    proofs = [proof for update in history_known.updates for proof in update.proofs if may_open(proof)]
    return {
        "p": programme,
        "silent": say.silent(age),
        "freshness": freshness(age),
        "next": next_due(programme),
        "no_next": no_next(say, programme),
        "years": years.get(programme.id, ()),
        "proof": proofs[0] if proofs else None,
        "health": programme_texts.health_with_cap(say, programme),
    }


show.headline(headlines.quick_wins(say, quick_wins, years), say("quick_win.sub" if quick_wins else "quick_win.none"))
top = st.container()
shown = show.page_of("quick-wins", quick_wins, 12)
with top:
    for start in range(0, len(shown), 3):
        for place, programme in zip(st.columns(3, gap="medium"), shown[start : start + 3], strict=False):
            with place:
                show.render_cached(
                    "quick_wins/quick_win", programme.code, may(Act.OPEN_EVIDENCE), make=partial(card, programme)
                )
if quick_wins:
    show.legend(ages=[of_programme(programme, plan.period, plan.as_of) for programme in quick_wins])
