"""Pages of surveys: the library of forms and their versions, talks, one thing per page, and forms on one page."""

from sankofa.surveys.views.came_in import came_in, take_agreed
from sankofa.surveys.views.changing import change
from sankofa.surveys.views.devices import end_own_phone, end_phone, phones, phones_of_colleagues
from sankofa.surveys.views.gathering import gather, gathered, take_back
from sankofa.surveys.views.library import (
    close,
    form,
    forms,
    paper,
    send,
    spreadsheet,
    xform,
)
from sankofa.surveys.views.one_page import arrive, fill, fill_office, form_text, key, office_key, on_this_device, worker
from sankofa.surveys.views.openrosa import form as phone_form
from sankofa.surveys.views.openrosa import form_list as phone_form_list
from sankofa.surveys.views.openrosa import integrity as phone_integrity
from sankofa.surveys.views.openrosa import manifest as phone_manifest
from sankofa.surveys.views.openrosa import people as phone_people
from sankofa.surveys.views.openrosa import submission as phone_submission
from sankofa.surveys.views.papers import check_paper, paper_receipt, papers, type_part
from sankofa.surveys.views.received import clash, received_form, received_forms
from sankofa.surveys.views.talks import answers, begin, check, forms_for, question, receipt

__all__ = [
    "answers",
    "arrive",
    "begin",
    "came_in",
    "change",
    "check",
    "check_paper",
    "clash",
    "close",
    "end_own_phone",
    "end_phone",
    "fill",
    "fill_office",
    "form",
    "form_text",
    "forms",
    "forms_for",
    "gather",
    "gathered",
    "key",
    "office_key",
    "on_this_device",
    "paper",
    "paper_receipt",
    "papers",
    "phone_form",
    "phone_form_list",
    "phone_integrity",
    "phone_manifest",
    "phone_people",
    "phone_submission",
    "phones",
    "phones_of_colleagues",
    "question",
    "receipt",
    "received_form",
    "received_forms",
    "send",
    "spreadsheet",
    "take_agreed",
    "take_back",
    "type_part",
    "worker",
    "xform",
]
