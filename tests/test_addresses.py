"""The keys of addresses are written once, in domain/addresses.py; everywhere else they are taken from there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartcity.domain.addresses import AddressKey
from tests.syntax import tree

ROOT = Path(__file__).parent.parent
KEYS = {key.value for key in AddressKey}
IN_TEXT = re.compile(rf"[?&]({'|'.join(map(re.escape, KEYS))})=")
IN_TEMPLATE = re.compile(rf"\b(?:address|link)\([^}}]*[\"'({{, ]({'|'.join(map(re.escape, KEYS))})[\"']?\s*[:=]")


def test_links_of_every_version_go_on_to_lead_where_they_led() -> None:
    assert (
        sorted(KEYS)
        == (
            "arahan bagian bahasa beku cara dari diganti dimensi halaman hal hari jenis kelompok kode lihat masuk next"
            " nomor opd pelaku per periode program sampai sejak sejak-beku status tindakan tren urut"
        )
        .replace("halaman hal ", "hal halaman ")
        .split()
    )


def literals(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Keys that stand as texts where an address is read, written or bound to a widget."""
    for node in ast.walk(tree):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.split(".")[-1] in {"switch", "picked", "link", "address"} or ".query_params." in called:
                asked += node.args
                asked += [key for arg in node.args if isinstance(arg, ast.Dict) for key in arg.keys if key]
                yield from ((word.arg, node.lineno) for word in node.keywords if word.arg in KEYS)
            asked += [word.value for word in node.keywords if word.arg == "key"]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("query_params"):
            asked.append(node.slice)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (match := IN_TEXT.search(node.value)):
            yield match[1], node.lineno
        for value in asked:
            if isinstance(value, ast.Constant) and value.value in KEYS:
                yield str(value.value), value.lineno


def test_no_key_of_an_address_is_written_a_second_time() -> None:
    again = []
    for path in [
        *(ROOT / "pages").rglob("*.py"),
        *(ROOT / "smartcity" / "ui").rglob("*.py"),
        *(ROOT / "smartcity" / "web").rglob("*.py"),
    ]:
        again += [f"{path.relative_to(ROOT)}:{line}: {key}" for key, line in literals(tree(path))]
    for path in (ROOT / "smartcity").rglob("*.html"):
        again += [f"{path.relative_to(ROOT)}: {match[1]}" for match in IN_TEMPLATE.finditer(path.read_text())]
    assert again == []


@pytest.mark.parametrize(
    "source",
    [
        'picked(label, "opd", options)',
        'st.pagination(3, key="halaman")',
        'st.query_params["kode"] = code',
        'st.query_params.get("per")',
        'say.link(screen, text, {"kode": code})',
        "address(screen, kode=code)",
        'f"/rapat?kode={code}"',
    ],
)
def test_every_place_of_a_key_is_looked_at(source: str) -> None:
    assert len(list(literals(ast.parse(source)))) == 1


def test_the_script_of_the_page_carries_on_what_the_links_carry_on() -> None:
    script = (ROOT / "smartcity" / "ui" / "frame" / "page.js").read_text()
    carried = re.search(r"const kept = \[(.*?)\]", script)
    assert carried is not None
    assert set(re.findall(r'"([^"]+)"', carried[1])) == {AddressKey.AS_OF, AddressKey.SNAPSHOT, AddressKey.LANGUAGE}
