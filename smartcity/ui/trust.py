"""What Cek Data says of the file itself: the newest seal, the last good backup, the last verdict on the seals."""

from smartcity.presentation.seals import seal_line
from smartcity.queries import checks, ledger
from smartcity.ui import show
from smartcity.ui.answers import ask_now, known


def trust() -> None:
    """One line each; every backup compares the data with their seals, and the job of each day does."""
    say, verdict = show.said(), ask_now(checks.last_verdict)
    if line := seal_line(say.words, known(ledger.newest_anchor)):
        show.note(line)
    good = known(checks.last_backup)
    show.note(say("trust.backup", ago=say.ago(good)) if good else say("trust.no_backup"))
    if verdict is not None:
        day, is_whole = verdict
        show.note(say("trust.whole" if is_whole else "trust.broken", day=say.words.short_day(day), ago=say.ago(day)))
