"""A person's scores over time as a page tells them: pictures, words, what breaks the line, and what moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language, gettext

from sankofa.kernel.finding import Value
from sankofa.kernel.labels import label
from sankofa.shell import words
from sankofa.surveys import queries as surveys
from sankofa.sustainability import contribution, queries
from sankofa.sustainability.rules import cadence, trend
from sankofa.sustainability.rules.change import Move, ScoreChange, change
from sankofa.sustainability.rules.terms import COMPOSITE

if TYPE_CHECKING:
    from sankofa.surveys.rules.terms import Instrument
    from sankofa.sustainability.models import Score

COLUMNS: Final = ("economic", "social", "psychosocial", COMPOSITE)
LONG_MONTHS: Final = 2 * cadence.Policy().following_after_months
"""After how many months without a talk the page says so: one planned talk was then left out."""
MOVES_MAX: Final = 8
HEIGHT: Final = 400
"""How high a picture is drawn; it is as wide as `trend.WIDE`."""


@dataclass(frozen=True, slots=True)
class OverTime:
    """All talks of a person under one way of scoring as far as they have figures there, else under their own."""

    scheme: str
    scores: "tuple[Score, ...]"
    stretches: tuple[trend.Stretch, ...]

    @property
    def latest(self) -> "Score":
        """The score of the last talk."""
        return self.scores[-1]

    def comparable(self) -> "list[Score]":
        """The scores that can be compared with the last one, the earliest first, the last one among them."""
        keys = {talk.key for talk in trend.comparable(self.stretches)}
        return [score for score in self.scores if str(score.pk) in keys]


def over_time(held: "Sequence[Score]", scheme: str) -> OverTime:
    """Return each talk once: its score under the scheme asked for, else the one that was made first.

    `held` comes as `queries.all_scores_of` gives it.
    """
    chosen: dict[object, Score] = {}
    for score in held:
        if score.submission_id not in chosen or score.scheme == scheme:
            chosen[score.submission_id] = score
    scores = sorted(chosen.values(), key=lambda score: (score.answered_on, str(score.pk)))
    talks = [
        trend.Talk(
            str(score.pk),
            score.answered_on,
            score.scheme,
            score.scheme_digest,
            {code: getattr(score, code) for code in COLUMNS},
        )
        for score in scores
    ]
    return OverTime(scheme, tuple(scores), trend.stretches(talks))


def pictures(found: OverTime) -> list[dict[str, Any]]:
    """Return one picture for every side of life and one overall: what to draw, and the same in a sentence."""
    return [_picture(found, code) for code in COLUMNS]


def told(found: OverTime) -> list[str]:
    """Return what a reader has to know of the pictures, sentence by sentence."""
    noted = trend.findings(found.stretches, COLUMNS, long_months=LONG_MONTHS)
    return [contribution.say(_named(one)) for one in noted]


def table(found: OverTime) -> list[dict[str, Any]]:
    """Return the same as the pictures in rows, the latest talk first."""
    rows = []
    for score in reversed(found.scores):
        result = queries.result_of(score)
        rows.append(
            {
                "day": words.day(score.answered_on),
                "figures": [
                    (contribution.named(f"dimension.{code}"), _figure(getattr(score, code))) for code in COLUMNS
                ],
                "range": ""
                if result.composite.lowest == result.composite.highest
                else gettext("%(lowest)s and %(highest)s")
                % {"lowest": _figure(result.composite.lowest), "highest": _figure(result.composite.highest)},
                "answered": gettext("%(answered)s of %(asked)s")
                % {"answered": score.questions_answered, "asked": score.questions_asked},
                "scheme": score.scheme,
            }
        )
    return rows


def moved(found: OverTime, *, since: "Score") -> dict[str, Any]:
    """Return what moved the figures from an earlier talk to the last one, item by item.

    Raises NotComparable where the two were scored in different ways.
    """
    last = found.latest
    made = change(queries.result_of(since), queries.result_of(last))
    form = surveys.instrument(last.submission.instrument, last.submission.version)
    return {
        "before": words.day(since.answered_on),
        "after": words.day(last.answered_on),
        "scores": [_moved_score(made.score(code), form) for code in COLUMNS],
        "new": [contribution.say(flag) for flag in made.flags_new],
        "gone": [contribution.say(flag) for flag in made.flags_gone],
    }


def _picture(found: OverTime, code: str) -> dict[str, Any]:
    drawn = trend.picture(found.stretches, code)
    return {
        "key": "" if code == COMPOSITE else code,
        "label": contribution.named(f"dimension.{code}"),
        "lines": [" ".join(f"{spot.x},{_down(spot.y)}" for spot in line) for line in drawn.lines],
        "spots": [{"x": spot.x, "y": _down(spot.y)} for spot in drawn.spots],
        "unknown": drawn.unknown,
        "breaks": drawn.breaks,
        "sentence": _sentence(found, code),
        "first": words.month(found.scores[0].answered_on),
        "last": words.month(found.latest.answered_on) if len(found.scores) > 1 else "",
    }


def _down(y: int) -> int:
    """Return a height of the picture as it is drawn, with room for whole marks above and below."""
    return trend.EDGE + y * (HEIGHT - 2 * trend.EDGE) // trend.WIDE


def _sentence(found: OverTime, code: str) -> str:
    """Return what a picture shows, in words: the last figure, and how it stands beside the one before."""
    last = getattr(found.latest, code)
    if last is None:
        return gettext("No figure for the last talk: too few answers.")
    earlier = [getattr(score, code) for score in found.comparable()[:-1] if getattr(score, code) is not None]
    figure = _figure(last)
    if not earlier:
        return gettext("%(figure)s at the last talk; there is no earlier figure to compare it with.") % {
            "figure": figure
        }
    before: Decimal = earlier[-1]
    facts = {"figure": figure, "before": _figure(before)}
    if last > before:
        return gettext("%(figure)s at the last talk, better than %(before)s before.") % facts
    if last < before:
        return gettext("%(figure)s at the last talk, lower than %(before)s before.") % facts
    return gettext("%(figure)s at the last talk, the same as before.") % facts


def _moved_score(one: ScoreChange, form: "Instrument") -> dict[str, Any]:
    locale = get_language() or "en"
    shown = [_move(move, form, locale) for move in one.moves[:MOVES_MAX]]
    return {
        "label": contribution.named(f"dimension.{one.code}"),
        "before": _figure(one.before),
        "after": _figure(one.after),
        "difference": "" if one.difference is None else signed(one.difference),
        "moves": shown,
        "more": max(0, len(one.moves) - MOVES_MAX),
        "notes": [contribution.say(finding) for finding in one.findings],
    }


def _move(move: Move, form: "Instrument", locale: str) -> dict[str, Any]:
    question = form.question(move.question)

    def answer(codes: frozenset[str]) -> str:
        chosen = [label(choice.label, locale) for choice in question.choices if choice.code in codes]
        return ", ".join(chosen) if chosen else contribution.named("reason.not_answered")

    return {
        "question": label(question.label, locale),
        "before": answer(move.before),
        "after": answer(move.after),
        "is_new": move.is_new_answer,
        "adds": signed(_exact(move)),
        "is_up": move.adds > 0,
    }


def _exact(move: Move) -> Decimal:
    return (Decimal(move.adds.numerator) / Decimal(move.adds.denominator)).quantize(Decimal("0.0001"))


def signed(value: Decimal) -> str:
    """Return a change with its sign, as the language writes figures; a true minus where it fell."""
    rounded = value.quantize(Decimal("0.01"))
    figure = words.figure(abs(rounded))
    if not rounded:
        return f"±{figure}" if not value else f"{'+' if value > 0 else '−'}{words.figure(abs(value))}"
    return f"{'+' if rounded > 0 else '−'}{figure}"


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else words.figure(value.quantize(Decimal("0.01")))


def _named(finding: Any) -> Any:
    """Return a finding with the names of scores in the reader's words instead of their codes."""
    facts: Mapping[str, Value | tuple[Value, ...]] = finding.facts
    if "scores" not in facts:
        return finding
    listed = facts["scores"]
    codes = listed if isinstance(listed, tuple) else (listed,)
    names = tuple(contribution.named(f"dimension.{code}") for code in codes)
    return type(finding)(finding.code, finding.weight, finding.source, **{**facts, "scores": names})
