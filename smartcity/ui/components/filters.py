"""Choices that live in the address bar: read from the query, written back when changed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.ui.frame.cache import note_opening
from smartcity.ui.frame.plain_text import distinct_labels, distinct_names, plain_label, plain_option
from smartcity.ui.frame.show import formatter

Option = TypeVar("Option", bound=StrEnum)


def asked_code() -> str | None:
    """The code in the address; None when there is none."""
    return st.query_params.get(AddressKey.CODE) or None


def chosen(label: str, options: Mapping[str, str], screen: str, *, default: str | None = None) -> str | None:
    """One of `options` (code → name). A code in the address that is no option comes back as it is."""
    asked = asked_code()
    codes = list(options)
    current = asked if asked in options else (default if asked is None else None)
    # The browser remembers its choice by label: where a label changes, it is another widget.
    key = f"{screen}-{AddressKey.CODE}-{current}-{options.get(current or '')}"
    note_opening("")
    with st.container(key="choice"):
        st.selectbox(
            plain_label(label),
            codes,
            index=None if current is None else codes.index(current),
            format_func=distinct_names(options, lambda code: options[code]),
            key=key,
            placeholder=plain_option(formatter()("filter.placeholder", what=label)),
            label_visibility="collapsed",
            on_change=_keep,
            args=(key,),
        )
    return asked or default


def _keep(key: str) -> None:
    picked = st.session_state.get(key)
    if picked is None:
        st.query_params.pop(AddressKey.CODE, None)
    else:
        st.query_params[AddressKey.CODE] = picked


def switch(label: str, key: AddressKey, options: Mapping[str, str]) -> str:
    """A row of buttons; the first option is the default and stays out of the address.

    The address holds the value, not the label as Streamlit's own binding would: links outlive a change of language.
    """
    current, labels = _settled(key, options), distinct_labels(options)
    st.segmented_control(
        plain_label(label),
        list(options),
        format_func=lambda value: plain_label(labels[value]),
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_keep_value,
        args=(key, next(iter(options))),
    )
    return current


def picked(label: str, key: AddressKey, options: Mapping[str, str]) -> str:
    """The same as a list to pick from, for many options."""
    current = _settled(key, options)
    st.selectbox(
        plain_label(label),
        list(options),
        format_func=distinct_names(options, lambda value: options[value]),
        key=key,
        placeholder=plain_option(formatter()("filter.placeholder", what=label)),
        on_change=_keep_value,
        args=(key, next(iter(options))),
    )
    return current


def _settled(key: AddressKey, options: Mapping[str, str]) -> str:
    """The value in the address, or else the first; the widget of this key starts with it."""
    asked = st.query_params.get(key)
    current = asked if asked is not None and asked in options else next(iter(options))
    st.session_state[key] = current
    return current


def _keep_value(key: AddressKey, default: str) -> None:
    picked = st.session_state[key]
    if picked in (None, default):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = picked
