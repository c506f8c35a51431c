"""What is another than on an earlier day: counts, one sentence with the worse news first, and where it comes from."""

from smartcity.domain.portfolio.changes import Changes, Earlier, Turn
from smartcity.domain.portfolio.differences import Difference, Parts, of_city
from smartcity.domain.rounding import parts_alone
from smartcity.i18n.figures import parts_text, short_parts_text
from smartcity.presentation.formatter import Formatter

_IN_SENTENCE = (Turn.BECAME_LATE, Turn.SLIPPED, Turn.CANCELLED, Turn.FINISHED, Turn.ADDED)
_COUNTED = (Turn.BECAME_LATE, Turn.SLIPPED, Turn.RETURNED, Turn.CANCELLED, Turn.RECOVERED, Turn.FINISHED, Turn.ADDED)


def since(say: Formatter, earlier: Earlier) -> str:
    """The name of what is compared with: `Sejak rapat 20 Okt 2026`."""
    day = say.words.short_day(earlier.day)
    if earlier.meeting is not None:
        return say("changes.since.meeting", day=day)
    if earlier.snapshot is not None:
        return say("changes.since.snapshot", number=earlier.snapshot)
    return say("changes.since.day", day=day)


def counts(say: Formatter, changes: Changes) -> tuple[tuple[str, int], ...]:
    """Label and number of each kind of change, the worse first: milestones, programmes, and who was not heard of."""
    turns = {turn: (say.words.label(turn), len(changes.turned(turn))) for turn in _COUNTED}
    worse = (say("changes.worsened"), len(changes.worsened))
    better = (say("changes.improved"), len(changes.improved))
    silent = (say("changes.silent.count"), len(changes.silent))
    first = [turns.pop(turn) for turn in (Turn.BECAME_LATE, Turn.SLIPPED)]
    return (*first, worse, silent, *turns.values(), better)


def headline(say: Formatter, changes: Changes, since: str) -> str:
    """`Sejak rapat 20 Okt 2026: 12 tahapan baru terlambat, 10 selesai; kemajuan 57% dari seharusnya 65%.`"""
    counted = ", ".join(_milestones(say, changes)) or _programmes(say, changes)
    parts = [part for part in (counted, _progress(say, changes)) if part]
    if not counted:
        parts[:0] = [say("changes.nothing")]
    return say("changes.headline", since=since, told="; ".join(parts))


def _milestones(say: Formatter, changes: Changes) -> list[str]:
    """The kinds that occur; only the first says that milestones are counted."""
    kinds_found = [turn for turn in _IN_SENTENCE if changes.turned(turn)]
    numbers = [say.words.number(len(changes.turned(turn)), 0) for turn in kinds_found]
    keys = ["changes.count.first", *["changes.count"] * (len(kinds_found) - 1)]
    return [
        say(key, n=n, label=_label(say, changes, turn))
        for key, n, turn in zip(keys, numbers, kinds_found, strict=False)
    ]


def _label(say: Formatter, changes: Changes, turn: Turn) -> str:
    """What is done says how much of it was late before."""
    if turn is Turn.FINISHED and (recovered := changes.turned(Turn.RECOVERED)):
        return say("changes.told.recovered", n=len(recovered))
    return say(f"changes.told.{turn.value}")


def _programmes(say: Formatter, changes: Changes) -> str:
    """`8 program memburuk, 2 membaik`; empty where no health is another."""
    facts = {"worse": len(changes.worsened), "better": len(changes.improved)}
    key = {(True, True): "both", (True, False): "worse", (False, True): "better"}.get(
        (bool(facts["worse"]), bool(facts["better"]))
    )
    return say(f"changes.programmes.{key}", **facts) if key else ""


def _progress(say: Formatter, changes: Changes) -> str:
    progress = changes.after.city.progress
    if progress is None:
        return ""
    return say("changes.progress", verified=say.percent(progress.verified), planned=say.percent(progress.planned))


def basis(say: Formatter, changes: Changes, earlier: Earlier, rules: str) -> str:
    """The line under the sentence: programmes, where the difference comes from, and what the comparison rests on."""
    difference = of_city(changes)
    moved = moved_text(say, difference) if difference else ""
    health = _programmes(say, changes) if _milestones(say, changes) else ""
    return " · ".join(part for part in (health, moved, caveat(say, earlier, rules)) if part)


def moved_text(say: Formatter, difference: Difference) -> str:
    """`terverifikasi +1,5 poin: +0,4 dari pekerjaan, +1,1 karena rencana diubah`."""
    return say("changes.basis", parts=parts(say, difference.verified))


def parts(say: Formatter, difference: Parts, *, is_short: bool = False) -> str:
    """In points with their signs, as they add up: `+1,8 poin: +0,4 dari pekerjaan, +1,4 karena rencana diubah`.

    In short, where the total stands elsewhere: `+0,4 pekerjaan, +1,4 rencana`.
    """
    named = {name: getattr(difference, name) for name in ("work", "time", "plan", "rules")}
    whole, shown = parts_alone([share * 100 for share in named.values()])
    shown_points = {name: points for (name, share), points in zip(named.items(), shown, strict=True) if share}
    return short_parts_text(say.words, shown_points) if is_short else parts_text(say.words, whole, shown_points)


def caveat(say: Formatter, earlier: Earlier, rules: str) -> str:
    """In one sentence, where the two views were not computed alike; else empty."""
    if earlier.is_broken:
        return say("changes.broken")
    if earlier.rules is None or earlier.rules == rules:
        return ""
    return say("changes.other_rules", then=earlier.rules, now=rules)
