"""The house rules, one sentence per rule. When one rings, look for the missing entity."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartcity.__main__ import cli
from smartcity.ui.frame.sitemap import SCREENS
from tests.syntax import tree

ROOT = Path(__file__).parent.parent
ROOM = ROOT / "smartcity"
TOP = {"dashboard.py", "pages", "smartcity", "data", "tests", "docs", "tools"} | {
    "requirements.txt", "requirements-dev.txt",
    "requirements-tools.txt", "requirements.lock", "requirements-dev.lock",
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
    "Makefile", "pyproject.toml", "Dockerfile", "compose.yaml"
}  # fmt: skip
DRAWERS = {"utils", "util", "helpers", "helper", "common", "shared", "misc"}
WRITES = re.compile(r"session\.(commit|add|add_all|flush|delete)\(|\b(insert|delete)\(|(?<![_\w])update\(")


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_contracts_on_imports_are_kept() -> None:
    """Who may import whom stands in pyproject.toml, without an exception."""
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text()
    done = subprocess.run([f"{sys.prefix}/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_templates_are_laid_out_by_the_formatter_in_lines_that_can_be_read() -> None:
    formatter = [f"{sys.prefix}/bin/djangofmt", "--check", "--quiet", "smartcity"]
    assert subprocess.run(formatter, cwd=ROOT).returncode == 0, "make lint mends it"
    templates = sorted(ROOM.rglob("*.html"))
    too_long = [name(path) for path in templates if any(len(line) > 160 for line in path.read_text().splitlines())]
    assert too_long == []


BLOCK = re.compile(r"[\"'](\w+/\w+)(?:\.html)?[\"']")


def test_every_template_is_there_and_used() -> None:
    """Named by its folder and its name, in a module or in another template."""
    folder = ROOM / "ui"
    blocks = {str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.html")}
    texts = [path.read_text() for path in [*sources("pages", "smartcity/ui"), *folder.rglob("*.html")]]
    named = {block for text in texts for block in BLOCK.findall(text)}
    rooms = {block.partition("/")[0] for block in blocks}
    assert {block for block in named if block.partition("/")[0] in rooms} == blocks


MODULE = re.compile(r"(smartcity|pages|tools)(\.[a-z_]+)+")


def test_a_string_that_names_a_module_counts_as_an_import() -> None:
    """What is loaded by its name is as much an import as a line that says so; only the tools load by name."""
    for path in sources("smartcity", "pages"):
        for node in ast.walk(tree(path)):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            is_module = MODULE.fullmatch(text) and (ROOT / text.replace(".", "/")).with_suffix(".py").exists()
            assert not is_module, f"{name(path)} names {text}"


def test_queries_never_write_and_commands_never_commit() -> None:
    for path in sources("smartcity/queries"):
        assert not re.search(
            r"session\.(commit|add|add_all|flush|delete)\(|\b(insert|delete)\(|(?<![_\w])update\(", path.read_text()
        ), name(path)
    for path in sources("smartcity/commands"):
        assert ".commit(" not in path.read_text(), name(path)


ROUNDING = {"rounded", "rounded_parts", "honest_percent", "achievement_percent"}
TEMPLATE_DECIMALS = re.compile(r"\bpercent\([^()]*(\([^()]*\))?[^()]*, *\d\)|\bnumber\([^()]*, *[1-9]\)")
MEASURES_MACHINES = {"backup_loop.py"}


def test_f18_only_the_named_precisions_round_a_figure() -> None:
    for path in sources("smartcity", "pages"):
        if path.name in {"precision.py", "rounding.py", *MEASURES_MACHINES}:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "smartcity.domain.rounding":
                assert not ROUNDING & {alias.name for alias in node.names}, f"{name(path)}:{node.lineno}"
            assert not _passes_decimals(node), name(path)
    for path in (ROOT / "smartcity").rglob("*.html"):
        assert not TEMPLATE_DECIMALS.search(path.read_text()), path


def _passes_decimals(node: ast.AST) -> bool:
    """`words.percent(x, 2)`, `words.number(x, 2)`: how many decimals a figure has is not said at the place of use."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    given = [*node.args[1:], *(word.value for word in node.keywords if word.arg == "decimals")]
    decimals = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, int)]
    return bool(node.func.attr == "percent" and decimals) or (node.func.attr == "number" and any(decimals))


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources("smartcity", "pages", "data"):
        if "versions" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_function_is_over_forty_lines_and_nearly_all_are_short() -> None:
    lengths = [(name(path), node.name, length(node)) for path, node in functions()]
    assert [f for f in lengths if f[2] > 40] == []
    assert sum(f[2] > 20 for f in lengths) / len(lengths) <= 0.03


def test_modules_and_pages_stay_small() -> None:
    limits = [(path, 250) for path in sources("smartcity")] + [(path, 80) for path in sources("pages")]
    limits.append((ROOT / "dashboard.py", 40))
    too_long = [name(path) for path, most in limits if len(path.read_text().splitlines()) > most]
    assert too_long == []


def test_there_are_no_drawers_and_no_second_versions() -> None:
    for path in sources("smartcity", "pages", "tests"):
        assert path.stem not in DRAWERS, name(path)
        assert not re.search(r"_(v\d|new|fixed|old)$", path.stem), name(path)


def test_every_module_says_what_lives_in_it() -> None:
    for path in sources("smartcity", "pages", "tests"):
        docstring = ast.get_docstring(tree(path))
        assert docstring, f"{name(path)} has no docstring"


BESIDE_THE_LAYERS = {"browser", "hold", "tools", "versions"}


def test_tests_stand_in_the_rooms_of_their_subjects() -> None:
    """A test lies in the folder of a room of its layer, or with the walks over all rooms, under a name of its own."""
    layers = {path.name for path in ROOM.iterdir() if path.is_dir()}
    for layer in (path for path in (ROOT / "tests").iterdir() if any(path.glob("**/test_*.py"))):
        assert layer.name in layers | BESIDE_THE_LAYERS, name(layer)
        tests = sorted(layer.rglob("test_*.py"))
        for room in {test.parent.relative_to(layer) for test in tests} - {Path("walks")}:
            assert layer.name in BESIDE_THE_LAYERS or (ROOM / layer.name / room).is_dir(), name(layer / room)
        assert len({test.name for test in tests}) == len(tests), f"two tests of one name in {name(layer)}"


def test_no_colour_is_written_outside_the_theme() -> None:
    for path in [*sources("smartcity", "pages"), *ROOM.rglob("*.css"), *ROOM.rglob("*.html")]:
        if path.name != "theme.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b|rgb\(", path.read_text()), name(path)


def test_the_city_s_day_is_asked_of_the_plan() -> None:
    """The machine's day is nobody's; Jakarta is the zone only where no plan is, and of the sample."""
    no_plan = {"domain/calendar.py", "store/masterplan.py", "ui/run.py", "exchange/workbook/drafting.py"}
    machine_s_day = re.compile(r"date\.today\(|datetime\.now\((UTC\)\.date\()?\)|utcnow\(")
    for path in sources("tests"):
        assert path == Path(__file__) or not machine_s_day.search(path.read_text()), name(path)
    for path in sources("smartcity", "pages"):
        text = path.read_text()
        assert not machine_s_day.search(text), name(path)
        if name(path).removeprefix("smartcity/") not in no_plan and "generated" not in path.parts:
            assert not re.search(r"\bCITY_ZONE\b|ZoneInfo\([\"']", text), name(path)


EXCEPTION = re.compile(r"# (noqa|type: ignore)\b.*")
REASONED = re.compile(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - [\w`]|# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \w")
CODED = re.compile(r"# noqa: [A-Z]+\d+|# type: ignore\[[a-z-]+")


def test_every_exception_from_a_rule_names_it_and_gives_its_reason() -> None:
    """In tests the rule is reason enough; in the product and its tools a sentence stands behind it."""
    for folders, form in ((("smartcity", "pages", "tools", "data"), REASONED), (("tests",), CODED)):
        for path in sources(*folders):
            for text in EXCEPTION.finditer("" if path == Path(__file__) else path.read_text()):
                assert form.match(text[0]), f"{name(path)}: {text[0]}"


WAITING = re.compile(r"\b(sleep|wait_for_timeout)\(")
BY_CHANCE = re.compile(
    r"\b(uuid[14]|urandom|SystemRandom|default_rng)\(|\bRandom\(\)|^(import|from) secrets\b|"
    r"^from random import (?!Random$)|"
    r"\brandom\.(random|choice|choices|sample|seed|uniform|gauss|shuffle|randint|randrange|randbytes)\("
)


def test_tests_wait_for_a_state_and_draw_by_a_seed() -> None:
    """A pause stands only in a loop, which ends when what it waits for is there."""
    for path in sources("tests", "tools"):
        assert path == Path(__file__) or not _by_chance(path), f"{name(path)}: {_by_chance(path)}"
    for path in sources("tests"):
        loops = [node for node in ast.walk(tree(path)) if isinstance(node, ast.For | ast.While | ast.AsyncFor)]
        in_loops = {id(call) for loop in loops for call in ast.walk(loop)}
        for call in ast.walk(tree(path)):
            if isinstance(call, ast.Call) and WAITING.search(f"{ast.unparse(call.func)}("):
                assert id(call) in in_loops, f"{name(path)}:{call.lineno}"


def _by_chance(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if BY_CHANCE.search(line)]


WORD = re.compile(r"[A-Za-z_]\w*")
PYTHON = re.compile(r"^```python$(.*?)^```$", re.M | re.S)


def words_used(*folders: str) -> set[str]:
    """What is read, called, passed by name or written in a short text: an attribute may be asked for by its name."""
    words: set[str] = set()
    for path in [*sources(*folders), ROOT / "dashboard.py"]:
        for node in ast.walk(tree(path)):
            match node:
                case ast.Name(id=word, ctx=ast.Load()) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
                    words.add(word)
                case ast.Constant(value=str(text)) if len(text) < 200:
                    words.update(WORD.findall(text))
    return words


def unused(node_types: tuple[type[ast.AST], ...], used: set[str]) -> list[str]:
    return [
        f"{name(path)}: {word}"
        for path in [*sources("smartcity", "pages", "tools"), ROOT / "dashboard.py"]
        for word in _defined(path, node_types)
        if word not in used and not word.startswith("__") and "versions" not in path.parts
    ]


def _defined(path: Path, node_types: tuple[type[ast.AST], ...]) -> Iterator[str]:
    """Names that a module or a class of it gives; members of enumerations are values, not names."""
    bodies = [tree(path).body]
    classes = [node for node in tree(path).body if isinstance(node, ast.ClassDef) and not _is_foreign(node)]
    bodies += [[node for node in one.body if not isinstance(node, ast.Assign)] for one in classes]
    for node in (node for body in bodies for node in body if isinstance(node, node_types)):
        match node:
            case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.ClassDef(name=word):
                yield word
            case ast.AnnAssign(target=ast.Name(id=word)):
                yield word
            case ast.Assign(targets=[*targets]):
                yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _is_foreign(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).startswith(("TypeDecorator", "go.")) for base in node.bases)


def test_nothing_is_defined_that_nobody_uses() -> None:
    """What only tests call is not used, but of loaders and queries, which answer for parts the cache will ask for."""
    texts = [path.read_text() for path in ROOM.rglob("*.html")]
    texts += [code for path in (ROOT / "docs").glob("*.md") for code in re.findall(PYTHON, path.read_text())]
    used = {word for text in texts for word in WORD.findall(text)} | words_used("smartcity", "pages", "tools", "data")
    functions = unused((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef), used)
    assert [one for one in functions if not one.startswith(("smartcity/store/loaders", "smartcity/queries"))] == []
    used |= words_used("tests")
    assert unused((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign), used) == []


def test_nothing_is_swallowed_and_nothing_is_left_behind() -> None:
    for path in sources("smartcity", "pages", "tests"):
        if path == Path(__file__):
            continue
        text = path.read_text()
        assert not re.search(r"except (Base)?Exception|except:|TODO|FIXME|breakpoint\(", text), name(path)


def test_the_sitemap_is_the_folder() -> None:
    assert {screen.file for screen in SCREENS} == {name(path).removeprefix("pages/") for path in sources("pages")}
    assert len({screen.path for screen in SCREENS}) == len(SCREENS)


def test_every_command_takes_an_actor() -> None:
    """What a command changes, it changes in somebody's name."""
    for path in sources("smartcity/commands"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and "ledger.append" in {
                ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)
            }:
                assert "actor" in {argument.arg for argument in node.args.args}, f"{name(path)}: {node.name}"


# What is reported, promised and answered, and when it may be: `store/loaders` alone reads it.
FACTS = {
    "MilestoneUpdate", "UpdateReview", "Reading", "ReadingReview", "PhysicalUpdate", "PhysicalReview", "PlannedPercent",
    "DueDateChange", "MilestoneProposal", "ChangeReview", "DecisionAnswer", "DecisionReview", "Waiting", "WaitingEnd",
    "Evidence", "EvidenceRelease", "Period", "LockException",
}  # fmt: skip
READS = re.compile(r"(.*\.)?(select|rows|in_time|entities|visible|scalars)|session\.get")


def test_commands_read_no_fact_by_themselves() -> None:
    """Claims, verdicts, promises, readings, calendars and locks have one reader."""
    for path in sources("smartcity/commands"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and READS.fullmatch(ast.unparse(node.func)):
                named = {word for part in node.args for word in re.findall(r"\w+", ast.unparse(part))}
                assert not named & FACTS, f"{name(path)}:{node.lineno} reads {named & FACTS}"


def test_every_command_of_the_readme_exists() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    verbs = {command.name or "" for command in cli().registered_commands}
    topics = {group.name or "": group.typer_instance for group in cli().registered_groups}
    verbs |= {
        f"{name} {command.name}" for name, topic in topics.items() if topic for command in topic.registered_commands
    }
    for verb, part in re.findall(r"python -m smartcity ([a-z-]+)(?: ([a-z-]+))?", readme):
        assert (f"{verb} {part}" if verb in topics else verb) in verbs, f"{verb} {part}"
    for target in re.findall(r"\bmake ([a-z]+)\b", readme):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_top_level_holds_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    tops = {line.split("/")[0] for line in listed if line and not line.startswith((".", '"'))}
    assert tops <= TOP, tops - TOP


@pytest.mark.xdist_group("house")
def test_tests_that_share_a_browser_reach_one_worker(request: pytest.FixtureRequest) -> None:
    """A pytest newer than its xdist forgets the groups in silence: every server and browser is then started twice."""
    is_grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@house") is is_grouped
