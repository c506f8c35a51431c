"""A picture of the wall measured in the DOM: what is cut off, too small or over something else."""

from pathlib import Path

from playwright.sync_api import Page

_MEASURE = Path(__file__).with_name("wall_measure.js").read_text()


def faults(page: Page, smallest: float) -> list[str]:
    """Each with its view; letters may be no smaller than `smallest` pixels."""
    faults_measured = page.evaluate(_MEASURE, smallest)
    here = page.locator(".view.on").get_attribute("data-view")
    return [f"{here}: {fault}" for fault in faults_measured["faults"]]
