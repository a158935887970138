"""The worked sheet: how a person's scores came about, in lines that an officer can check with pen and paper.

Weights are shown as whole numbers (a dimension weighs fifteen, say), so that every line is a small multiplication and
every score one division. What the flags and the missing answers mean stands there too, and two cautions always do.

Source: domain notes on the score, 1.3 and 1.6 ("all shown on the printed result"); safeguards in casework (results
carry: people often report less than they feel).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from sankofa.kernel.finding import Fact, Finding, Value, Weight
from sankofa.kernel.labels import label
from sankofa.kernel.share import Share
from sankofa.kernel.wording import plain, text
from sankofa.surveys.rules.terms import Instrument
from sankofa.sustainability.rules.score import Part, Reason, Result, Score, figure
from sankofa.sustainability.rules.terms import COMPOSITE, Scheme, Way

ROOM: Final = "sankofa.sustainability"
CAUTIONS: Final = ("caution.people_say_less", "caution.never_a_gate")


def sheet(
    result: Result, scheme: Scheme, instrument: Instrument, locale: str, show: Callable[[Value], str] = plain
) -> tuple[str, ...]:
    """Return the worked sheet of a result, line by line, in the reader's language; `show` writes one figure."""
    return tuple(_Sheet(result, scheme, instrument, locale, show).lines())


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Writes the lines of one sheet in one language."""

    result: Result
    scheme: Scheme
    instrument: Instrument
    locale: str
    show: Callable[[Value], str]

    def lines(self) -> Iterator[str]:
        yield self._say("sheet.made_with", title=label(self.scheme.title, self.locale), name=self.scheme.name)
        yield self._say("sheet.source", citation=label(self.scheme.source, self.locale))
        for score in self.result.dimensions:
            yield ""
            yield self._say(f"dimension.{score.code}")
            yield from self._questions(score)
            yield from self._outcome(score)
        yield ""
        yield self._say(f"dimension.{COMPOSITE}")
        if self.scheme.composite.way is Way.QUESTIONS:
            yield from self._questions(self.result.composite)
        else:
            yield from self._mix()
        yield from self._outcome(self.result.composite)
        if self.result.flags:
            yield ""
            yield self._say("sheet.flags")
            for flag in self.result.flags:
                yield text(flag, self.locale, ROOM, self.show)
        yield ""
        for caution in CAUTIONS:
            yield self._say(caution)

    def _questions(self, score: Score) -> Iterator[str]:
        whole = lcm(*(part.weight.denominator for part in score.parts))
        for part in score.parts:
            yield self._question(part, int(part.weight * whole))
        answered = sum(int(part.weight * whole) for part in score.parts if part.worth is not None)
        applicable = sum(int(part.weight * whole) for part in score.parts if part.reason is not Reason.NOT_APPLICABLE)
        earned = sum((part.worth * part.weight * whole for part in score.parts if part.worth is not None), Fraction(0))
        if score.value is not None:
            yield self._say("sheet.divided", earned=_plain(earned), answered=answered, value=score.value)
        yield self._say(
            "sheet.complete",
            answered=answered,
            applicable=applicable,
            share=score.answered,
            questions_answered=score.questions_answered,
            questions_asked=score.questions_asked,
            needed=Share(self.scheme.answered_at_least),
        )

    def _question(self, part: Part, parts: int) -> str:
        question = self.instrument.question(part.question)
        asked: dict[str, Fact] = {"code": part.question, "question": label(question.label, self.locale), "parts": parts}
        if part.worth is None:
            return self._say(f"sheet.{part.reason}", **asked)
        chosen = [label(choice.label, self.locale) for choice in question.choices if choice.code in part.codes]
        earned = _plain(part.worth * parts)
        return self._say("sheet.question", **asked, answer=tuple(chosen), worth=_plain(part.worth), earned=earned)

    def _mix(self) -> Iterator[str]:
        for score in self.result.dimensions:
            share = self.scheme.composite.weights[score.code]
            name = self._say(f"dimension.{score.code}")
            if score.value is None or score.exact is None:
                yield self._say("sheet.mix_unknown", dimension=name)
            else:
                earned = figure(score.exact * share)
                yield self._say("sheet.mix", dimension=name, value=score.value, share=_plain(share), earned=earned)

    def _outcome(self, score: Score) -> Iterator[str]:
        for finding in score.unknown:
            yield text(finding, self.locale, ROOM, self.show)
        if score.code == COMPOSITE and score.value is not None and self.scheme.composite.way is Way.DIMENSIONS:
            yield self._say("sheet.mixed", value=score.value)
        if score.lowest != score.highest:
            yield self._say("sheet.between", lowest=score.lowest, highest=score.highest)
        if score.band is not None:
            starts_at = next(band.starts_at for band in self.scheme.bands if band.code == score.band)
            yield self._say("sheet.band", band=self._say(f"band.{score.band}"), starts_at=starts_at)
        if score.band_shown is not None and score.band_shown != score.band:
            yield self._say("sheet.band_shown", band=self._say(f"band.{score.band_shown}"))

    def _say(self, code: str, /, **facts: Fact) -> str:
        return text(Finding(code, Weight.NOTE, self.scheme.name, **facts), self.locale, ROOM, self.show)


def _plain(exact: Fraction) -> Decimal | Fraction:
    """0.75 where decimals can say it exactly, 2/3 where they cannot."""
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(exact.numerator) / Decimal(exact.denominator) if rest == 1 else exact
