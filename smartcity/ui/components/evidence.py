"""Making evidence public: the verifier's boxes, counted with the verdict or at once on what is verified."""

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup

from smartcity.commands.reporting import evidence
from smartcity.domain.facts.history import Proof
from smartcity.ui.frame import show
from smartcity.ui.frame.assets import macro
from smartcity.ui.frame.commands import refusal_slot, submit_at
from smartcity.ui.frame.plain_text import plain_label


def _place(proof: Proof) -> str:
    return f"release-{proof.number}"


def _key(proof: Proof) -> str:
    """Another one once the word has changed, so that the box shows what is stored."""
    return f"public-{proof.number}-{proof.is_public}"


def public_boxes(proofs: Iterable[Proof], *, is_verified: bool) -> None:
    """A box for each piece that can be opened; those of what waits count with the verdict, the others act at once."""
    for proof in (proof for proof in proofs if proof.secret_of is None and (proof.href or proof.is_public)):
        refusal_slot(_place(proof))
        label = plain_label(show.formatter()("evidence.public.pick", title=proof.title))
        st.checkbox(
            label,
            proof.is_public,
            key=_key(proof),
            help=show.formatter()("evidence.public.help"),
            on_change=_switch if is_verified else None,
            args=(proof,) if is_verified else None,
        )


def picked_public(proofs: Iterable[Proof]) -> tuple[int, ...]:
    """Ids of those whose box is ticked and that are not open yet."""
    return tuple(p.number for p in proofs if not p.is_public and st.session_state.get(_key(p)))


def evidence_cell(proofs: Sequence[Proof]) -> Markup:
    """What the reader may see, as links where they can be opened, and how many pieces he may not."""
    return macro("components/evidence", "evidence", proofs, s=show.formatter())


def _switch(proof: Proof) -> None:
    if submit_at(_place(proof), evidence.release, proof.number, is_public=not proof.is_public):
        done_key = "evidence.closed.done" if proof.is_public else "evidence.public.done"
        st.toast(plain_label(show.formatter()(done_key, title=proof.title)), icon=":material/visibility:")
    else:
        st.session_state[_key(proof)] = proof.is_public
