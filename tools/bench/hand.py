"""The hand that changes things during a measured day: a process of its own with the code of the measured checkout.

One JSON line asks, `[verb, argument …]`, and one answers. It writes through the commands, as the screens do.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlmodel import Session, select

from smartcity.commands.meetings import meetings
from smartcity.commands.plan import plan_import
from smartcity.commands.reporting import report_drafts, submission
from smartcity.commands.reporting.report_drafts import Draft
from smartcity.domain.access.accounts import signature
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL, Actor
from smartcity.domain.enums import Role
from smartcity.domain.reporting.submission import FieldRef
from smartcity.store.engine import make_engine, writing
from smartcity.store.schema_version import upgrade
from smartcity.store.tables import Account, Agency, SignIn
from tools.bench import reports
from tools.generated_plans import Rows, generated
from tools.generated_plans.filling import draft_of_rows
from tools.generated_plans.plan import LAST_NEWS

STEPS, REPORTS, LASTS = 9, 13, timedelta(days=1)
CITY = (Role.VIEWER, Role.ADMINISTRATOR, Role.VERIFIER)


def day_rows(programmes: int) -> Rows:
    """About ten milestones and a hundred updates per programme; the newest period is open today."""
    rows = generated(programmes, 1, steps=STEPS, reports=REPORTS)
    rows["period"][-1]["closes_on"] = max(datetime.now(UTC).date() + timedelta(days=20), LAST_NEWS)
    return rows


class Hand:
    """Writes into one database."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.folder = Path(self.engine.url.database or "").parent
        self.count = 0
        self.actors: dict[str, Actor] = {}
        self.left: list[tuple[str, str]] = []

    def fill(self, programmes: int) -> dict[str, int]:
        """A generated plan, into a new database; how many rows of each kind."""
        upgrade(self.engine)
        rows = day_rows(programmes)
        self._bring_in(rows, "plan", is_sample=True)
        return {entity: len(rows[entity]) for entity in ("programme", "milestone", "update")}

    def sign_in(self) -> dict[str, str]:
        """An account of each role and of each agency, signed in: what the cookie holds, by role or code of agency."""
        upgrade(self.engine)
        with writing(self.engine) as session:
            bound = {agency.code: agency.id for agency in session.exec(select(Agency)).all()}
            tokens = {role.value: self._account(session, role.value, role, None) for role in CITY}
            return tokens | {code: self._account(session, code, Role.AGENCY, number) for code, number in bound.items()}

    def report(self) -> float:
        """Of the next programme, on one milestone; seconds of the transaction."""
        at = datetime.now(UTC)
        actor, sending = reports.accepted(self.engine, self._next(), at, self.folder)
        start = perf_counter()
        with writing(self.engine) as session:
            submission.submit(session, actor, sending, at=at)
        return perf_counter() - start

    def draft(self, agency: str) -> str:
        """Types a report of the agency, ready to be sent; the code of its programme."""
        at, own = datetime.now(UTC), [pair for pair in self._next() if pair[1] == agency]
        _, sending = reports.accepted(self.engine, own, at, self.folder)
        self.left.remove((sending.programme, agency))
        begun = Draft(sending.given, sending.key, sending.based_on, at)
        place = (sending.programme, sending.period_id)
        with writing(self.engine) as session:
            changes = {FieldRef("own_rating"): sending.given.own_rating}
            report_drafts.save_draft(session, self.actors[agency], *place, changes, begun=begun, at=at)
        return sending.programme

    def meet(self) -> None:
        """Plans a meeting."""
        self.count += 1
        drafted = meetings.MeetingDraft(f"R{self.count}", "Rapat", date(2027, 1, 1), 60)
        with writing(self.engine) as session:
            meetings.plan(session, ADMINISTRATOR_AT_TERMINAL, drafted, at=datetime.now(UTC))

    def bring(self, programmes: int) -> float:
        """The whole plan once more, every programme under another name; seconds of the import."""
        rows = day_rows(programmes)
        for row in rows["programme"]:
            row["name"] = f"{row['name']} *"
        start = perf_counter()
        self._bring_in(rows, f"again-{self.count}")
        return perf_counter() - start

    def _next(self) -> list[tuple[str, str]]:
        """All programmes, begun each time with another."""
        self.left = self.left or reports.led(self.engine)
        self.left = [*self.left[1:], self.left[0]]
        return self.left

    def _bring_in(self, rows: Rows, name: str, *, is_sample: bool = False) -> None:
        with writing(self.engine) as session:
            draft = draft_of_rows(rows, name)
            plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=datetime.now(UTC), is_sample=is_sample)

    def _account(self, session: Session, name: str, role: Role, agency: int | None) -> str:
        now, token = datetime.now(UTC), sha256(f"bench {name}".encode()).hexdigest()
        account = Account(
            name=f"bench-{name}".lower(),
            label=name,
            role=role,
            agency_id=agency,
            must_change_password=False,
            created_at=now,
        )
        session.add(account)
        session.flush()
        number = account.id or 0
        digest = sha256(token.encode()).hexdigest()
        session.add(SignIn(account_id=number, token_sha256=digest, created_at=now, expires_at=now + LASTS))
        bound = name if agency else None
        self.actors[name] = Actor(signature(number), role, bound, label=name, account_id=number, login=account.name)
        return token


def serve(url: str) -> None:
    """Until the input ends."""
    hand = Hand(url)
    verbs: dict[str, Callable[..., Any]] = {
        verb: getattr(hand, verb) for verb in ("fill", "sign_in", "report", "draft", "meet", "bring")
    }
    for line in sys.stdin:
        verb, *words = json.loads(line)
        sys.stdout.write(json.dumps(verbs[verb](*words)) + "\n")
        sys.stdout.flush()
