"""Texts of the plan reach the Markdown of the framework only through `plain_label`: said of every widget."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from smartcity.settings import ROOT
from smartcity.ui.frame.plain_text import MOST_LABEL, plain_label, plain_option, plain_sentence
from tests.syntax import tree
from tests.test_house import name, sources

# Read as Markdown; the first argument is the text.
MARKDOWN = {
    *("button", "form_submit_button", "download_button", "link_button", "menu_button", "checkbox", "toggle", "radio"),
    *("selectbox", "multiselect", "segmented_control", "pills", "text_input", "text_area", "number_input"),
    *("date_input", "time_input", "file_uploader", "slider", "select_slider", "expander", "popover", "tabs", "metric"),
    *(
        "toast",
        "error",
        "warning",
        "info",
        "success",
        "write",
        "markdown",
        "caption",
    ),
    *("spinner", "status", "dialog", "page_link"),
}
HEADINGS = {"title", "header", "subheader"}
TEXTS = ("label", "help", "placeholder", "captions", "body", "format_func")
# Their options stand as they are.
LISTS = {"selectbox", "multiselect"}
PLAIN = {"plain_label", "plain_option", "plain_sentence", "distinct_names"}
SPEAKING = {"say", "formatter", "words.say", "Words(language()).say", "Words(language_of_address()).say"}
# Facts of a sentence that are numbers or days.
NUMBERS = {"n", "count", "number", "day", "year", "least", "most"}
HAND_ON = {ROOT / "smartcity" / "ui" / "components" / "input_fields.py"}
# Words that name no text of the plan.
OWN_WORDS = ("words.label", "say.period", "words.month", "field.label")


@dataclass(frozen=True)
class Place:
    path: Path
    call: ast.Call
    function: ast.AST

    def __str__(self) -> str:
        return f"{name(self.path)}:{self.call.lineno} {ast.unparse(self.call)[:90]}"


def places() -> Iterator[Place]:
    """What hands labels on is left out: its callers are looked at."""
    for path in set(sources("smartcity/ui", "pages")) - HAND_ON:
        whole = tree(path)
        owners = dict.fromkeys(ast.walk(whole), whole)
        for function in ast.walk(whole):
            if isinstance(function, ast.FunctionDef):
                owners |= dict.fromkeys(ast.walk(function), function)  # type: ignore[arg-type]
        for node in ast.walk(whole):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_widget(node.func):
                yield Place(path, node, owners[node])


def is_widget(called: ast.Attribute) -> bool:
    return called.attr in MARKDOWN or (called.attr in HEADINGS and ast.unparse(called.value) == "st")


def label_texts(call: ast.Call) -> Iterator[ast.expr]:
    """The text of a field whose words are kept comes after the place where they are."""
    is_kept = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "input_fields"
    yield from call.args[is_kept : is_kept + 1]
    yield from (word.value for word in call.keywords if word.arg in TEXTS)


def is_plain(text: ast.expr, function: ast.AST) -> bool:
    """A word of the catalogs without facts, or what was made plain."""
    match text:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=called)) if called in PLAIN:
            return True
        case ast.Call(func=spoken) if ast.unparse(spoken).removesuffix("()").split("show.")[-1] in SPEAKING:
            return {word.arg for word in text.keywords} <= NUMBERS
        case ast.IfExp():
            return is_plain(text.body, function) and is_plain(text.orelse, function)
        case ast.Lambda():
            return is_plain(text.body, function)
        case ast.List() | ast.Tuple():
            return all(is_plain(one, function) for one in text.elts)
        case ast.Attribute():
            return ast.unparse(text).endswith(OWN_WORDS)
        case ast.Name():
            return text.id in PLAIN or _is_assigned_plain(text, function)
    return False


def _is_assigned_plain(text: ast.Name, function: ast.AST) -> bool:
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == text.id for t in node.targets)
    ]
    return bool(values) and all(is_plain(value, function) for value in values)


def test_every_text_of_a_widget_is_a_word_of_ours_or_made_plain(record_property: Any) -> None:
    all_places = list(places())
    record_property("widgets whose texts were looked at", len(all_places))
    assert len(all_places) > 100
    wrong = [
        str(place)
        for place in all_places
        if not all(is_plain(text, place.function) for text in label_texts(place.call))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Tertib & rapi (EN-02)", "Tertib & rapi (EN-02)"),
        ("![x](http://a.example/i.png)", "!\\[x\\](http:\u2060//a.example/i.png)"),
        (":material/home: :red[x]", ":\u2060material/home: :\u2060red\\[x\\]"),
        ("$x$ `y` *z*", "\\$x\\$ \\`y\\` \\*z\\*"),
        ("www.a.example a@b.example", "www\u2060.a.example a@\u2060b.example"),
        ("1. satu", "1\\. satu"),
        ("- satu", "\\- satu"),
        ("&lt;b>", "\\&lt;b\\>"),
        ("a\u202eb\u200bc\n\nd\te", "abc d e"),
    ],
)
def test_what_the_framework_would_read_is_broken(text: str, label: str) -> None:
    assert plain_label(text) == label
    assert plain_label(plain_label(text)) == label


def test_a_text_without_end_ends() -> None:
    assert len(plain_option("x" * 10_000)) == MOST_LABEL
    assert plain_label("x" * 10_000).endswith("…")
    assert len(plain_sentence("x" * 10_000)) > MOST_LABEL
