"""Headlines and agenda lines by rule: facts go in as plain numbers and names, one sentence comes out."""

from collections.abc import Mapping
from datetime import date

from smartcity.i18n.figures import Points, amount_text, count_text, deviation_text
from smartcity.i18n.words import UNKNOWN, Words


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def and_without(words: Words, sentence: str, empty: int) -> str:
    """A sentence with how many have no milestones: they are in none of its counts."""
    if not empty:
        return sentence
    return f"{sentence.removesuffix('.')}; {words.say('headline.without', count=count_text(words, empty))}."


def city(
    words: Words,
    *,
    is_due: bool,
    late: int,
    dimensions: int,
    fine: int,
    worst: str | None,
    worst_points: Points | None,
    empty: int = 0,
) -> str:
    """Where the city stands: late milestones first, then the dimension furthest behind (None when none is).

    `fine` of the dimensions stand as planned, `empty` of them have no milestones.
    """
    if not is_due:
        return words.say("headline.city.not_due")
    facts = {"late": count_text(words, late), "n": count_text(words, dimensions), "fine": count_text(words, fine)}
    if worst is not None and worst_points is not None:
        facts |= {"worst": worst, "points": amount_text(words, worst_points)}
        return _sentence(words.say("headline.city.late_and_behind" if late else "headline.city.behind_only", **facts))
    if late:
        return _sentence(words.say("headline.city.late_only" if fine else "headline.city.late", **facts))
    key = "headline.city.as_planned" if fine == dimensions else "headline.city.fine"
    return and_without(words, words.say(key, **facts), empty)


def group(words: Words, *, name: str, points: Points | None, late: int, held_up: int = 0) -> str:
    """A dimension, an agency or a programme: its deviation in words, its late milestones, those others hold up."""
    if points is None:
        return words.say("headline.group.not_due", name=name)
    key = {(True, True): "both", (True, False): "late", (False, True): "held_up", (False, False): "fine"}[
        bool(late), bool(held_up)
    ]
    facts = {"late": count_text(words, late), "held_up": count_text(words, held_up)}
    return words.say(f"headline.group.{key}", name=name, deviation=deviation_text(words, points), **facts)


def agencies(words: Words, *, reported: int, owing: int, period: str) -> str:
    """Reporting discipline first, of those that owe a report."""
    if reported == owing:
        return words.say("headline.agencies.all", owing=words.number(owing, 0), period=period)
    facts = {"missing": count_text(words, owing - reported), "owing": words.number(owing, 0), "period": period}
    return _sentence(words.say("headline.agencies.missing", **facts))


def programmes(words: Words, *, assessed: int, late: int, attention: int, empty: int = 0) -> str:
    """How many programmes of a list are behind, of those that can be known; `empty` have no milestones."""
    counts = {"late": late, "attention": attention}
    facts = {"total": words.number(assessed, 0), **{name: count_text(words, count) for name, count in counts.items()}}
    key = ("late" if attention else "late_only") if late else ("attention" if attention else "fine")
    return and_without(words, _sentence(words.say(f"headline.programmes.{key}", **facts)), empty)


def quick_wins(
    words: Words, *, total: int, assessed: int, done: int, late: int, stopped: int = 0, empty: int = 0
) -> str:
    """`assessed` have milestones and go on, `stopped` did by their yearly state, `empty` have no milestones."""
    if not total:
        return words.say("headline.quick_wins.none")
    counts = {"total": total, "known": assessed, "done": done, "late": late, "stopped": stopped, "empty": empty}
    facts = {name: count_text(words, count) for name, count in counts.items()}
    facts["running"] = count_text(words, total - stopped)
    keys = ["late" if late else "all_done" if done == assessed else "fine"] if late or assessed else []
    keys += ["stopped"] if stopped else []
    keys += (["empty"] if keys else ["all_empty"]) if empty else []
    return _sentence("; ".join(words.say(f"headline.quick_wins.{key}", **facts) for key in keys)) + "."


def indicators(words: Words, *, total: int, low: int, missing: int) -> str:
    """`low` are Rendah or Sangat Rendah, `missing` cannot be computed: none of these is said to be fine."""
    if not total:
        return words.say("headline.indicators.none")
    counts = {"low": low, "missing": missing, "known": total - missing}
    facts = {"total": words.number(total, 0), **{name: count_text(words, count) for name, count in counts.items()}}
    key = "unknown" if missing == total else ("low" if low else "fine") + ("_missing" if missing else "")
    return _sentence(words.say(f"headline.indicators.{key}", **facts))


def due_soon(words: Words, *, days: int, due: int, not_started: int, overdue: int) -> str:
    facts = {
        "days": words.number(days, 0),
        "due": count_text(words, due),
        "not_started": count_text(words, not_started),
        "overdue": count_text(words, overdue),
    }
    key = "none" if not due else ("risky" if not_started else "fine")
    return _sentence(words.say(f"headline.ahead.{key}", **facts))


def dimensions(
    words: Words, *, n: int, fine: int, worst: str | None, worst_points: Points | None, empty: int = 0
) -> str:
    """The dimension furthest behind (None when none is), and how many of those with milestones stand as planned."""
    if not n:
        return words.say("headline.dimensions.none")
    counts = {"n": n - empty, "fine": fine}
    facts = {name: count_text(words, count) for name, count in counts.items()}
    if worst is None or worst_points is None:
        return and_without(words, _sentence(words.say("headline.dimensions.as_planned", **facts)), empty)
    facts |= {"worst": worst, "points": amount_text(words, worst_points)}
    key = "behind" if fine else "all_behind"
    return and_without(words, words.say(f"headline.dimensions.{key}", **facts), empty)


def concerns(words: Words, *, total: int, help_needed: int, late: int, is_late_beside: bool = False) -> str:
    """What is listed as needing attention: help asked for comes before what is late.

    `is_late_beside`: of what is listed for another reason something is late too.
    """
    facts = {name: count_text(words, n) for name, n in (("total", total), ("help", help_needed), ("late", late))}
    key = "none" if not total else "help" if help_needed else "late" if late else "plain" if is_late_beside else "quiet"
    return _sentence(words.say(f"headline.concerns.{key}", **facts))


def decisions(words: Words, *, still_open: int, overdue: int, ever: int = 1, secret: int = 0) -> str:
    """`ever` is how many were ever given: where there was none, none is closed.

    `secret` of those still open are confidential; they are counted for every reader alike.
    """
    counts = {"open": count_text(words, still_open), "overdue": count_text(words, overdue)}
    facts = {**counts, "secret": _secret(words, secret)}
    key = ("none" if ever else "never") if not still_open else "overdue" if overdue else "in_time"
    return _sentence(words.say(f"headline.decisions.{key}", **facts))


def _secret(words: Words, count: int) -> str:
    """`, satu rahasia`: how many of those counted are confidential; empty where none is."""
    return words.say("decision.count.secret", n=count_text(words, count)) if count else ""


def meeting(words: Words, *, name: str, items: int, minutes: int) -> str:
    """A meeting that opens."""
    facts = {"name": name, "items": count_text(words, items), "minutes": words.number(minutes, 0)}
    return words.say("headline.meeting.opens" if items else "headline.meeting.empty", **facts)


def queue(words: Words, *, count: int, days: int) -> str:
    """What waits for the verifiers, and for how long the oldest has."""
    if not count:
        return words.say("headline.queue.none")
    key = "waiting" if days else "today"
    return _sentence(words.say(f"headline.queue.{key}", count=count_text(words, count), days=words.number(days, 0)))


def agenda(words: Words, *, day: str, items: int, used: int, planned: int | None) -> str:
    """A meeting to come or at work: what there is to talk about, and whether it fits."""
    if not items:
        return words.say("meeting.headline.empty", day=day)
    facts = {"day": day, "n": count_text(words, items), "used": words.number(used, 0)}
    if planned is None:
        return words.say("meeting.headline.open", **facts)
    key = "meeting.headline.over" if used > planned else "meeting.headline.agenda"
    return words.say(key, **facts, planned=words.number(planned, 0), over=words.number(used - planned, 0))


def meeting_closed(words: Words, *, day: str, decided: int, done: int, secret: int = 0) -> str:
    """A meeting that is over: what it decided and what became of it."""
    if not decided:
        return words.say("meeting.headline.no_decision", day=day)
    facts = {"n": count_text(words, decided), "done": count_text(words, done), "secret": _secret(words, secret)}
    key = "none_done" if not done else "all_done" if done == decided else "closed"
    return words.say(f"meeting.headline.{key}", day=day, **facts)


def agenda_reason(words: Words, rule: str, facts: Mapping[str, object]) -> str:
    """Why the item is on the agenda."""
    return words.say(f"agenda.because.{rule}", **_shown_facts(words, facts))


def agenda_question(words: Words, rule: str, facts: Mapping[str, object]) -> str:
    """What the rule asks of the agency."""
    return words.say(f"agenda.question.{rule}", **_shown_facts(words, facts))


def _shown_facts(words: Words, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as people read them: days and ratings in words, what is unknown as a dash."""
    due, own = facts.get("due"), facts.get("own")
    shown = {name: UNKNOWN if value is None else value for name, value in facts.items()}
    shown["due"] = words.short_day(date.fromisoformat(due) if isinstance(due, str) else None)
    return shown | ({"own": words.say(f"own_rating.{own}").lower()} if own else {})
