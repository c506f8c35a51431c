"""Files at the door: what they are is read from their content, whatever they are called."""

import io
import zipfile
from typing import Any

import pytest

from smartcity.domain.errors import Refused
from smartcity.domain.facts.evidence import LONGEST_TITLE, MOST_BYTES, MediaType
from smartcity.exchange.evidence import evidence_file, evidence_link, file_title, media_type

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
HTML = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
M = MediaType


def zipped(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def office(part: str, types: str = "<Types/>", **more: Any) -> bytes:
    return zipped(**{"[Content_Types].xml": types, part: "<x/>", **more})


ODT = zipped(mimetype=M.ODT.value, **{"content.xml": "<x/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (JPEG, M.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00", M.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", M.WEBP),
        (b"\x00\x00\x00\x18ftypheic", M.HEIC),
        (b"\x00\x00\x00\x18ftypmif1", M.HEIC),
        (b"%PDF-1.7\n", M.PDF),
        (office("word/document.xml"), M.DOCX),
        (office("xl/workbook.xml"), M.XLSX),
        (office("ppt/presentation.xml"), M.PPTX),
        (office("xl/workbook.xml", "<Types/>", **{"xl/printerSettings/printerSettings1.bin": b"x"}), M.XLSX),
        (ODT, M.ODT),
        (zipped(mimetype=M.ODS.value), M.ODS),
    ],
    # A zip holds the hour it was made: no name for a test.
    ids=["jpeg", "png", "webp", "heic", "mif1", "pdf", "docx", "xlsx", "pptx", "printer", "odt", "ods"],
)
def test_what_is_taken_is_known_by_its_first_bytes(content: bytes, kind: MediaType) -> None:
    assert media_type(content) is kind
    assert evidence_file("apa saja.exe", content).media_type is kind


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(HTML, id="html"),
        pytest.param(b"\n" + JPEG, id="not at the start"),
        pytest.param(HTML + JPEG, id="html before a photo"),
        pytest.param(SVG, id="svg"),
        pytest.param(b"GIF89a", id="gif"),
        pytest.param(b"MZ\x90\x00", id="program"),
        pytest.param(b"\x7fELF", id="elf"),
        pytest.param(b"#!/bin/sh\n", id="script"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", id="old office"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVE", id="sound"),
        pytest.param(b"\x00\x00\x00\x18ftypisom", id="film"),
        pytest.param(zipped(**{"a.txt": "x"}), id="zip"),
        pytest.param(office("word/document.xml", "<Types/>", **{"word/vbaProject.bin": b"x"}), id="docm"),
        pytest.param(office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), id="macro"),
        pytest.param(office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}), id="xlm"),
        pytest.param(office("xl/workbook.xml", "<Types/>", **{"xl/activeX/activeX1.bin": b"x"}), id="activex"),
        pytest.param(office("word/document.xml", "<Types/>", **{"word/run.exe": b"x"}), id="program inside"),
        pytest.param(office("word/document.xml", **{"xl/workbook.xml": "x"}), id="two in one"),
        pytest.param(zipped(mimetype=M.ODT.value, **{"Basic/Standard/Module1.xml": "x"}), id="odf macro"),
        pytest.param(zipped(mimetype="application/java-archive"), id="jar"),
        pytest.param(office("word/document.xml", "x" * 1_000_001), id="bomb"),
        pytest.param(office("word/document.xml")[:-30], id="torn"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 100, id="no zip"),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as no:
        evidence_file("foto.jpg", content)
    assert no.value.key == "evidence.unknown_kind"


def test_an_empty_file_and_one_byte_too_many_are_refused() -> None:
    full = JPEG + b"\x00" * (MOST_BYTES - len(JPEG))
    assert len(evidence_file("foto.jpg", full).content) == MOST_BYTES
    for content, key in ((full + b"\x00", "evidence.too_large"), (b"", "evidence.empty")):
        with pytest.raises(Refused) as no:
            evidence_file("foto.jpg", content)
        assert no.value.key == key


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Foto pelatihan.JPG", "Foto pelatihan"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win"),
        ("/abs/olut/foto.jpg", "foto"),
        ("laporan.tar.gz", "laporan.tar"),
        ("a\x00b\r\nc.pdf", "ab c"),
        ("\u202egpj.exe", "gpj"),
        ('"><img src=x onerror=alert(1)>.png', "img src x onerror alert(1)"),
        ("=cmd|'/c calc'!A0.xlsx", "c calc A0"),
        ("....", "berkas"),
        (".htaccess", "htaccess"),
        ("", "berkas"),
        ("x" * 10_000 + ".jpg", "x" * LONGEST_TITLE),
        ("Notulen (final) & daftar hadir, 5–6 Juli.docx", "Notulen (final) & daftar hadir, 5–6 Juli"),
    ],
)
def test_a_name_gives_a_title_and_nothing_else(name: str, title: str) -> None:
    assert file_title(name) == title


def test_a_link_is_called_by_its_title_or_its_address() -> None:
    assert evidence_link(" https://example.go.id/a ").title == "example.go.id/a"
    assert evidence_link("https://example.go.id/a", " Foto\x00 ").title == "Foto"
    with pytest.raises(Refused):
        evidence_link("javascript:alert(1)", "Foto")
