"""Pages of surveys: the library of forms and their versions, and talks, one thing per page."""

from sankofa.surveys.views.library import (
    close,
    form,
    forms,
    paper,
    send,
    spreadsheet,
    xform,
)
from sankofa.surveys.views.talks import begin, check, forms_for, question, receipt

__all__ = [
    "begin",
    "check",
    "close",
    "form",
    "forms",
    "forms_for",
    "paper",
    "question",
    "receipt",
    "send",
    "spreadsheet",
    "xform",
]
