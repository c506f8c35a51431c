"""Who recorded something, as screens name people: by office; by number and dates where it was handed over."""

from datetime import datetime

from smartcity.domain.offices import office_of
from smartcity.presentation.said import Said
from smartcity.queries.offices import account_terms
from smartcity.ui.answers import known
from smartcity.ui.moment import here

TERMINAL = "terminal"


def office(recorded_by: str, at: datetime) -> str:
    """The office of an account's name or label."""
    moment = here()
    say = Said(moment.words, moment.as_of, moment.zone)
    if recorded_by == TERMINAL:
        return say("office.terminal")
    found = office_of(recorded_by, at, known(account_terms))
    if found.number is None:
        return found.label
    said = [say("office.number", number=found.number)]
    if found.began_at is not None:
        said.append(say("office.since", day=say.words.short_day(found.began_at.date())))
    if found.ended_at is not None:
        said.append(say("office.until", day=say.words.short_day(found.ended_at.date())))
    return f"{found.label} ({', '.join(said)})"


def called_now(recorded: str) -> str:
    """What the account is called today that was recorded so; itself where there is none."""
    return next((term.name for term in known(account_terms) if term.is_meant(recorded, term.began_at)), recorded)
