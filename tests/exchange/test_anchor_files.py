"""A seal is found again in whatever it was kept in, as people and programs keep it."""

import json
import textwrap
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from smartcity.domain.errors import Refused
from smartcity.domain.ledger import Anchor
from smartcity.exchange.anchor_files import anchors_of
from smartcity.i18n.catalog import Language
from smartcity.i18n.words import Words
from smartcity.presentation.integrity import with_seal

AT = datetime(2026, 11, 30, 2, 3, 4, tzinfo=UTC)
FIRST, SECOND = Anchor(3, "0a1b2c3d" * 8), Anchor(12345, "f" * 64)


def carried(language: Language, anchor: Anchor) -> str:
    """Minutes, or the text of a mail."""
    return with_seal(Words(language), "*Risalah rapat*\n\n1. Arahan — émis", (anchor, AT))


def letter(coding: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.id", "c@d.id", "Pengingat"
    message.set_content(carried("id", FIRST), cte=coding)
    message.add_alternative(f"<p>{carried('en', SECOND).replace(':', '&#58;')}</p>", subtype="html", cte=coding)
    return message.as_bytes()


def documents() -> dict[str, bytes]:
    both = f"{carried('id', FIRST)}\n{carried('en', SECOND)}"
    wrapped = "\n".join(f"> {line}" for line in textwrap.wrap(both, 40))
    manifest = {"audit_id": 3, "seal": FIRST.seal, "files": {}, "older": [{"number": 12345, "seal": SECOND.seal}]}
    return {
        "minutes.txt": both.encode(),
        "notepad.txt": b"\xef\xbb\xbf" + both.replace("\n", "\r\n").encode(),
        "utf16.txt": both.encode("utf-16"),
        "latin.txt": both.replace("—", "-").encode("latin-1"),
        "quoted.txt": wrapped.encode(),
        "capitals.txt": both.upper().encode(),
        "joined.txt": both.replace(":", ":\u2060").encode(),
        "page.html": f"<p>{FIRST.text}</p><td>1<b>2345:</b>{SECOND.seal}</td>".encode(),
        "manifest.json": json.dumps(manifest, indent=1).encode(),
        "snapshot.json": json.dumps({"seal": FIRST.at(AT), "city": {"seal": SECOND.at(AT)}}).encode(),
        "plain.eml": letter("8bit"),
        "quoted.eml": letter("quoted-printable"),
        "base64.eml": letter("base64"),
        "box.mbox": b"From a@b Mon Nov 30\n"
        + letter("base64")
        + b"\nFrom c@d Mon Nov 30\n"
        + letter("quoted-printable"),
    }


@pytest.mark.parametrize("name", documents())
def test_every_seal_is_found(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(documents()[name])
    assert sorted(anchors_of(file), key=lambda anchor: anchor.number) == [FIRST, SECOND]


def test_a_document_and_a_folder_of_all_of_them(tmp_path: Path) -> None:
    for name, content in documents().items():
        (tmp_path / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "risalah.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>12345:</w:t><w:t>{SECOND.seal}</w:t>")
    with zipfile.ZipFile(tmp_path / "smartcity.zip", "w") as archive:
        archive.writestr("database.db", b"\0")
        archive.writestr("manifest.json", documents()["manifest.json"])
    assert anchors_of(tmp_path / "risalah.docx") == [SECOND]
    assert anchors_of(tmp_path / "smartcity.zip") == [FIRST, SECOND]
    assert set(anchors_of(tmp_path)) == {FIRST, SECOND}


@pytest.mark.parametrize(
    "text", ["", "3:", f"3:{'a' * 63}", f"3:{'a' * 65}", "[" * 5000, '{"audit_id": 3, "seal": null}', "PK\x03\x04"]
)
def test_what_is_no_seal_is_not_taken_for_one(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text(text)
    assert anchors_of(file) == []


def test_a_folder_of_more_than_anybody_keeps_seals_in_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("x" * 10)
    assert anchors_of(tmp_path) == []
    for limit, value in (("MOST_FILES", 3), ("MOST_OF_FOLDER", 39)):
        with monkeypatch.context() as narrow:
            narrow.setattr(f"smartcity.exchange.anchor_files.{limit}", value)
            with pytest.raises(Refused, match=r"seal\.large"):
                anchors_of(tmp_path)


def test_an_empty_ledger_carries_nothing() -> None:
    assert with_seal(Words("id"), "a", (Anchor(0, "0" * 64), None)) == "a"
