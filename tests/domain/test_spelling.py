"""When two spellings mean one name, and when one is a misspelling of the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.text import comparable, in_latin, is_misspelling, letters_apart, looks_like

WORDS = st.text(alphabet="abcd", max_size=6)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("P1-A1", "p1-a1"), ("\uff24\uff2c\uff28", "DLH"), ("DLH\u200b", "DLH"), ("D\u00adLH", "DLH"),
        ("\ufeffDLH", "DLH"), ("P1\u2013A1", "P1-A1"), ("P1\u00a0A1", "P1 A1"), (" P1  A1 ", "P1 A1"),
        ("P1\nA1", "P1 A1"), ("RB\u2019s", "RB's"), ("\ufb01skal", "fiskal"), ("DLH\ufe0f", "DLH"),
        ("Stra\u00dfe", "STRASSE"), ("e\u0301", "\u00e9"), ("P\u2460", "p1"), ("D\u3164LH", "dlh"),
    ],
)  # fmt: skip
def test_what_no_reader_tells_apart_compares_equal(one: str, two: str) -> None:
    assert comparable(one) == comparable(two)


@pytest.mark.parametrize(("one", "two"), [("P1", "P10"), ("P01", "P1"), ("P.1", "P-1"), ("P 1", "P1"), ("e", "\u00e9")])
def test_what_readers_tell_apart_does_not(one: str, two: str) -> None:
    assert comparable(one) != comparable(two)


@pytest.mark.parametrize(
    ("one", "latin"),
    [
        ("\u0410\u0420-01", "AP-01"), ("\u0421\u041d\u0415\u0422", "CHET"), ("\u0391\u03a1-01", "AP-01"),
        ("\u0440\u0430", "pa"), ("\u03bf\u03bd", "ov"), ("\uff21\uff30-01", "AP-01"), ("\uff21\u0420", "AP"),
        ("\u0432\u043a\u043c\u043d\u0442", "bkmht"), ("\U0001d400P", "AP"), ("AP", "AP"),
    ],
)  # fmt: skip
def test_i1_letters_of_another_alphabet_look_like_latin_ones(one: str, latin: str) -> None:
    assert (looks_like(one), in_latin(one)) == (looks_like(latin), latin)


@pytest.mark.parametrize("name", ["\u0416\u0414-01", "\u03a9\u03a3", "Caf\u00e9", "P1"])
def test_other_letters_stay_what_they_are(name: str) -> None:
    assert (looks_like(name), in_latin(name)) == (comparable(name), name)


@pytest.mark.parametrize(
    ("typed", "meant", "answer"),
    [
        ("Enviroment", "Environment", True), ("Envirnment", "Environment", True), ("Envronmet", "Environment", True),
        ("Enronmet", "Environment", False), ("Brandnig", "Branding", True), ("Trading", "Branding", False),
        ("Building", "Branding", False), ("Ecology", "Economy", False), ("Living", "Giving", True),
        ("living", "LIVING", False), ("SC10", "SC1", False), ("Tahap II", "Tahap III", False),
        ("Zona A", "Zona B", False), ("DLH", "DLHK", False), ("Klaster 1", "Klaster 2", False),
        ("Tata KelolaSampah", "Tata Kelola Sampah", True), ("Tata Kella Smpah", "Tata Kelola Sampah", True),
        ("Tta Klola Smpah", "Tata Kelola Sampah", False), ("Smart", "Smart Living", False), ("", "Smart", False),
    ],
)  # fmt: skip
def test_i5_a_misspelling_is_one_or_two_letters_away(typed: str, meant: str, *, answer: bool) -> None:
    assert is_misspelling(typed, meant) is answer


@pytest.mark.parametrize(
    ("one", "two", "apart"), [("", "", 0), ("", "ab", 2), ("ab", "ba", 1), ("abc", "abd", 1), ("abcd", "bd", 2)]
)
def test_letters_apart(one: str, two: str, apart: int) -> None:
    assert letters_apart(one, two) == apart


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways_and_nothing_only_between_equals(one: str, two: str) -> None:
    assert letters_apart(one, two) == letters_apart(two, one)
    assert (letters_apart(one, two) == 0) == (one == two)
    assert abs(len(one) - len(two)) <= letters_apart(one, two) <= max(len(one), len(two))


@given(st.text(max_size=12))
def test_the_comparable_form_is_its_own(name: str) -> None:
    assert comparable(comparable(name)) == comparable(name)
