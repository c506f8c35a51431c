"""Every text that people type is kept while they type it: a walk over the screens' own source, and over the forms."""

import ast
from collections.abc import Iterator
from pathlib import Path

from smartcity.domain.access.roles import Actor, is_allowed
from smartcity.domain.enums import Role
from smartcity.domain.reporting.drafts import DraftForm
from smartcity.settings import ROOT
from smartcity.ui.components.input_fields import css_class

TYPED = {"text_area", "text_input", "chat_input"}
# Where Streamlit's own fields may stand: the module that keeps what is typed, the report's fields, which carry the
# same mark, and what is no text of a form: a search, a code that lives for minutes.
PLAIN = {
    "ui/components/input_fields.py": 2,
    "ui/reporting/fields.py": 2,
    "ui/meetings/form_drafts.py": 1,
    "pages/govern/ledger.py": 1,
    "ui/walls/__init__.py": 1,
    "ui/verification/queue.py": 1,
}


# A `FormDraft` is ended by its `forget`.
ENDING = ("input_fields.end", "discard_fields", "FormDraft")


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted([*(ROOT / "smartcity").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        yield str(path.relative_to(ROOT)).removeprefix("smartcity/"), ast.parse(Path(path).read_text())


def calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What each call of a text field is called on, and its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TYPED:
            yield ast.unparse(node.func.value), node.func.attr


def test_no_text_is_typed_that_is_not_kept() -> None:
    plain_fields: dict[str, int] = {}
    for name, tree in sources():
        plain = sum(owner != "input_fields" for owner, _ in calls(tree))
        if plain:
            plain_fields[name] = plain
    assert plain_fields == PLAIN


def test_every_form_of_the_list_stands_on_a_screen_and_is_ended_there() -> None:
    named, ended = set[str](), set[str]()
    for name, tree in sources():
        if not name.startswith(("ui/", "commands/reporting/report_drafts")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "DraftForm":
                named.add(node.attr)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ENDING:
                ended |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    assert named == {form.name for form in DraftForm}
    assert named <= ended


def test_every_form_is_open_to_somebody_and_none_to_a_guest() -> None:
    cast = [Actor(role.value, role, "DLH" if role is Role.AGENCY else None, account_id=1) for role in Role]
    for form in DraftForm:
        assert any(form.is_open_to(actor) for actor in cast), form
        assert not form.is_open_to(Actor("tamu", Role.GUEST)), form
        for actor in cast:
            assert form.is_open_to(actor) is any(is_allowed(actor, act) for act in form.acts)


def test_the_class_of_a_key_is_the_one_that_streamlit_gives_it() -> None:
    assert css_class("lapor-GV-01-8-0-happened") == "st-key-lapor-GV-01-8-0-happened"
    assert css_class(" note-klaim/d5 é ") == "st-key-note-klaim-d5--"
