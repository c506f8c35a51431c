"""Options that people can tell apart: the framework knows a choice by its label, so no two may read alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from smartcity.ui.plain import plain_option

Key = TypeVar("Key")


def told_apart(labels: Mapping[Key, str]) -> dict[Key, str]:
    """Each label as it is drawn; where several read alike, with what each is known by, or its place among them."""
    drawn = {key: plain_option(label) for key, label in labels.items()}
    named = _mended(drawn, lambda key, _: f"{drawn[key]} · {plain_option(key)}")
    return _mended(named, lambda key, place: f"{named[key]} · {place}")


def _mended(labels: Mapping[Key, str], other: Callable[[Key, int], str]) -> dict[Key, str]:
    repeated = {label for label, count in Counter(labels.values()).items() if count > 1}
    places = enumerate(labels.items(), start=1)
    return {key: other(key, place) if label in repeated else label for place, (key, label) in places}


def named_apart(keys: Iterable[Key], name: Callable[[Key], str]) -> Callable[[Key], str]:
    """`format_func` of a list: what is not among `keys` is drawn as it is."""
    labels = told_apart({key: name(key) for key in keys})
    return lambda key: labels.get(key, plain_option(key))
