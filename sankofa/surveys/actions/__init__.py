"""Writes of surveys: forms published and closed, talks recorded."""

from sankofa.surveys.actions.arriving import Incoming, Received, arrive_many
from sankofa.surveys.actions.asking import (
    MoreThanAgreed,
    NotReady,
    NotYoursToTake,
    ask_answers,
    release_answers,
    take_agreed_answers,
)
from sankofa.surveys.actions.changing import ChangeDecided, SaysSomethingElse, settle_change
from sankofa.surveys.actions.destroying import NotForYou, NotOverYet, destroy_unlinked
from sankofa.surveys.actions.devices import (
    NotOnesOwn,
    connect_device,
    end_device,
    end_devices_of,
    end_own_device,
    note_seen,
)
from sankofa.surveys.actions.forgetting import erase_answers
from sankofa.surveys.actions.gathering import (
    NotAtThisStage,
    NothingToLetIn,
    begin_letting_in,
    begin_undo_gathered,
    finish_file,
    let_in_next,
    read_next,
    send_file,
    undo_gathered_next,
)
from sankofa.surveys.actions.papers import send_paper
from sankofa.surveys.actions.posting import open_office_postbox, open_postbox
from sankofa.surveys.actions.publishing import (
    NotPublishable,
    close_version,
    publish,
    publish_library,
)
from sankofa.surveys.actions.reading import (
    Understood,
    Waits,
    day_of,
    put_away_arrival,
    read_arrival,
    read_now,
    read_waiting,
    set_aside_arrival,
    understood,
)
from sankofa.surveys.actions.settling import BOTH, DECISIONS, EARLIER, LATER, DecidedAlready, settle_clash
from sankofa.surveys.actions.taking import MayNotTakeTexts, NothingToTake, TooManyAlone, take_answers
from sankofa.surveys.actions.talks import (
    AlreadySent,
    AskedTwice,
    NotAcceptable,
    NumberTaken,
    record_interview,
    submit,
)
from sankofa.surveys.actions.together import arrive

__all__ = [
    "BOTH",
    "DECISIONS",
    "EARLIER",
    "LATER",
    "AlreadySent",
    "AskedTwice",
    "ChangeDecided",
    "DecidedAlready",
    "Incoming",
    "MayNotTakeTexts",
    "MoreThanAgreed",
    "NotAcceptable",
    "NotAtThisStage",
    "NotForYou",
    "NotOnesOwn",
    "NotOverYet",
    "NotPublishable",
    "NotReady",
    "NotYoursToTake",
    "NothingToLetIn",
    "NothingToTake",
    "NumberTaken",
    "Received",
    "SaysSomethingElse",
    "TooManyAlone",
    "Understood",
    "Waits",
    "arrive",
    "arrive_many",
    "ask_answers",
    "begin_letting_in",
    "begin_undo_gathered",
    "close_version",
    "connect_device",
    "day_of",
    "destroy_unlinked",
    "end_device",
    "end_devices_of",
    "end_own_device",
    "erase_answers",
    "finish_file",
    "let_in_next",
    "note_seen",
    "open_office_postbox",
    "open_postbox",
    "publish",
    "publish_library",
    "put_away_arrival",
    "read_arrival",
    "read_next",
    "read_now",
    "read_waiting",
    "record_interview",
    "release_answers",
    "send_file",
    "send_paper",
    "set_aside_arrival",
    "settle_change",
    "settle_clash",
    "submit",
    "take_agreed_answers",
    "take_answers",
    "understood",
    "undo_gathered_next",
]
