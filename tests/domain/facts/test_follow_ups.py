"""Follow-ups are told apart by whole lines: one that ends like another is another."""

import pytest

from smartcity.domain.facts.claims import with_answer, without_answer

ANSWER = "Selesai."


@pytest.mark.parametrize(
    ("followed", "whole"),
    [
        ("", ANSWER),
        ("Surat dikirim.", "Surat dikirim.\nSelesai."),
        ("Surat dikirim.\nSelesai.", "Surat dikirim.\nSelesai."),
        ("Belum Selesai.", "Belum Selesai.\nSelesai."),
    ],
)
def test_an_answer_joins_once_and_parts_again(followed: str, whole: str) -> None:
    assert with_answer(followed, ANSWER) == whole
    assert without_answer(whole, ANSWER) == followed.removesuffix(f"\n{ANSWER}")
