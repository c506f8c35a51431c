"""The blocks of HTML, read once: everything in them escaped, people named by office."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from smartcity.ui.evidence import opens
from smartcity.ui.offices import office


@cache
def templates() -> Environment:
    folder = Path(__file__).with_name("blocks")
    loader = FileSystemLoader(folder)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, auto_reload=False)
    made.filters["office"] = office
    made.tests["open_to_reader"] = opens
    return made
