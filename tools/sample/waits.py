"""Who waits for whom in the sample, as written in `isi/menunggu.txt`."""

from datetime import date

from tools.sample.progress import Fields, instant
from tools.sample.tables import operator, padded, programmes, rows

FIELDS = {"opd": "on_agency", "tahapan": "on_milestone", "pihak": "on_party"}


def waits() -> list[Fields]:
    steps = {(plan.code, step.name): (plan, step.code) for plan in programmes() for step in plan.steps}
    result: list[Fields] = []
    for row in rows("menunggu"):
        code, name, kind, party, since, recorded_on, ended, ended_said, note = padded(row, 9)
        plan, step = steps[code, name]
        awaited, _, part = party.partition(": ")
        waiting = {"milestone": step, "since": date.fromisoformat(since), "note": note or None}
        waiting[FIELDS[kind]] = steps[awaited, part][1] if kind == "tahapan" else party
        waiting |= {
            "recorded_at": instant(date.fromisoformat(recorded_on), step + recorded_on),
            "recorded_by": operator(plan.lead),
        }
        if ended:
            at = instant(date.fromisoformat(ended_said), step + ended_said)
            waiting |= {"ended_on": date.fromisoformat(ended), "ended_at": at, "ended_by": operator(plan.lead)}
        result.append(waiting)
    return result
