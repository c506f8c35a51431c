"""Drafts: kept field by field, one per account, found again, forgotten when sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from smartcity.commands.reporting import report_drafts, submission
from smartcity.commands.reporting.report_drafts import Draft
from smartcity.commands.reporting.submission import Sending
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Claim, Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.evidence import Attachment, MediaType
from smartcity.domain.reporting.submission import FieldRef, Step, Submission
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.people import make_account
from tests.plan import FOURTH, M2, NOON, TODAY, build

BEGUN = Draft(Submission(obstacle="hujan"), key="k1", based_on=1, saved_at=NOON)
PHOTO = Attachment("Foto", sha256="a" * 64, media_type=MediaType.HEIC, size=9)


@pytest.fixture
def operator(database: Engine) -> Actor:
    build(database)
    return make_account(database, Role.AGENCY, "A")


def save(engine: Engine, actor: Actor, changes: dict[FieldRef, object], begun: Draft = BEGUN) -> Draft:
    with writing(engine) as session:
        return report_drafts.save_draft(session, actor, "P-1", FOURTH, changes, begun=begun, at=NOON)


def drafts(engine: Engine) -> list[t.ReportDraft]:
    with reading(engine) as session:
        return list(session.exec(select(t.ReportDraft)).all())


def test_fields_typed_in_two_places_are_both_kept(database: Engine, operator: Actor) -> None:
    save(database, operator, {FieldRef("happened"): "rapat"})
    save(database, operator, {FieldRef("claim", M2): Claim.DONE, FieldRef("achieved_on", M2): TODAY})
    other = Draft(Submission(), key="k2", based_on=7, saved_at=NOON)
    result = save(database, operator, {FieldRef("proofs", M2): (PHOTO,)}, other)
    step = Step(Claim.DONE, None, TODAY, proofs=(PHOTO,))
    assert result.given == Submission(happened="rapat", obstacle="hujan", steps={M2: step})
    assert (result.key, result.based_on) == ("k1", 1)
    (row,) = drafts(database)
    assert report_drafts.from_json(row.content) == result.given


def test_saving_leaves_no_entry_in_the_ledger(database: Engine, operator: Actor) -> None:
    save(database, operator, {FieldRef("happened"): "rapat"})
    with reading(database) as session:
        assert session.exec(select(func.count()).select_from(t.AuditEntry)).one() == 0


def test_each_account_has_its_own(database: Engine, operator: Actor) -> None:
    head = make_account(database, Role.AGENCY, "A")
    save(database, operator, {FieldRef("happened"): "satu"})
    save(database, head, {FieldRef("happened"): "dua"}, Draft(Submission(), "k2", 1, NOON))
    assert [row.content["happened"] for row in drafts(database)] == ["satu", "dua"]


def test_many_saves_at_once_lose_no_field(database: Engine, operator: Actor) -> None:
    names = ("happened", "obstacle", "next_step", "help_needed", "help_from")
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda name: save(database, operator, {FieldRef(name): name}), names))
    (row,) = drafts(database)
    assert all(row.content[name] == name for name in names)


@pytest.mark.parametrize("typed", ["x" * 10_000, "a\x00b", "\ud800", "\u202eabc", "<b>=cmd|x</b>"])
def test_whatever_is_typed_is_kept(database: Engine, operator: Actor, typed: str) -> None:
    result = save(database, operator, {FieldRef("happened"): typed})
    assert result.given.happened == typed.translate(dict.fromkeys(map(ord, "\x00\ud800\u202e")))


def test_a_draft_has_its_limit(database: Engine, operator: Actor) -> None:
    with pytest.raises(Refused) as no:
        save(database, operator, {FieldRef("happened"): "x" * report_drafts.LARGEST})
    assert no.value.key == "reporting.draft_too_large"


@pytest.mark.parametrize("role", Role)
@pytest.mark.usefixtures("operator")
def test_nobody_but_the_leading_agency_drafts(database: Engine, role: Role) -> None:
    stranger = make_account(database, role, "B" if role is Role.AGENCY else None)
    with pytest.raises(Forbidden):
        save(database, stranger, {FieldRef("happened"): "x"})
    with pytest.raises(Forbidden), writing(database) as session:
        report_drafts.discard_draft(session, stranger, "P-1", FOURTH, at=NOON)
    assert drafts(database) == []


def test_sending_forgets_the_draft_of_its_author_only(database: Engine, operator: Actor, tmp_path: Path) -> None:
    head = make_account(database, Role.AGENCY, "A")
    result = save(database, operator, {FieldRef("happened"): "rapat"})
    save(database, head, {FieldRef("happened"): "lain"}, Draft(Submission(), "k2", 1, NOON))
    sending = Sending("P-1", FOURTH, result.given, result.key, result.based_on, tmp_path)
    with writing(database) as session:
        submission.submit(session, operator, sending, at=NOON)
    assert [row.account_id for row in drafts(database)] == [head.account_id]


def test_after_a_conflict_the_draft_stands_on_a_new_base(database: Engine, operator: Actor) -> None:
    save(database, operator, {FieldRef("happened"): "rapat"})
    chosen = Draft(Submission(happened="gabungan"), "k9", 5, NOON)
    with writing(database) as session:
        later = NOON + timedelta(minutes=1)
        rebased = report_drafts.rebase_draft(session, operator, "P-1", FOURTH, chosen, at=later)
    assert (rebased.given.happened, rebased.key, rebased.based_on, rebased.saved_at) == ("gabungan", "k9", 5, later)
    assert len(drafts(database)) == 1


def test_a_discarded_draft_is_gone_and_may_be_discarded_twice(database: Engine, operator: Actor) -> None:
    save(database, operator, {FieldRef("happened"): "rapat"})
    for _ in range(2):
        with writing(database) as session:
            report_drafts.discard_draft(session, operator, "P-1", FOURTH, at=NOON)
    assert drafts(database) == []
