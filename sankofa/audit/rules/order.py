"""The order of events: every event has a place that a clock cannot change, and a gap shows what was taken out.

Events stand in lanes, one behind the other, numbered without gaps: number 5 of a lane cannot be there without number
4.  Who records an event takes the first lane that nobody is writing in, so nobody waits for anybody.  And every event
names the latest one it could see, in whichever lane: if that one is not there any more, it was taken out, even from
the end of its lane.  All this is vouched for by the event's mark, so nobody without the key can close a gap.

The turn puts the lanes into one order for readers: it is one more than the turn of the latest event seen.  What
happened because of something else comes after it, whatever the clocks said.

What this cannot show: the very latest events, that nothing was recorded after yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sankofa.kernel.finding import Finding, Weight

SOURCE = "the order of the record"
CLOCK_BACK_MIN = timedelta(minutes=10)
"""Less is how requests overtake one another: a moment is taken when a request comes in, a place when it is done."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands: its turn, its lane, its number there, and the latest event it saw, if there was one."""

    turn: int
    lane: int
    number: int
    seen_lane: int | None = None
    seen_number: int | None = None


def next_place(lane: int, *, last: Place | None, latest: Place | None) -> Place:
    """Return the place after the last event of a lane, for an event that sees `latest` as the latest of all."""
    number = 1 if last is None else last.number + 1
    if latest is None:
        return Place(1, lane, number)
    return Place(latest.turn + 1, lane, number, latest.lane, latest.number)


@dataclass(slots=True)
class Walk:
    """Goes through the places of a record, turn by turn, and finds what is missing."""

    _last: dict[int, int] = field(default_factory=dict)
    _seen: dict[int, tuple[int, str]] = field(default_factory=dict)
    _latest_at: datetime | None = None
    _back: tuple[datetime, datetime] | None = None
    _back_count: int = 0

    def step(self, place: Place, at: datetime, name: str) -> Iterable[Finding]:
        """Go on to the next event; yield what is missing before it."""
        last = self._last.get(place.lane, 0)
        if place.number > last + 1:
            count = place.number - last - 1
            yield Finding(
                "events_missing", Weight.BARRIER, SOURCE, lane=place.lane, first=last + 1, count=count, event=name
            )
        self._last[place.lane] = max(last, place.number)
        seen, number = place.seen_lane, place.seen_number
        if seen is not None and number is not None and number > self._seen.get(seen, (0, ""))[0]:
            self._seen[seen] = number, name
        self._tell_time(at)

    def step_over(self, lane: int | None, number: int | None) -> None:
        """Go past an event that was changed: it is there, so its place is not missing, but it is not believed."""
        if lane is not None and number == self._last.get(lane, 0) + 1:
            self._last[lane] = number

    def end(self) -> Iterable[Finding]:
        """Yield the lanes that go on less far than somebody saw."""
        for lane, (number, name) in sorted(self._seen.items()):
            last = self._last.get(lane, 0)
            if number > last:
                yield Finding(
                    "events_cut", Weight.BARRIER, SOURCE, lane=lane, last=last, count=number - last, event=name
                )

    def remarks(self) -> Iterable[Finding]:
        """Yield what is worth knowing and breaks nothing: a clock that was put back."""
        if self._back is not None:
            before, after = self._back
            yield Finding("clock_went_back", Weight.NOTE, SOURCE, before=before, after=after, times=self._back_count)

    def _tell_time(self, at: datetime) -> None:
        if self._latest_at is not None and self._latest_at - at > CLOCK_BACK_MIN:
            self._back = self._back or (self._latest_at, at)
            self._back_count += 1
            self._latest_at = at
        elif self._latest_at is None or at > self._latest_at:
            self._latest_at = at
