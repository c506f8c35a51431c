"""The health of a programme in words: what decided it stands beside it, and where the agency rates itself otherwise."""

from markupsafe import Markup

from smartcity.domain.kinds import Health
from smartcity.domain.plan import Programme
from smartcity.presentation.said import Said


def health(say: Said, programme: Programme) -> Markup:
    """The chip, and under it what capped it."""
    chip, because = say.chip(programme.health), say.cap(programme)
    return chip + Markup('<div class="sub">{}</div>').format(because) if because else chip


def own_rating(say: Said, programme: Programme) -> Markup | str:
    """A chip where the agency rates itself better or worse than computed; else nothing."""
    if programme.is_semangka:
        return say.chip(Health.ATTENTION, say("semangka.chip"))
    return say.chip(Health.ATTENTION, say("rates_worse.chip")) if programme.rates_itself_worse else ""


def remarks(say: Said, programme: Programme) -> str:
    """Sentences under the programme's name: what capped its health, and how its agency rates it otherwise."""
    report, because = programme.report, say.cap(programme)
    facts = {"computed": say.words.label(programme.health)}
    told = [say("programme.cap", because=because, **facts)] if because else []
    if report is not None and report.own_rating is not None:
        facts["own"] = say.words.label(report.own_rating)
        told += [say("programme.semangka", **facts)] if programme.is_semangka else []
        told += [say("programme.rates_worse", **facts)] if programme.rates_itself_worse else []
    return " ".join(told)
