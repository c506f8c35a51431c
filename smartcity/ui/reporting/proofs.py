"""Evidence in the form: photos and files, looked into and kept as they arrive; links; what is attached already."""

import streamlit as st

from smartcity.commands import reporting
from smartcity.domain.evidence import Attachment
from smartcity.domain.field_drafts import DraftForm, FieldPlace, report_place, report_thing
from smartcity.domain.history import Proof
from smartcity.domain.refusals import Refused
from smartcity.domain.submission import Spot
from smartcity.exchange import evidence
from smartcity.settings import settings
from smartcity.ui import field_drafts, show
from smartcity.ui.act import sentence, tried
from smartcity.ui.reporting.desk import Desk
from smartcity.ui.reporting.fields import Form


def proofs(form: Form, spot: Spot, recorded: tuple[Proof, ...]) -> None:
    """The uploader, the list of what it took, a field for a link."""
    say, desk = show.said(), form.desk
    with st.container(key=f"proofs-{spot.place}"):
        uploader = f"{desk.key(spot)}-upload-{desk.uploads}"
        field_drafts.file_uploader(
            report_place(desk.programme, desk.period_id, spot),
            say("report.form.files"),
            key=uploader,
            on_change=_take_files,
            args=(desk, spot, uploader),
        )
        for text in desk.refusals.get(spot, ()):
            show.block("refusal", text=text)
        for number, proof in enumerate(_attached(desk, spot)):
            _listed(desk, spot, number, proof)
        if recorded:
            show.block("recorded_proofs", proofs=recorded)
        link = f"{desk.key(spot)}-link"
        field_drafts.text_input(
            _link_place(desk, spot),
            say("report.form.link"),
            key=link,
            is_sent_when_left=True,
            type="url",
            placeholder="https://",
            on_change=_take_link,
            args=(desk, spot, link),
        )
        form.objection(spot)


def _link_place(desk: Desk, spot: Spot) -> FieldPlace:
    """A link is a form of its own: it is sent when the field is left."""
    return FieldPlace(DraftForm.REPORT, f"{report_thing(desk.programme, desk.period_id)}-{spot.place}", "link")


def _attached(desk: Desk, spot: Spot) -> tuple[Attachment, ...]:
    found = desk.given.at(spot)
    assert isinstance(found, tuple)
    return found


def _listed(desk: Desk, spot: Spot, number: int, proof: Attachment) -> None:
    say = show.said()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{desk.key(spot)}-file-{number}"):
        show.block("attachment", proof=proof)
        st.button(
            say("report.form.remove"),
            key=f"{desk.key(spot)}-{number}-remove",
            type="tertiary",
            on_click=_remove,
            args=(desk, spot, number),
        )


def _remove(desk: Desk, spot: Spot, number: int) -> None:
    kept = _attached(desk, spot)
    desk.put({spot: kept[:number] + kept[number + 1 :]})


def _take_files(desk: Desk, spot: Spot, uploader: str) -> None:
    """Each file is taken or refused by itself; the uploader is empty again afterwards."""
    found, refused = list(_attached(desk, spot)), []
    for upload in st.session_state[uploader] or ():
        try:
            file = evidence.taken(upload.name, upload.getvalue())
        except Refused as no:
            refused.append(sentence(no))
            continue
        kept, why = tried(reporting.keep_file, desk.programme, file, folder=settings().evidence_folder)
        if kept is None:
            refused.append(why or "")
        elif kept not in found:
            found.append(kept)
    desk.uploads += 1
    _took(desk, spot, found, refused)


def _take_link(desk: Desk, spot: Spot, link: str) -> None:
    typed = st.session_state[link]
    if not typed:
        return
    try:
        proof = evidence.linked(typed)
    except Refused as no:
        _took(desk, spot, list(_attached(desk, spot)), [sentence(no)])
        return
    place = _link_place(desk, spot)
    field_drafts.end(place.form, place.thing, link)
    _took(desk, spot, [*_attached(desk, spot), proof], [])


def _took(desk: Desk, spot: Spot, found: list[Attachment], refused: list[str]) -> None:
    desk.refusals[spot] = refused
    if tuple(found) != _attached(desk, spot):
        desk.put({spot: tuple(found)})
