"""Pages of looking at a loan: seven questions, the table, what came of it, the talk, the way chosen, the paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.approvals import permissions as by_two
from sankofa.cases import permissions as cases
from sankofa.credit import permissions
from sankofa.credit.models import LoanCheck, LoanTalk, Override
from sankofa.debts import permissions as debts
from sankofa.kernel import clock
from tests import builders
from tests import loan_looked_at as looked
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
MAY = {*CASEWORKER, *looked.MAY, cases.VIEW, permissions.REFER, by_two.SEE, by_two.PROPOSE}
SEVEN = {
    "wants_loan": "yes",
    "purposes": ["stock"],
    "grant": "full",
    "business": "running",
    "business_started_on": "2025-01-10",
    "left_over": "yes",
    "debt_presses": "no",
    "own_money": "no",
}
PARTS: dict[str, dict[str, Any]] = {
    "wish": {**looked.WISH, "cycle": "1"},
    "business": {
        "business": "running",
        "business_started_on": "2025-01-10",
        "registered": "yes",
        "viability": "promising",
        "plan": "robust",
        "trained_money": "yes",
        "trained_business": "yes",
    },
    "help": {"grant": "full", "follow_up_agreed": "yes"},
    "money": {"gap": "10,000", "opening_cash": "4000", "no_lean": "on"},
    "debts": {},
    "others": {f"is_{one}": "no" for one in ("savings", "unused_grant", "family_friends", "bank", "savings_group")},
    "alone": {
        "present": "alone",
        "another_takes_or_threatens": "no",
        "threatened_over_debt": "no",
        "self_harm_risk": "no",
        "bondage": "no",
        "no_sacrifice": "on",
    },
}
OFFER = {
    "amount": "10000",
    "loan_months": "12",
    "instead_of_grant": "no",
    "price_cap_percent": "60",
    "no_pledges": "on",
    "no_guarantors": "on",
}


@pytest.fixture
def worker(office: Office) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das")


@pytest.fixture
def somebody(person: Any) -> Any:
    person.born_on, person.born_precision = looked.GROWN["born_on"], "year"
    person.save()
    looked.home(person)
    return person


@pytest.fixture
def version(office: Office) -> Any:
    return looked.offer(office)


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"credit:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, *args: Any, status: int = 302, **fields: Any) -> str:
    answer = client.post(reverse(f"credit:{name}", args=args), fields)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def begun(client: Client, person: Any, **changes: Any) -> LoanCheck:
    sent(client, "seven", person.pk, **{**SEVEN, **changes})
    return LoanCheck.objects.get(ended_on=None)


def filled(client: Client, check: LoanCheck, version: Any, **changes: Any) -> None:
    today = clock.today("Asia/Dhaka")
    parts = {**PARTS, "help": {**PARTS["help"], "needs_assessed_on": (today - timedelta(days=9)).isoformat()}}
    for part, answers in parts.items():
        sent(client, "part", check.pk, part, **{**answers, **{k: v for k, v in changes.items() if k in answers}})
    sent(client, "part", check.pk, "offer", product=str(version.product_id), **OFFER)


def test_seven_questions_end_early_with_what_comes_first_and_who_helps(signed_in: Client, somebody: Any) -> None:
    text = signed_in.get(reverse("returnees:person", args=[somebody.pk])).content.decode()
    assert reverse("credit:loan", args=[somebody.pk]) in text
    assert "A loan?" in text
    assert "Ask the seven questions" in page(signed_in, "loan", somebody.pk)
    check = begun(signed_in, somebody, grant="pending")
    text = page(signed_in, "check", check.pk)
    assert "First use your grant. You do not have to pay it back." in text
    assert reverse("cases:begin", args=[somebody.pk]) in text
    for way in ("No loan", "Save first", "Wait and ask again later"):
        assert way in text, "other ways stand beside it always"
    again = begun(signed_in, somebody)
    text = page(signed_in, "check", again.pk)
    assert "All that is known" in text
    assert "from the seven questions of" in text
    assert page(signed_in, "loan", somebody.pk).count("Looked at") >= 1


def test_the_whole_table_leads_to_the_talk_and_the_talk_to_a_yes(
    signed_in: Client, somebody: Any, version: Any
) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version)
    text = page(signed_in, "check", check.pk)
    assert "told on" in text, "the month at home and the debts say since when"
    sent(signed_in, "decide", check.pk)
    text = page(signed_in, "check", check.pk)
    assert "All the rest fits" in text
    held_on = (clock.today("Asia/Dhaka") - timedelta(days=4)).isoformat()
    answers = {"held_on": held_on, "taught_back": "5", "accepts_small_first_loan": "yes"}
    sent(signed_in, "talk", check.pk, **answers, topics=[one.value for one in looked.TOPICS])
    assert LoanTalk.objects.get().version == version
    sent(signed_in, "again", check.pk)
    newest = LoanCheck.objects.get(ended_on=None)
    sent(signed_in, "decide", newest.pk)
    text = page(signed_in, "check", newest.pk)
    assert "Nothing here speaks against asking" in text
    assert "counts until" in text
    assert "of 100" not in text, "no score stands for a person"
    assert "How it was reckoned" in text
    introduce = reverse("credit:introduce", args=[somebody.pk, version.product_id])
    assert introduce not in text, "nobody is introduced before they chose to ask"
    sent(signed_in, "choose", newest.pk, way="ask", words="For my shop")
    text = page(signed_in, "check", newest.pk)
    assert "For my shop" in text
    assert introduce in text


def test_a_known_line_is_changed_only_with_a_reason(signed_in: Client, somebody: Any) -> None:
    check = begun(signed_in, somebody)
    assert "Say why" in sent(signed_in, "part", check.pk, "help", status=422, grant="part", follow_up_agreed="yes")
    sent(signed_in, "part", check.pk, "help", grant="part", follow_up_agreed="yes", why="The second half is late")
    text = page(signed_in, "check", check.pk)
    assert "changed: The second half is late" in text
    assert "(was: given in full)" in text


@pytest.mark.parametrize(
    ("part", "answers", "says"),
    [
        pytest.param("money", {"gap": "ten"}, "error", id="no-amount"),
        pytest.param("money", {"lean_months": ["1"]}, "Write what such a month brings in", id="a-lean-month"),
        pytest.param("money", {"lean_months": ["1"], "no_lean": "on", "lean_income": "5"}, "much alike", id="both"),
        pytest.param("alone", {"present": "others"}, "Somebody else can hear", id="not-alone"),
        pytest.param("alone", {}, "Choose who is present", id="nobody-said-who-hears"),
        pytest.param("offer", {"no_pledges": "on", "pledges": ["home"]}, "Leave one of them", id="named-and-denied"),
        pytest.param("wish", {"wants_loan": "maybe"}, "error", id="no-such-answer"),
    ],
)
def test_a_slip_is_said_and_nothing_is_kept(
    signed_in: Client, somebody: Any, part: str, answers: dict[str, Any], says: str
) -> None:
    check = begun(signed_in, somebody)
    assert says in sent(signed_in, "part", check.pk, part, status=422, **answers)
    assert not LoanCheck.objects.get().said


def test_an_amount_that_is_not_lent_is_said_with_the_limits(signed_in: Client, somebody: Any, version: Any) -> None:
    check = begun(signed_in, somebody)
    fields = {**OFFER, "amount": "90000", "product": str(version.product_id)}
    assert "This lender lends" in sent(signed_in, "part", check.pk, "offer", status=422, **fields)


def test_who_asks_against_what_was_found_stops_and_checks_first(signed_in: Client, somebody: Any, version: Any) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version, self_harm_risk="yes")
    sent(signed_in, "decide", check.pk)
    text = sent(signed_in, "choose", check.pk, status=200, way="ask", words="I need it")
    assert "Stop and check" in text
    assert "Nothing goes to this lender through us" in text
    assert LoanCheck.objects.get().chosen is None
    sent(signed_in, "choose", check.pk, way="ask", words="I need it", confirmed="1")
    assert LoanCheck.objects.get().chosen["way"] == "ask"
    assert reverse("credit:introduce", args=[somebody.pk, version.product_id]) not in page(signed_in, "check", check.pk)


def test_what_was_said_alone_is_not_for_everybody_and_on_no_paper(
    signed_in: Client, somebody: Any, version: Any, office: Office
) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version, threatened_over_debt="yes")
    reader = Client()
    reader.force_login(builders.user(office, may=MAY - {debts.ASK_ALONE}))
    text = page(reader, "check", check.pk)
    assert "This is asked alone" in text
    assert "Threatened over a debt" not in text
    assert reader.get(reverse("credit:part", args=[check.pk, "alone"])).status_code == 404
    sent(signed_in, "decide", check.pk)
    assert "You have had threats" in page(signed_in, "check", check.pk)
    text = page(reader, "check", check.pk)
    assert "You have had threats" not in text
    assert "Something that was said alone comes first" in text
    paper = page(signed_in, "paper", check.pk).split('<header class="sheet-head', 1)[1].split("</main")[0]
    for word in ("threat", "debt", "owe", "loan", "Rahima"):
        assert word not in paper.lower().replace("rahima", "Rahima"), "the paper may lie anywhere"


@pytest.mark.parametrize(("language", "title"), [("ur", "میرے اگلے قدم"), ("fr", "Mes prochaines étapes")])
def test_the_paper_speaks_the_persons_language(signed_in: Client, somebody: Any, language: str, title: str) -> None:
    somebody.language = language
    somebody.save()
    check = begun(signed_in, somebody, grant="pending")
    assert title in page(signed_in, "paper", check.pk)


def test_a_rule_is_set_aside_by_whom_the_rules_name(
    signed_in: Client, somebody: Any, version: Any, office: Office
) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version)
    sent(signed_in, "part", check.pk, "wish", **{**PARTS["wish"], "purposes": ["health"]}, why="It is for a clinic")
    sent(signed_in, "decide", check.pk)
    assert "Nothing here can be set aside by you" in page(signed_in, "set_aside", check.pk)
    supervisor = Client()
    supervisor.force_login(builders.user(office, may={*MAY, permissions.SET_ASIDE}))
    today = clock.today("Asia/Dhaka")
    said = {"rule": "HS3", "reason": "The clinic earns its keep", "expires_on": str(today + timedelta(days=400))}
    assert "ninety days ahead" in sent(supervisor, "set_aside", check.pk, status=422, **said)
    sent(supervisor, "set_aside", check.pk, **{**said, "expires_on": str(today + timedelta(days=30))})
    assert Override.objects.get().rule == "HS3"
    text = page(signed_in, "check", check.pk)
    assert "Set aside for this person" in text
    assert "The clinic earns its keep" in page(supervisor, "set_aside", check.pk)


def test_who_does_not_want_to_go_on_leaves_nothing_open(signed_in: Client, somebody: Any) -> None:
    check = begun(signed_in, somebody)
    assert "Their other help does not change" in page(signed_in, "withdraw", check.pk)
    sent(signed_in, "withdraw", check.pk)
    assert not LoanCheck.objects.filter(ended_on=None).exists()
    assert "Nothing stays open" in page(signed_in, "check", check.pk)
    assert "The person did not want to go on" in page(signed_in, "loan", somebody.pk)


def test_who_only_reads_sees_no_button(somebody: Any, signed_in: Client, office: Office) -> None:
    check = begun(signed_in, somebody)
    reader = Client()
    reader.force_login(builders.user(office, may={*CASEWORKER, permissions.VIEW}))
    for text in (page(reader, "loan", somebody.pk), page(reader, "check", check.pk)):
        assert "See what the rules say" not in text
        assert "Ask the seven questions" not in text
    assert reader.post(reverse("credit:decide", args=[check.pk])).status_code == 403


def test_a_colleague_who_was_quicker_is_not_written_over(signed_in: Client, somebody: Any) -> None:
    check = begun(signed_in, somebody)
    sent(signed_in, "decide", check.pk)
    sent(signed_in, "part", check.pk, "wish", **PARTS["wish"])
    assert "A colleague went on with this meanwhile" in page(signed_in, "check", check.pk)


def test_a_group_is_asked_only_where_the_offer_lends_to_groups(
    signed_in: Client, somebody: Any, version: Any, office: Office
) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version)
    assert signed_in.get(reverse("credit:part", args=[check.pk, "group"])).status_code == 404
    together = looked.offer(office, by_group=True)
    sent(signed_in, "part", check.pk, "offer", product=str(together.product_id), **OFFER)
    fields = {"joint_meetings": "4", "rules_agreed": "yes", "group_members": "5", "group_looked_at": "6"}
    assert "more than are in the group" in sent(signed_in, "part", check.pk, "group", status=422, **fields)
    sent(signed_in, "part", check.pk, "group", **{**fields, "group_looked_at": "4"})
    text = page(signed_in, "check", check.pk)
    assert "Looked at singly, and nothing against it" in text
    sent(signed_in, "decide", check.pk)
    assert "First each one in your group goes through the same steps." in page(signed_in, "check", check.pk)


def test_the_rules_that_applied_stand_on_the_page_with_where_they_are_from(
    signed_in: Client, somebody: Any, office: Office
) -> None:
    check = begun(signed_in, somebody)
    assert "Our own rules." in page(signed_in, "check", check.pk)
    scheme = looked.offer(office, preset="ng-seap", **looked.NAIRA)
    sent(signed_in, "part", check.pk, "offer", product=str(scheme.product_id), **{**OFFER, "amount": "300000"})
    text = page(signed_in, "check", check.pk)
    assert "Self Reliance Economic Advancement Programme" in text
    assert "Microcredit paper of April 2021, pages 10 and 11" in text
    sent(signed_in, "decide", check.pk)
    assert "4 loans at most" in page(signed_in, "check", check.pk)


def test_an_early_loan_is_reached_from_what_waits_for_time_and_asks_two_colleagues(
    signed_in: Client, somebody: Any, version: Any, office: Office
) -> None:
    young = (clock.today("Asia/Dhaka") - timedelta(days=70)).isoformat()
    first = begun(signed_in, somebody, business_started_on=young)
    early = reverse("credit:early", args=[first.pk])
    assert early in page(signed_in, "check", first.pk)
    assert "The whole table first" in page(signed_in, "early", first.pk)
    sent(signed_in, "early", first.pk)
    check = LoanCheck.objects.get(ended_on=None)
    changes = {"viability": "strong", "business_started_on": young}
    filled(signed_in, check, version, **changes)
    sent(signed_in, "decide", check.pk)
    assert "An early loan?" in page(signed_in, "check", check.pk)
    said = dict.fromkeys(("innovative", "substantial_seed_capital", "profit_or_jobs"), "yes")
    rest = dict.fromkeys(("added_value", "in_value_chain", "written_evidence", "grant_as_deposit_agreed"), "no")
    fields = {**said, **rest, "evidence": "I saw the press"}
    assert "two grounds" in sent(signed_in, "early", check.pk, status=422, **{**fields, "innovative": "unknown"})
    sent(signed_in, "early", check.pk, **fields)
    assert "An early loan is asked for" in page(signed_in, "check", check.pk)
    assert "Two colleagues decide" in page(signed_in, "early", check.pk)


def test_an_early_loan_is_no_question_where_nothing_waits_for_it(
    signed_in: Client, somebody: Any, version: Any
) -> None:
    check = begun(signed_in, somebody)
    filled(signed_in, check, version)
    sent(signed_in, "decide", check.pk)
    assert signed_in.get(reverse("credit:early", args=[check.pk])).status_code == 404
