"""Who waits for whom in the sample, as written in `isi/menunggu.txt`."""

from datetime import date

from sample_progress import Fields, instant
from sample_tables import operator, padded, programmes, rows

FIELDS = {"opd": "on_agency", "tahapan": "on_milestone", "pihak": "on_party"}


def waits() -> list[Fields]:
    steps = {(plan.code, step.name): (plan, step.code) for plan in programmes() for step in plan.steps}
    found: list[Fields] = []
    for row in rows("menunggu"):
        code, name, kind, party, since, said, ended, ended_said, note = padded(row, 9)
        plan, step = steps[code, name]
        awaited, _, part = party.partition(": ")
        told = {"milestone": step, "since": date.fromisoformat(since), "note": note or None}
        told[FIELDS[kind]] = steps[awaited, part][1] if kind == "tahapan" else party
        told |= {"recorded_at": instant(date.fromisoformat(said), step + said), "recorded_by": operator(plan.lead)}
        if ended:
            at = instant(date.fromisoformat(ended_said), step + ended_said)
            told |= {"ended_on": date.fromisoformat(ended), "ended_at": at, "ended_by": operator(plan.lead)}
        found.append(told)
    return found
