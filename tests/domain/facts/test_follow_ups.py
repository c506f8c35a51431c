"""Follow-ups are told apart by whole lines: one that ends like another is another."""

import pytest

from smartcity.domain.facts.claims import with_answer, without_answer


@pytest.mark.parametrize(
    ("followed", "text", "whole"),
    [
        ("", "Selesai.", "Selesai."),
        ("Surat dikirim.", "Selesai.", "Surat dikirim.\nSelesai."),
        ("Surat dikirim.\nSelesai.", "Selesai.", "Surat dikirim.\nSelesai."),
        ("Belum Selesai.", "Selesai.", "Belum Selesai.\nSelesai."),
    ],
)
def test_an_answer_joins_once_and_parts_again(followed: str, text: str, whole: str) -> None:
    assert with_answer(followed, text) == whole
    assert without_answer(whole, text) == followed.removesuffix("\nSelesai.")
