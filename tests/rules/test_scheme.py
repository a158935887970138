"""The reader of scoring schemes: whatever is wrong in a scheme is refused in a clear sentence.

Source: domain notes on the score, 1.6 (fields of a scheme, properties to hold).
"""

from __future__ import annotations

from importlib.resources import files

import pytest

from sankofa.surveys.rules.xlsform import shipped
from sankofa.sustainability.rules import scheme as schemes

FORM = shipped("reintegration_score", "1")
SCHEME_TEXT = (files("sankofa.sustainability") / "schemes" / "open-rss-1.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('code = "open-rss"', 'code = ""', "the scheme, code: is missing", id="no-code"),
        pytest.param(
            'instrument_version = "1"', 'instrument_version = "2"', "the form at hand is “1”", id="other-form"
        ),
        pytest.param(
            'policy = "missing_renormalised"', 'policy = "zero"', "the one policy known", id="missing-as-nought"
        ),
        pytest.param(
            'answered_at_least = "0.75"', "answered_at_least = true", "write a number such as", id="not-a-number"
        ),
        pytest.param(
            'answered_at_least = "0.75"', "answered_at_least = 75", "it must lie above 0 and at most 1", id="75"
        ),
        pytest.param('from = "0.6667"', 'from = "2/3"', "has more than 4 decimals", id="a-band-between-figures"),
        pytest.param('from = "0.6667"', 'from = "0.3"', "must be higher", id="bands-out-of-order"),
        pytest.param('from = "0"', 'from = "0.1"', "must start at 0", id="no-band-at-the-bottom"),
        pytest.param('ok = "0.5"', "", "the choice “ok” has no value", id="a-choice-without-value"),
        pytest.param(
            'ok = "0.5"', 'ok = "0.5"\nfine = "0.5"', "“fine”, which is not among the choices", id="no-choice"
        ),
        pytest.param(
            'ok = "0.5"', 'ok = "1.5"', "scales, contentment, ok: is 3/2; it must lie between", id="above-one"
        ),
        pytest.param('ok = "0.5"', 'ok = "unknown"', "is 'unknown'; write a number", id="a-word-for-a-value"),
        pytest.param('ok = "0.5"', 'ok = "1/0"', "is '1/0'; write a number", id="over-nought"),
        pytest.param('ok = "0.5"', 'ok = "1e999999"', "write a number", id="a-number-beyond-sense"),
        pytest.param('ok = "0.5"', "ok = ['0.5']", "write a number", id="a-list-for-a-value"),
        pytest.param('land = "1"', 'land = "missing"', "can be given beside others", id="missing-beside-others"),
        pytest.param('e1 = "contentment"', 'e1 = "contents"', "names the scale “contents”", id="no-such-scale"),
        pytest.param('e1 = "contentment"', 'e1 = "contentment"\ne11 = "quality"', "no such question", id="no-question"),
        pytest.param(
            'e1 = "contentment"',
            'e1 = "contentment"\nmode = "quality"',
            "questions, mode: the choice",
            id="other-choices",
        ),
        pytest.param(
            'e1 = "contentment"', 'e1 = "contentment"\ne10 = "quality"', "not asked of everyone", id="not-always-asked"
        ),
        pytest.param(
            '{ e2 = "1" }', '{ e2 = "0.9" }', "topic food: the weights add up to 9/10, not to 1", id="too-light"
        ),
        pytest.param('code = "food", weight = "1/5"', 'code = "food", weight = "2/5"', "add up to 6/5", id="too-heavy"),
        pytest.param('{ e2 = "1" }', '{ e1 = "1" }', "“e1” stands there more than once", id="a-question-twice"),
        pytest.param('code = "food"', 'code = "debts"', "“debts” stands there more than once", id="a-topic-twice"),
        pytest.param('{ e2 = "1" }', '{ e10 = "1" }', "“e10” is no scored question", id="a-question-without-scale"),
        pytest.param(
            'economic = "1/3", social', 'economy = "1/3", social', "“economic” has no weight", id="lost-weight"
        ),
        pytest.param('way = "dimensions"', 'way = "magic"', "it is one of dimensions, questions", id="unknown-way"),
        pytest.param('["very_unsafe"]', '["terrible"]', "“terrible” is not among the choices", id="flag-no-choice"),
        pytest.param('band = "some_difficulty"', 'band = "soso"', "is “soso”; it is one of", id="flag-no-band"),
        pytest.param('weight = "concern"', 'weight = "grave"', "is “grave”; it is one of barrier", id="flag-no-weight"),
        pytest.param(
            '["very_unsafe"] }', '["very_unsafe"] }\ncolour = "red"', "“colour” is not known", id="unknown-key"
        ),
        pytest.param("[non_response]", "[non_response", "is not TOML", id="not-toml"),
    ],
)
def test_a_fault_in_a_scheme_is_a_clear_sentence(old, new, said):
    assert old in SCHEME_TEXT
    with pytest.raises(schemes.SchemeNotUnderstood) as refused:
        schemes.scheme(SCHEME_TEXT.replace(old, new, 1), FORM)
    assert said in str(refused.value)


def test_weights_may_be_written_as_plain_decimals_and_stay_exact():
    text = SCHEME_TEXT.replace('weights = { economic = "1/3", social = "1/3", psychosocial = "1/3" }',
                               "weights = { economic = 0.1, social = 0.2, psychosocial = 0.7 }")  # fmt: skip
    assert sum(schemes.scheme(text, FORM).composite.weights.values()) == 1


def test_overall_may_have_question_weights_of_its_own():
    text = SCHEME_TEXT.replace('way = "dimensions"', 'way = "questions"').replace(
        'weights = { economic = "1/3", social = "1/3", psychosocial = "1/3" }',
        'weights = { e1 = "0.5", s4 = "0.2", p4 = "0.3" }',
    )
    assert set(schemes.scheme(text, FORM).composite.weights) == {"e1", "s4", "p4"}


def test_a_score_that_applies_to_nobody_in_particular_is_refused():
    text = SCHEME_TEXT.replace('{ code = "education", weight = "1/7", questions = { s3 = "1/2", s4 = "1/2" } }',
                               '{ code = "education", weight = "1/7", questions = { s4 = "1" } }')  # fmt: skip
    assert schemes.scheme(text, FORM)
    with pytest.raises(schemes.SchemeNotUnderstood, match="needs a question that applies to everyone"):
        schemes.scheme(
            SCHEME_TEXT.replace('way = "dimensions"', 'way = "questions"').replace(
                'weights = { economic = "1/3", social = "1/3", psychosocial = "1/3" }', 'weights = { s4 = "1" }'
            ),
            FORM,
        )


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param("# Thirds are a convention", "# Thirds are only a convention", True, id="a-comment"),
        pytest.param('en = "Open', 'en = "The open', True, id="the-title"),
        pytest.param('spending_larger = "0.5"', 'spending_larger = "0.6"', False, id="a-value"),
        pytest.param('from = "0.3333"', 'from = "0.3334"', False, id="a-band"),
        pytest.param('["very_unsafe"]', '["very_unsafe", "unsafe"]', False, id="a-flag"),
    ],
)
def test_the_digest_tells_whether_anything_that_counts_was_changed(old, new, same):
    assert old in SCHEME_TEXT
    changed = schemes.scheme(SCHEME_TEXT.replace(old, new, 1), FORM)
    assert (changed.digest == schemes.scheme(SCHEME_TEXT, FORM).digest) is same
