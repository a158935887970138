"""Short messages that are complete by themselves: laws by generated cases."""

from hypothesis import given
from hypothesis import strategies as st

from sankofa.messages.rules.segments import length_of
from sankofa.provision.rules.conditions import conditions
from sankofa.provision.rules.eligibility import CODES, Answer, Bounds, Known, Rules, eligibility
from sankofa.provision.rules.texting import parts

TEXT = st.text(alphabet=st.sampled_from("ab ٹیلی€[فون é1"), max_size=400)


@given(TEXT)
def test_every_part_fits_into_one_message_and_nothing_is_lost(text: str) -> None:
    found = parts(text)
    assert all(length_of(part).parts == 1 for part in found)
    if len(found) > 1:
        said = [part.split(" ", 1)[1] for part in found]
        assert [part.split(" ", 1)[0] for part in found] == [f"{n}/{len(found)}" for n in range(1, len(found) + 1)]
        assert "".join("".join(said).split()) == "".join(text.split())
    else:
        assert " ".join(found) == " ".join(text.split())


def test_a_long_text_of_latin_letters_takes_one_message_for_160_signs_and_one_of_another_script_for_70() -> None:
    assert len(parts("a" * 160)) == 1
    assert len(parts("a" * 161)) == 2
    assert len(parts("ٹ" * 70)) == 1
    assert len(parts("ٹ" * 71)) == 2


def test_a_long_dash_alone_does_not_break_a_short_text_into_two_messages() -> None:
    help_near = "Department of Youth Development. 555-0105. Beside the people’s post office. Sun–Thu 9–16 «ask…»"
    assert parts(help_near) == (
        'Department of Youth Development. 555-0105. Beside the people\'s post office. Sun-Thu 9-16 "ask..."',
    )


def test_dashes_stay_as_written_where_another_script_needs_the_longer_alphabet_anyway() -> None:
    assert parts("دفتر، 9–16") == ("دفتر، 9–16",)


def test_every_condition_of_a_programme_has_a_sentence_that_exists() -> None:
    rules = Rules(
        sexes=frozenset({"female"}),
        age=Bounds(18, 45),
        returned_from=frozenset({"SA"}),
        ways=frozenset({"regular"}),
        return_kinds=frozenset({"forced"}),
        lives_in=frozenset({"BD.60"}),
        months_abroad=Bounds(6, 60),
        months_since_return=Bounds(1, 24),
        registered_with=frozenset({"bd-list"}),
        papers=(("passport",),),
        in_debt=False,
        disability=True,
        households=frozenset({"alone"}),
        after=frozenset({"bd-first"}),
        asked=("Has a plan",),
    )
    said = conditions(rules)
    assert {finding.code for finding in said} <= set(CODES)
    assert len(said) == 18
    assert conditions(Rules()) == ()
    assert eligibility(rules, Known()).answer is Answer.CAN_IF
