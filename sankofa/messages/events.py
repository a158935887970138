"""What partners' systems can be told of: every room declares its own events, nobody keeps a central list."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a partner's system can be told of.  The label is translated when it is shown."""

    code: str
    label: str


_DECLARED: dict[str, Event] = {}


def declare(code: str, label: str) -> Event:
    """Declare an event of a room."""
    assert code not in _DECLARED, f"{code} is declared twice"
    event = Event(code, label)
    _DECLARED[code] = event
    return event


def declared() -> Mapping[str, Event]:
    """Return all events declared so far, by code."""
    return _DECLARED


PING = declare("endpoint.ping", _("a trial call, sent when somebody asks for it"))
