"""What is another than on an earlier day: counts, one sentence with the worse news first, and where it comes from."""

from smartcity.domain.changes import Changes, Earlier, Turn
from smartcity.domain.differences import Difference, Parts, of_city
from smartcity.domain.precision import parts_alone
from smartcity.i18n.figures import parts_text, short_parts_text
from smartcity.presentation.said import Said

_IN_SENTENCE = (Turn.BECAME_LATE, Turn.SLIPPED, Turn.CANCELLED, Turn.FINISHED, Turn.ADDED)
_COUNTED = (Turn.BECAME_LATE, Turn.SLIPPED, Turn.RETURNED, Turn.CANCELLED, Turn.RECOVERED, Turn.FINISHED, Turn.ADDED)


def since(say: Said, earlier: Earlier) -> str:
    """The name of what is compared with: `Sejak rapat 20 Okt 2026`."""
    day = say.words.short_day(earlier.day)
    if earlier.meeting is not None:
        return say("changes.since.meeting", day=day)
    if earlier.snapshot is not None:
        return say("changes.since.snapshot", number=earlier.snapshot)
    return say("changes.since.day", day=day)


def counts(say: Said, found: Changes) -> tuple[tuple[str, int], ...]:
    """Label and number of each kind of change, the worse first: milestones, programmes, and who was not heard of."""
    turns = {turn: (say.words.label(turn), len(found.turned(turn))) for turn in _COUNTED}
    worse = (say("changes.worsened"), len(found.worsened))
    better = (say("changes.improved"), len(found.improved))
    silent = (say("changes.silent.count"), len(found.silent))
    first = [turns.pop(turn) for turn in (Turn.BECAME_LATE, Turn.SLIPPED)]
    return (*first, worse, silent, *turns.values(), better)


def headline(say: Said, found: Changes, since: str) -> str:
    """`Sejak rapat 20 Okt 2026: 12 tahapan baru terlambat, 10 selesai; kemajuan 57% dari seharusnya 65%.`"""
    told = ", ".join(_milestones(say, found)) or _programmes(say, found)
    parts = [part for part in (told, _progress(say, found)) if part]
    if not told:
        parts[:0] = [say("changes.nothing")]
    return say("changes.headline", since=since, told="; ".join(parts))


def _milestones(say: Said, found: Changes) -> list[str]:
    """The kinds that occur; only the first says that milestones are counted."""
    told = [turn for turn in _IN_SENTENCE if found.turned(turn)]
    numbers = [say.words.number(len(found.turned(turn)), 0) for turn in told]
    keys = ["changes.count.first", *["changes.count"] * (len(told) - 1)]
    return [say(key, n=n, label=_label(say, found, turn)) for key, n, turn in zip(keys, numbers, told, strict=False)]


def _label(say: Said, found: Changes, turn: Turn) -> str:
    """What is done says how much of it was late before."""
    if turn is Turn.FINISHED and found.recovered:
        return say("changes.told.recovered", n=len(found.recovered))
    return say(f"changes.told.{turn.value}")


def _programmes(say: Said, found: Changes) -> str:
    """`8 program memburuk, 2 membaik`; empty where no health is another."""
    facts = {"worse": len(found.worsened), "better": len(found.improved)}
    key = {(True, True): "both", (True, False): "worse", (False, True): "better"}.get(
        (bool(facts["worse"]), bool(facts["better"]))
    )
    return say(f"changes.programmes.{key}", **facts) if key else ""


def _progress(say: Said, found: Changes) -> str:
    progress = found.after.city.progress
    if progress is None:
        return ""
    return say("changes.progress", verified=say.percent(progress.verified), planned=say.percent(progress.planned))


def basis(say: Said, found: Changes, earlier: Earlier, rules: str) -> str:
    """The line under the sentence: programmes, where the difference comes from, and what the comparison rests on."""
    difference = of_city(found)
    moved = moved_text(say, difference) if difference else ""
    health = _programmes(say, found) if _milestones(say, found) else ""
    return " · ".join(part for part in (health, moved, caveat(say, earlier, rules)) if part)


def moved_text(say: Said, difference: Difference) -> str:
    """`terverifikasi +1,5 poin: +0,4 dari pekerjaan, +1,1 karena rencana diubah`."""
    return say("changes.basis", parts=parts(say, difference.verified))


def parts(say: Said, found: Parts, *, is_short: bool = False) -> str:
    """In points with their signs, as they add up: `+1,8 poin: +0,4 dari pekerjaan, +1,4 karena rencana diubah`.

    In short, where the total stands elsewhere: `+0,4 pekerjaan, +1,4 rencana`.
    """
    named = {name: getattr(found, name) for name in ("work", "time", "plan", "rules")}
    whole, shown = parts_alone([share * 100 for share in named.values()])
    told = {name: points for (name, share), points in zip(named.items(), shown, strict=True) if share}
    return short_parts_text(say.words, told) if is_short else parts_text(say.words, whole, told)


def caveat(say: Said, earlier: Earlier, rules: str) -> str:
    """In one sentence, where the two views were not computed alike; else empty."""
    if earlier.is_broken:
        return say("changes.broken")
    if earlier.rules is None or earlier.rules == rules:
        return ""
    return say("changes.other_rules", then=earlier.rules, now=rules)
