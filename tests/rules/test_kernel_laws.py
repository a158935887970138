"""Laws of the ground floor, on generated cases: what holds for every amount, day, number and key."""

import ast
import json
import pickle
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sankofa.kernel
from sankofa.kernel.currencies import CURRENCIES, exponent
from sankofa.kernel.finding import Finding, UnreadableRecord, Weight, gravest, gravest_first
from sankofa.kernel.identifiers import (
    SIGNS,
    CaseNumber,
    NotACaseNumber,
    NotAMomentKey,
    NotAReceiptNumber,
    case_number,
    moment_of,
    parse_case_number,
    parse_receipt_number,
    receipt_number,
    uuid7,
)
from sankofa.kernel.labels import NoLabel, best_language, fallbacks, label
from sankofa.kernel.money import Money, Rounding, allocation, round_fraction, to_multiple, total
from sankofa.kernel.periods import Month, Quarter, Span, Week, add_months, age_on, months_between
from sankofa.kernel.share import Share

MODULES = sorted(Path(sankofa.kernel.__file__).parent.glob("*.py"))

holdable = st.sampled_from(sorted(code for code, each in CURRENCIES.items() if each.exponent is not None))
minors = st.integers(-(10**15), 10**15)
amounts = st.builds(Money, minors, holdable)
fractions = st.fractions(-(10**6), 10**6, max_denominator=10**6)
roundings = st.sampled_from(Rounding)
parts = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)
days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
case_numbers = st.builds(CaseNumber, st.integers(2000, 2099), st.integers(1, 999_999), st.sampled_from(["SK", "BD"]))


# Money


@given(minors, parts)
def test_shares_add_up_to_what_was_shared_out(amount: int, by: list[int]) -> None:
    assert sum(allocation(amount, by)) == amount


@given(amounts, parts)
def test_shares_of_money_add_up_in_its_currency(amount: Money, by: list[int]) -> None:
    assert total(amount.allocate(by), amount.currency) == amount


@given(minors, parts)
def test_no_share_is_a_whole_unit_off_its_proportion(amount: int, by: list[int]) -> None:
    for share, part in zip(allocation(amount, by), by, strict=True):
        assert abs(share - Fraction(amount * part, sum(by))) < 1


@given(minors, parts)
def test_a_larger_part_never_gets_less(amount: int, by: list[int]) -> None:
    shares = allocation(abs(amount), by)
    for one, other in combinations(range(len(by)), 2):
        if by[one] > by[other]:
            assert shares[one] >= shares[other]


@given(minors, st.integers(1, 40))
def test_equal_parts_differ_by_one_at_most_and_the_earlier_get_it(amount: int, count: int) -> None:
    shares = allocation(abs(amount), [1] * count)
    assert list(shares) == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= 1


@given(minors, parts)
def test_sharing_out_a_debt_mirrors_sharing_out_money(amount: int, by: list[int]) -> None:
    assert allocation(-amount, by) == tuple(-share for share in allocation(amount, by))


@given(fractions, roundings)
def test_rounding_moves_by_less_than_one_and_leaves_whole_numbers_alone(value: Fraction, rounding: Rounding) -> None:
    rounded = round_fraction(value, rounding)
    assert abs(rounded - value) < 1
    assert round_fraction(Fraction(rounded), rounding) == rounded


@given(fractions)
def test_rounding_goes_where_its_name_says(value: Fraction) -> None:
    assert round_fraction(value, Rounding.FLOOR) <= value <= round_fraction(value, Rounding.CEILING)
    assert abs(round_fraction(value, Rounding.DOWN)) <= abs(value) <= abs(round_fraction(value, Rounding.UP))
    assert abs(round_fraction(value, Rounding.HALF_UP) - value) <= Fraction(1, 2)
    assert round_fraction(value, Rounding.HALF_EVEN) == round(value)


@given(st.integers(-(10**6), 10**6), roundings)
def test_rounding_agrees_with_decimal_of_the_same_name(halves: int, rounding: Rounding) -> None:
    value = Decimal(halves) / 4
    assert round_fraction(Fraction(value), rounding) == int(value.quantize(Decimal(1), f"ROUND_{rounding.name}"))


@given(fractions, fractions, roundings)
def test_rounding_keeps_the_order(one: Fraction, other: Fraction, rounding: Rounding) -> None:
    low, high = sorted([one, other])
    assert round_fraction(low, rounding) <= round_fraction(high, rounding)


@given(fractions, st.integers(1, 10_000), roundings)
def test_a_multiple_is_one_and_is_near(value: Fraction, step: int, rounding: Rounding) -> None:
    rounded = to_multiple(value, step, rounding)
    assert rounded % step == 0
    assert abs(rounded - value) < step


@given(amounts)
def test_reading_an_amount_undoes_writing_it(amount: Money) -> None:
    written, currency = str(amount).split(" ")
    assert Money.of(written, currency) == amount
    assert Money.from_decimal(amount.decimal, currency) == amount
    assert -amount.decimal.as_tuple().exponent == exponent(currency)
    assert pickle.loads(pickle.dumps(amount)) == amount


@given(holdable, minors, minors)
def test_adding_and_taking_away_undo_each_other(currency: str, one: int, other: int) -> None:
    a, b = Money(one, currency), Money(other, currency)
    assert a + b - b == a
    assert a - b == -(b - a)
    assert (a < b) is (one < other)
    assert (a <= b) is (one <= other)
    assert (a > b) is (one > other)


@given(minors, st.integers(1, 10**15), st.integers(0, 6))
def test_a_share_is_its_part_of_its_base(part: int, base: int, places: int) -> None:
    share = Share.of(part, base)
    assert share.fraction * base == part
    assert abs(Fraction(share.as_percent(places, Rounding.HALF_UP)) - share.fraction * 100) <= Fraction(
        1, 2 * 10**places
    )
    assert share.part_of(Money(base, "XOF"), Rounding.HALF_UP) == Money(part, "XOF")


# Days


@given(days, st.integers(-600, 600))
def test_months_forth_and_back_return_to_the_anchored_day(day: date, months: int) -> None:
    assert add_months(add_months(day, months), -months, day.day) == day


@given(days, st.integers(-300, 300), st.integers(-300, 300), st.integers(1, 31))
def test_anchored_months_add_up_however_they_are_split(day: date, first: int, then: int, anchor: int) -> None:
    assert add_months(add_months(day, first, anchor), then, anchor) == add_months(day, first + then, anchor)


@given(days, st.integers(0, 600))
def test_months_between_counts_the_months_added(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@given(days, days)
def test_whole_months_fit_and_one_more_does_not(one: date, other: date) -> None:
    from_, until = sorted([one, other])
    months = months_between(from_, until)
    assert add_months(from_, months) <= until < add_months(from_, months + 1)


@given(days, days)
def test_the_age_from_the_year_alone_encloses_the_true_age(born: date, on: date) -> None:
    assume(born <= on)
    true, known = age_on(born, on), age_on(born.year, on)
    assert true.is_exact
    assert known.least <= true.least <= known.most
    assert known.most - known.least <= 1


@given(st.sampled_from([Month, Quarter, Week]), days, st.integers(-200, 200))
def test_periods_hold_their_days_and_follow_without_a_gap(
    kind: type[Month] | type[Quarter] | type[Week], day: date, away: int
) -> None:
    period = kind.of(day)
    assert day in period.span
    assert all(kind.of(each) == period for each in (period.span.from_, period.span.last_day))
    assert period.later(1).span.from_ == period.span.until
    assert period.later(away).later(-away) == period
    assert (period.later(away) > period) is (away > 0)


@given(days, days, days, days)
def test_a_day_is_in_both_spans_exactly_when_it_is_in_what_they_have_in_common(
    a: date, b: date, c: date, d: date
) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    common = one.common_with(other)
    for day in (each + timedelta(days=off) for each in (a, b, c, d) for off in (-1, 0, 1)):
        assert (day in one and day in other) is (common is not None and day in common)


# Numbers people read aloud


@given(case_numbers)
def test_reading_a_case_number_undoes_writing_it(number: CaseNumber) -> None:
    assert parse_case_number(str(number)) == number
    assert parse_case_number(str(number).replace("-", "").lower()) == number
    assert str(number) == case_number(number.year, number.serial, number.prefix)


@given(case_numbers)
def test_every_wrong_character_in_a_case_number_is_caught(number: CaseNumber) -> None:
    right = str(number).replace("-", "")
    for place, sign in enumerate(right):
        for wrong in set(SIGNS) - {sign}:
            with pytest.raises(NotACaseNumber):
                parse_case_number(right[:place] + wrong + right[place + 1 :])


@given(case_numbers)
def test_every_exchange_of_two_characters_in_a_case_number_is_caught(number: CaseNumber) -> None:
    right = str(number).replace("-", "")
    for first, second in combinations(range(len(right)), 2):
        if right[first] != right[second]:
            signs = list(right)
            signs[first], signs[second] = signs[second], signs[first]
            with pytest.raises(NotACaseNumber):
                parse_case_number("".join(signs))


@given(st.uuids())
def test_every_single_slip_in_a_receipt_number_is_caught(key: UUID) -> None:
    right = receipt_number(key)
    assert parse_receipt_number(right.lower()) == right
    plain = right.replace("-", "")
    slips = {plain[:place] + wrong + plain[place + 1 :] for place in range(1, 9) for wrong in SIGNS}
    slips |= {plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :] for place in range(1, 8)}
    for slip in slips - {plain}:
        with pytest.raises(NotAReceiptNumber):
            parse_receipt_number(slip)


@given(st.text(max_size=20) | case_numbers.map(str) | st.text("SK26OIl0 -1", min_size=11, max_size=14))
def test_whatever_is_typed_is_a_case_number_or_refused_as_none(typed: str) -> None:
    try:
        number = parse_case_number(typed)
    except NotACaseNumber:
        return
    assert parse_case_number(str(number)) == number


# Keys


@given(moments)
def test_a_key_carries_its_moment_to_the_millisecond(at: datetime) -> None:
    key = uuid7(at)
    assert key.version == 7
    assert key.variant == UUID(int=0x8 << 60).variant
    assert moment_of(key) == at.replace(microsecond=at.microsecond // 1000 * 1000)


@given(st.lists(st.sampled_from(range(4)), max_size=60))
def test_keys_of_one_millisecond_sort_as_they_were_made_even_when_moments_alternate(order: list[int]) -> None:
    made: dict[int, list[UUID]] = {}
    for passed in order:
        made.setdefault(passed, []).append(uuid7(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(milliseconds=passed)))
    for keys in made.values():
        assert all(earlier < later for earlier, later in pairwise(keys))


def test_keys_of_a_moment_in_use_stay_sorted_while_many_others_pass() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    made = []
    for passed in range(1, 15_000):
        made.append(uuid7(at))
        uuid7(at + timedelta(milliseconds=passed))
    assert made == sorted(made)


def test_keys_made_in_many_threads_are_unique_and_sorted_within_each() -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    made: list[list[UUID]] = [[] for _ in range(8)]
    threads = [Thread(target=lambda keys=keys: keys.extend(uuid7(at) for _ in range(500))) for keys in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [key for keys in made for key in keys]
    assert len(set(everything)) == len(everything) == 4_000
    assert all(keys == sorted(keys) for keys in made)


def test_a_key_of_another_kind_carries_no_moment() -> None:
    key = uuid4()
    with pytest.raises(NotAMomentKey) as refusal:
        moment_of(key)
    assert refusal.value.key == key


def test_a_key_cannot_carry_a_moment_before_1970() -> None:
    with pytest.raises(ValueError, match="1969"):
        uuid7(datetime(1969, 12, 31, tzinfo=UTC))


# Findings

values = st.one_of(
    st.text(max_size=5),
    st.integers(),
    st.decimals(allow_nan=False),
    fractions,
    days,
    st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(fold=0)),
    st.uuids(),
    amounts,
    st.builds(Share, fractions),
    st.builds(Share.of, minors, st.integers(1, 10**9)),
    st.builds(lambda part, base: Share.of(Money(part, "BDT"), Money(base, "BDT")), minors, st.integers(1, 10**9)),
)
names = st.sampled_from(["amount", "count", "day", "lender", "code", "documents"])
facts = st.dictionaries(names, values | st.lists(values, max_size=3).map(tuple), max_size=4)
findings = st.builds(
    lambda code, weight, given: Finding(code, weight, "KP1 4.2.2", **given),
    st.sampled_from(["too_many_lenders", "no_plan"]),
    st.sampled_from(Weight),
    facts,
)


@given(findings)
def test_a_finding_comes_back_from_its_record_whole(finding: Finding) -> None:
    back = Finding.of_record(json.loads(json.dumps(finding.record())))
    assert back == finding
    assert hash(back) == hash(finding)
    assert repr(back) == repr(finding)
    assert pickle.loads(pickle.dumps(finding)) == finding


@given(st.lists(findings))
def test_the_gravest_come_first_and_equals_keep_their_order(found: list[Finding]) -> None:
    ordered = gravest_first(found)
    assert all(one.weight <= other.weight for one, other in pairwise(ordered))
    for weight in Weight:
        assert [each for each in ordered if each.weight is weight] == [each for each in found if each.weight is weight]
    assert gravest(found) == (ordered[0].weight if ordered else None)


def test_a_finding_never_changes() -> None:
    finding = Finding("no_plan", Weight.BARRIER, "KP1 4.2.2", count=1)
    with pytest.raises(AttributeError):
        finding.code = "other"
    with pytest.raises(AttributeError):
        del finding.code
    with pytest.raises(TypeError):
        finding.facts["count"] = 2


def test_findings_differ_by_every_part_of_them() -> None:
    finding = Finding("no_plan", Weight.BARRIER, "KP1 4.2.2", count=1)
    assert finding == Finding("no_plan", weight=Weight.BARRIER, source="KP1 4.2.2", count=1)
    one_way = Finding("no_plan", Weight.NOTE, "KP1", count=1, amount=2)
    assert one_way == Finding("no_plan", Weight.NOTE, "KP1", amount=2, count=1)
    others = {
        Finding("a_plan", Weight.BARRIER, "KP1 4.2.2", count=1),
        Finding("no_plan", Weight.CONCERN, "KP1 4.2.2", count=1),
        Finding("no_plan", Weight.BARRIER, "KP1 4.2.3", count=1),
        Finding("no_plan", Weight.BARRIER, "KP1 4.2.2", count=2),
        Finding("no_plan", Weight.BARRIER, "KP1 4.2.2", number=1),
    }
    assert len(others | {finding}) == 6


@pytest.mark.parametrize("fact", [1.5, True, None, [1], (1, 2.5), {"a": 1}])
def test_a_fact_is_an_exact_value(fact: object) -> None:
    with pytest.raises(TypeError, match="count of no_plan"):
        Finding("no_plan", Weight.NOTE, "KP1", count=fact)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"code": "a", "weight": "HEAVY", "source": "b", "facts": {}},
        {"code": "a", "weight": "NOTE", "source": "b", "facts": {"count": 1.5}},
        {"code": "a", "weight": "NOTE", "source": "b", "facts": {"count": {"decimal": "x"}}},
        {"code": "a", "weight": "NOTE", "source": "b", "facts": {"count": {"share": ["1", 2]}}},
        {"code": "a", "weight": "NOTE", "source": "b", "facts": []},
    ],
)
def test_what_is_not_the_record_of_a_finding_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(UnreadableRecord) as refusal:
        Finding.of_record(record)
    assert refusal.value.record == record


# Labels


@pytest.mark.parametrize(
    ("locale", "languages"),
    [
        ("ur", ("ur", "en")),
        ("fr-SN", ("fr-SN", "fr", "en")),
        ("fr_sn", ("fr-SN", "fr", "en")),
        ("ps-arab-af", ("ps-Arab-AF", "ps-Arab", "ps", "en")),
        ("en", ("en",)),
        ("EN-gb", ("en-GB", "en")),
        ("", ("en",)),
    ],
)
def test_a_reader_falls_back_to_the_wider_language_and_then_to_english(locale: str, languages: tuple[str, ...]) -> None:
    assert fallbacks(locale) == languages


@pytest.mark.parametrize(
    ("texts", "locale", "language"),
    [
        pytest.param({"en": "Loan", "fr": "Prêt", "fr-SN": "Crédit"}, "fr-SN", "fr-SN", id="their-own"),
        pytest.param({"en": "Loan", "fr": "Prêt"}, "fr-SN", "fr", id="the-wider"),
        pytest.param({"bn": "ঋণ", "en": "Loan"}, "fr", "en", id="english"),
        pytest.param({"bn": "ঋণ", "ne": "ऋण"}, "fr", "bn", id="whichever-there-is"),
        pytest.param({"en": "Loan", "fr": "  "}, "fr", "en", id="blank-is-none"),
        pytest.param({"fr_SN": "Crédit", "en": "Loan"}, "fr-sn", "fr_SN", id="however-the-tag-is-written"),
    ],
)
def test_a_label_is_given_in_the_best_language_there_is(texts: dict[str, str], locale: str, language: str) -> None:
    assert best_language(texts, locale) == language
    assert label(texts, locale) == texts[language]


def test_a_deployment_chooses_its_last_resort() -> None:
    assert label({"en": "Loan", "fr": "Prêt"}, "wo", ("fr", "en")) == "Prêt"


@pytest.mark.parametrize("texts", [{}, {"en": ""}, {"en": " ", "fr": "\n"}])
def test_no_text_in_any_language_is_no_label(texts: dict[str, str]) -> None:
    with pytest.raises(NoLabel):
        label(texts, "en")


# The floor itself


@pytest.mark.parametrize("module", [pytest.param(path, id=path.stem) for path in MODULES])
def test_the_ground_floor_stands_on_the_standard_library_alone(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    strangers = {
        name
        for name in imported
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("sankofa.kernel")
    }
    assert not strangers
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("module", [pytest.param(path, id=path.stem) for path in MODULES if path.stem != "clock"])
def test_only_the_clock_reads_the_clock(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    read = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not read & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
