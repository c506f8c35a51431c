"""Every word in every language, with the same facts; every closed list has its labels; the formats of id_ID."""

import ast
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from smartcity.domain import enums
from smartcity.domain.grouping import grouped
from smartcity.domain.reasons import Check, Reason
from smartcity.domain.rounding import points_alone
from smartcity.i18n.catalog import LANGUAGES, messages
from smartcity.i18n.figures import age_text, deviation_text
from smartcity.i18n.words import Words
from smartcity.settings import ROOT
from tests.syntax import tree

ID = Words("id")
LISTS = [value for value in vars(enums).values() if isinstance(value, type) and value.__module__ == enums.__name__]


def test_both_languages_say_the_same_keys_with_the_same_facts() -> None:
    indonesian, english = messages("id"), messages("en")
    assert set(indonesian) == set(english)
    for key, text in indonesian.items():
        assert text.strip(), key
        assert set(re.findall(r"\{(\w+)", text)) == set(re.findall(r"\{(\w+)", english[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("closed", LISTS, ids=lambda closed: closed.__name__)
def test_every_member_of_a_closed_list_has_a_label(closed: type, language: str) -> None:
    for member in closed:  # type: ignore[attr-defined]
        assert Words(language).label(member)  # type: ignore[arg-type]


def test_every_reason_of_needs_attention_has_its_words() -> None:
    for reason in Reason:
        assert f"concern.{reason.value}" in messages("id")


def test_numbers_money_and_dates_as_officials_write_them() -> None:
    assert ID.number(Decimal("1234567.89"), 2) == "1.234.567,89"
    assert (ID.percent(Decimal("90.25")), ID.percent(Decimal("57")), ID.percent(Decimal("91.0"))) == (
        "90,25%",
        "57%",
        "91,0%",
    )
    assert [ID.bare(Decimal(typed)) for typed in ("0.0000", "-1234.50", "1E+3")] == ["0", "-1234,5", "1000"]
    assert (Words("en").bare(2.5), ID.bare(1e300)) == ("2.5", "1" + "0" * 300)
    assert ID.rupiah(1385437875) == "Rp1.385.437.875"
    assert ID.rupiah_short(1385437875) == "Rp1,39\N{NO-BREAK SPACE}miliar"
    assert ID.rupiah_short(25_000_000) == "Rp25\N{NO-BREAK SPACE}juta"
    assert ID.day(date(2026, 11, 23)) == "23 November 2026"
    assert ID.short_day(date(2026, 8, 3)).replace("\N{NO-BREAK SPACE}", " ") == "3 Agu 2026"
    assert ID.clock(datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "Asia/Jakarta") == "16.05 WIB"
    assert ID.number(None) == ID.percent(None) == ID.rupiah(None) == ID.day(None) == "—"


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("-12.5", "terlambat 12,5 poin"),
        ("3.1", "lebih cepat 3,1 poin"),
        ("0.0", "sesuai rencana"),
        ("-5.0", "terlambat 5,0 poin"),
        ("-0.04", "terlambat kurang dari 0,1 poin"),
        ("0.01", "lebih cepat kurang dari 0,1 poin"),
    ],
)
def test_a_deviation_is_said_in_words(points: str, text: str) -> None:
    assert deviation_text(ID, points_alone(Decimal(points))) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "baru saja"),
        (119, "baru saja"),
        (120, "2 menit lalu"),
        (3599, "59 menit lalu"),
        (3600, "1 jam lalu"),
        (86399, "23 jam lalu"),
        (86400, "1 hari lalu"),
    ],
)
def test_an_age_is_said_in_the_largest_whole_unit(seconds: int, text: str) -> None:
    assert age_text(ID, seconds) == text


@pytest.mark.parametrize("check", Check)
def test_every_check_says_what_it_is_and_what_to_do(check: Check) -> None:
    assert {f"check.{check.value}", f"check.{check.value}.todo"} <= set(messages("id"))


TELLERS = {"append", "apply_edit", "Edit", "_tell", "_answer", "_except"}


def actions() -> set[str]:
    """What the commands write into the ledger, as far as it stands as a literal."""
    keys = set()
    for path in (ROOT / "smartcity" / "commands").rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                literals = (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
                keys |= {text for text in literals if name in TELLERS and re.fullmatch(r"[a-z_]+\.[a-z_]+", text)}
    return keys


def test_every_action_of_the_ledger_has_its_words() -> None:
    assert len(actions()) > 30
    assert {f"action.{action}" for action in actions()} <= set(messages("id"))


# Two lists of which code makes keys may have a sentence in common.
OF_TWO_LISTS = {
    ("check.indicator_orphaned.todo", "check.programme_orphaned.todo"),
    ("generate.programmes", "meaning.programmes"),
    ("next_step.send", "next_step.send_late"),
    ("number.unreadable", "objection.unreadable"),
}


def test_a_sentence_has_one_key() -> None:
    keys = grouped(((text, messages("en")[key]), key) for key, text in messages("id").items() if text.endswith("."))
    assert {tuple(sorted(same)) for same in keys.values() if len(same) > 1} == OF_TWO_LISTS
