"""The meeting's own picture: the agenda as it opens, then the item discussed with the agency's words beside figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from smartcity.domain.agenda import AgendaItem, minutes_used
from smartcity.domain.plan import Programme, Report
from smartcity.i18n import agenda as sentences
from smartcity.i18n import headlines
from smartcity.web.wall.agenda import OnWall
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Tile
from smartcity.web.wall.said import WallSaid, joined
from smartcity.web.wall.tiles import deviation_tile, share_tile

BEFORE = 2  # items that stay in sight before the one discussed
TAKEN = 4  # rows that title, basis and figures take the place of


@dataclass(frozen=True, slots=True)
class Step:
    """One item in the rail; `state` is done, here, or nothing."""

    number: int
    title: str
    state: str
    minutes: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`told` are the agency's own words, each under its label."""

    title: str
    basis: str
    question: str
    tiles: tuple[Tile, ...]
    told: tuple[tuple[str, str], ...]
    is_after_freeze: bool


def rail(found: OnWall, say: WallSaid, most: int) -> tuple[Step, ...]:
    """As many items as there is room for, with the one discussed among them."""
    last = max(len(found.items) - most, 0)
    first = min(max((found.place or 0) - BEFORE, 0), last)
    steps = list(enumerate(zip(found.items, found.steps, strict=True), start=1))
    return tuple(_step(number, item, state, say) for number, (item, state) in steps[first : first + most])


def _step(number: int, item: AgendaItem, state: str, say: WallSaid) -> Step:
    planned = item.timer.planned
    return Step(number, _title(item, say), state, say("wall.minutes", count=planned) if planned else "")


def _title(item: AgendaItem, say: WallSaid) -> str:
    return item.title or say("agenda.hidden")


def opening(found: OnWall, say: WallSaid) -> str:
    """The headline before the first item."""
    return headlines.meeting(
        say.words, name=found.meeting.name, items=len(found.items), minutes=minutes_used(found.items)
    )


def item_page(found: OnWall, item: AgendaItem, facts: Facts, say: WallSaid, most: int) -> ItemPage:
    """Figures are those of the frozen data; the words are the newest, and say so when they came in afterwards."""
    programme = next((p for p in facts.plan.programmes if p.id == item.programme_id), None)
    then, now = programme.report if programme else None, found.report
    rule = item.rule.value if item.rule else None
    why = sentences.because(say.words, rule, item.because) if rule and item.because else ""
    return ItemPage(
        title=_title(item, say),
        basis=joined(say.agency(item.agency) if item.agency else "", say(f"agenda.rule.{rule or 'added'}"), why),
        question=sentences.question(say.words, rule, item.because) if rule and item.because else "",
        tiles=_tiles(programme, say),
        told=tuple(_told(found, now, say))[: max(most - TAKEN, 1)],
        is_after_freeze=now is not None and now != then and found.snapshot is not None,
    )


def _tiles(programme: Programme | None, say: WallSaid) -> tuple[Tile, ...]:
    if programme is None:
        return ()
    progress = programme.progress
    return (
        share_tile(say("overview.verified"), progress.verified if progress else None, say),
        share_tile(say("wall.planned"), progress.planned if progress else None, say),
        deviation_tile(progress, say),
    )


def _told(found: OnWall, report: Report | None, say: WallSaid) -> Iterator[tuple[str, str]]:
    """What the agency answered to the decision, then what it reported: what blocks it first."""
    decision = found.decision
    if decision is not None and decision.answers:
        yield say("wall.answer"), decision.answers[-1].text
    elif decision is not None and decision.follow_up:
        yield say("wall.answer"), decision.follow_up
    if report is not None:
        help_needed = f"{report.help_needed} → {report.help_from}" if report.help_needed and report.help_from else None
        for name, text in (
            ("obstacle", report.obstacle),
            ("help", help_needed),
            ("next_step", report.next_step),
            ("happened", report.happened),
        ):
            if text:
                yield say(f"report.{name}"), text
