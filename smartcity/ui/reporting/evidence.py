"""Evidence in the form: photos and files, checked and kept as they arrive; links; what is attached already."""

import streamlit as st

from smartcity.commands.reporting import submission
from smartcity.domain.errors import Refused, instance_of
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.facts.history import Proof
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace, report_place, report_thing
from smartcity.domain.reporting.submission import FieldRef
from smartcity.exchange import evidence
from smartcity.settings import settings
from smartcity.ui.components import input_fields
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import run_with_reason, sentence
from smartcity.ui.reporting.fields import ReportForm
from smartcity.ui.reporting.open_report import OpenReport


def evidence_fields(form: ReportForm, ref: FieldRef, recorded: tuple[Proof, ...]) -> None:
    """The uploader, the list of what it took, a field for a link."""
    desk = form.report
    with st.container(key=f"proofs-{ref.place}"):
        _uploader(desk, ref)
        for text in desk.refusals.get(ref, ()):
            show.render("reporting/refusal", text=text)
        for number, proof in enumerate(_attached(desk, ref)):
            _listed(desk, ref, number, proof)
        if recorded:
            show.render("reporting/recorded_proofs", proofs=recorded)
        _link_field(desk, ref)
        form.show_violations(ref)


def _uploader(desk: OpenReport, ref: FieldRef) -> None:
    key, place = f"{desk.key(ref)}-upload-{desk.uploads}", report_place(desk.programme, desk.period_id, ref)
    label = show.formatter()("report.form.files")
    input_fields.file_uploader(place, label, key=key, on_change=_take_files, args=(desk, ref, key))


def _link_field(desk: OpenReport, ref: FieldRef) -> None:
    key = f"{desk.key(ref)}-link"
    input_fields.text_input(
        _link_place(desk, ref),
        show.formatter()("report.form.link"),
        key=key,
        is_sent_when_left=True,
        type="url",
        placeholder="https://",
        on_change=_take_link,
        args=(desk, ref, key),
    )


def _link_place(desk: OpenReport, ref: FieldRef) -> FieldPlace:
    """A link is a form of its own: it is sent when the field is left."""
    return FieldPlace(DraftForm.REPORT, f"{report_thing(desk.programme, desk.period_id)}-{ref.place}", "link")


def _attached(desk: OpenReport, ref: FieldRef) -> tuple[Attachment, ...]:
    return instance_of(tuple, desk.given.at(ref))


def _listed(desk: OpenReport, ref: FieldRef, number: int, proof: Attachment) -> None:
    say = show.formatter()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{desk.key(ref)}-file-{number}"):
        show.render("reporting/attachment", proof=proof)
        st.button(
            say("report.form.remove"),
            key=f"{desk.key(ref)}-{number}-remove",
            type="tertiary",
            on_click=_remove,
            args=(desk, ref, number),
        )


def _remove(desk: OpenReport, ref: FieldRef, number: int) -> None:
    attachments = _attached(desk, ref)
    desk.put({ref: attachments[:number] + attachments[number + 1 :]})


def _take_files(desk: OpenReport, ref: FieldRef, uploader: str) -> None:
    """Each file is taken or refused by itself; the uploader is empty again afterwards."""
    attachments, refused = list(_attached(desk, ref)), []
    for upload in st.session_state[uploader] or ():
        try:
            file = evidence.evidence_file(upload.name, upload.getvalue())
        except Refused as no:
            refused.append(sentence(no))
            continue
        stored, why = run_with_reason(submission.keep_file, desk.programme, file, folder=settings().evidence_folder)
        if stored is None:
            refused.append(why or "")
        elif stored not in attachments:
            attachments.append(stored)
    desk.uploads += 1
    _set_attachments(desk, ref, attachments, refused)


def _take_link(desk: OpenReport, ref: FieldRef, link: str) -> None:
    typed = st.session_state[link]
    if not typed:
        return
    try:
        proof = evidence.evidence_link(typed)
    except Refused as no:
        _set_attachments(desk, ref, list(_attached(desk, ref)), [sentence(no)])
        return
    place = _link_place(desk, ref)
    input_fields.end(place.form, place.thing, link)
    _set_attachments(desk, ref, [*_attached(desk, ref), proof], [])


def _set_attachments(desk: OpenReport, ref: FieldRef, attachments: list[Attachment], refused: list[str]) -> None:
    desk.refusals[ref] = refused
    if tuple(attachments) != _attached(desk, ref):
        desk.put({ref: tuple(attachments)})
