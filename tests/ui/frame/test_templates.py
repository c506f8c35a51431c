"""Words without end go on in the next line; tags, addresses and ordinary words stay as they are."""

import pytest
from markupsafe import Markup

from smartcity.ui.frame.assets import MOST_LETTERS, rendered, templates

LONG = "a" * (MOST_LETTERS + 1)


def heading(text: str) -> str:
    return rendered("frame/heading", text=text, note=None)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("mempertanggungjawabkannya", "mempertanggungjawabkannya"),
        (LONG, f"{'a' * 15}<wbr>{'a' * 15}<wbr>a"),
        ("&" * (MOST_LETTERS + 1), f"{'&amp;' * 15}<wbr>{'&amp;' * 15}<wbr>&amp;"),
        (Markup("&amp;") * 40, ("&amp;" * 15 + "<wbr>") * 2 + "&amp;" * 10),
        (Markup('<a href="/x?{0}">{0}</a>').format(LONG), f'<a href="/x?{LONG}">{"a" * 15}<wbr>{"a" * 15}<wbr>a</a>'),
    ],
)
def test_a_word_without_end_may_be_broken(text: str, drawn: str) -> None:
    assert drawn in heading(text)


@pytest.mark.parametrize("text", [LONG, "&" * 40, "<" * 31, "&" * MOST_LETTERS])
def test_what_a_macro_gives_is_not_broken_again(text: str) -> None:
    plain = templates().from_string("{{ text }}").render(text=text)
    by_macro = "{% macro part(text) %}{{ text }}{% endmacro %}{{ part(text) }}"
    assert templates().from_string(by_macro).render(text=text) == plain
