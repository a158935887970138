"""Writes of surveys: forms published and closed, talks recorded."""

from sankofa.surveys.actions.publishing import (
    NotPublishable,
    close_version,
    publish,
    publish_library,
)
from sankofa.surveys.actions.talks import (
    AlreadySent,
    NotAcceptable,
    NumberTaken,
    erase_answers,
    record_interview,
    submit,
)

__all__ = [
    "AlreadySent",
    "NotAcceptable",
    "NotPublishable",
    "NumberTaken",
    "close_version",
    "erase_answers",
    "publish",
    "publish_library",
    "record_interview",
    "submit",
]
