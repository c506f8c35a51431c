"""Templates: what only lays them out is not sent, and no space that is seen is lost."""

from pathlib import Path

import pytest

from smartcity.presentation.templates import environment, without_layout

LAID_OUT = """\
{% macro part(name, text) %}
  {% if text %}
    <dt>{{ name }}</dt>
    <dd>
      {{ text }}
    </dd>
  {% endif %}
{% endmacro %}
<div
  class="block"
  {% if 2 > 1 %}data-more{% endif %}
>
  <p>
    <b>one</b>
    <i>two</i>
    {%- if text %}, three{% endif %}
    four
  </p>
  <dl>
    {{ part("five", text) }}
  </dl>
</div>
"""


def test_a_readable_template_weighs_as_much_as_a_dense_one(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(LAID_OUT)
    html = environment(tmp_path).get_template("page.html").render(text="<six>")
    text = "<p><b>one</b> <i>two</i>, three four</p>"
    assert html.strip() == f'<div class="block" data-more>{text}<dl><dt>five</dt><dd>&lt;six&gt;</dd></dl></div>'


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<b>a</b>\n<i>b</i>", "<b>a</b> <i>b</i>"),
        ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("<b>a</b><i>b</i>", "<b>a</b><i>b</i>"),
        ("<p>\n  a\n  b\n</p>\n<p>c</p>", "<p>a b</p><p>c</p>"),
        ("<ul>\n  <li>a</li>\n</ul>\n", "<ul><li>a</li></ul>"),
        ("a\n<br>\nb", "a<br>b"),
        ("<small>\n  a\n</small>", "<small> a </small>"),
        ("a\n{% if b %}\n  b\n{% endif %}\nc", "a {% if b %}b {% endif %}c"),
        ("a\n{% if b %}b{% endif %}\nc", "a {% if b %}b {% endif %}c"),
        ("a\n{%- if b %}, b{% endif %}\nc", "a {%- if b %}, b{% endif %} c"),
        ("a\n{% if b %}b{% else %}c{% endif %}\nd", "a {% if b %}b{% else %}c{% endif %} d"),
        ("a\n{%- if b %}\n  b\n{% endif %}\nc", "a {%- if b %} b {% endif %} c"),
        (
            "{% for a in b %}\n  {%- if a %}\n    a\n  {% endif %}\n{% endfor %}\nc",
            "{% for a in b %}{%- if a %} a {% endif %} {% endfor %}c",
        ),
        ("<p {% if a %}title{% endif %}>", "<p{% if a %} title{% endif %}>"),
        ("<p {% if a %}b{% elif c %}d{% endif %}>", "<p {% if a %}b{% elif c %}d{% endif %}>"),
        ("<p>{{\n  a\n}}</p>", "<p>{{ a }}</p>"),
    ],
)
def test_a_line_break_is_a_space_within_text_and_nothing_at_the_edge_of_a_block(source: str, sent: str) -> None:
    assert without_layout(source) == sent
