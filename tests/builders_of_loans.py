"""Builders of lenders, their products, looks at loans, and loans; `tests.builders` offers them beside all others."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from tests.moment import ON

LONG_AGO = date(2020, 1, 1)
_number = count(1)


def _builders() -> Any:
    from tests import builders

    return builders


def lender(office: Any | None = None, **facts: Any) -> Any:
    """A lender on the list of an office; nobody has looked into it."""
    from sankofa.lenders.models import Lender

    given = {"name": f"Lender {next(_number)}", "kind": "mfi", "said_by": "a visit"}
    return Lender.objects.create(office=office or _builders().office(), **{**given, **facts})


def product(
    lender: Any = None, *, content: dict[str, Any] | None = None, from_on: date = LONG_AGO, **facts: Any
) -> Any:
    """A product of a lender with its first terms: 1,000 to 20,000 taka for up to a year at 24 % flat, without fees."""
    from sankofa.lenders.models import Product, ProductVersion

    given: dict[str, Any] = {
        "least": {"minor": 100_000, "currency": "BDT"},
        "most": {"minor": 2_000_000, "currency": "BDT"},
        "months_most": 12,
        "frequency": "month",
        "rate_percent": "24",
        "rate_basis": "flat_year",
        "fee_once": {"minor": 0, "currency": "BDT"},
        "fee_percent": "0",
        "insurance_percent": "0",
        "compulsory_savings_percent": "0",
    }
    made = Product.objects.create(lender=lender or _new_lender(), **{"name": f"Loan {next(_number)}", **facts})
    ProductVersion.objects.create(
        product=made, number=1, content={**given, **(content or {})}, from_on=from_on, said_by="a leaflet"
    )
    return made


def assessment(lender: Any = None, **facts: Any) -> Any:
    """A look into a lender that was begun."""
    from sankofa.lenders.models import Assessment

    given = {"framework": "mfi", "version": "2026.1"}
    return Assessment.objects.create(lender=lender or _new_lender(), **{**given, **facts})


def _new_lender() -> Any:
    return lender()


def loancheck(person: Any = None, **facts: Any) -> Any:
    """A look at a loan that seven questions ended: the grant comes first."""
    from sankofa.credit.models import LoanCheck
    from sankofa.credit.rules import kept
    from sankofa.credit.rules.suitability import Outcome
    from sankofa.kernel.finding import Finding, Weight

    first = Finding("PR2", Weight.PREREQUISITE, "Knowledge Paper 1, 4.2.1 (R01, R10, R11)")
    whom = person or _builders().person()
    given = {
        "begun_on": ON,
        "decided_on": ON,
        "valid_until": ON + timedelta(days=90),
        "rule_set": "2026.1",
        "found": kept.first_to_keep(Outcome.NOT_YET, [first], 7, 7),
        "files": [str(whom.pk)],
    }
    return LoanCheck.objects.create(person=whom, **{**given, **facts})


def loantalk(person: Any = None, **facts: Any) -> Any:
    """A talk about an offer in which everything was said and said back."""
    from sankofa.credit.models import LoanTalk
    from sankofa.credit.rules.terms import Topic

    said = {"topics": sorted(Topic), "taught_back": 5, "words": "", "interpreter": ""}
    given = {"held_on": ON, "think_until": ON + timedelta(days=3), "said": {**said, "accepts_small_first_loan": "yes"}}
    version = facts.pop("version", None) or product().versions.get()
    return LoanTalk.objects.create(person=person or _builders().person(), version=version, **{**given, **facts})


def override(check_of: Any = None, **facts: Any) -> Any:
    """A decision of a supervisor that a rule shall not hold in a check."""
    from sankofa.credit.models import Override

    given = {"rule": "HS3", "role": "supervisor", "given_on": ON, "reason": "a clinic that earns its keep"}
    given["expires_on"] = ON + timedelta(days=30)
    return Override.objects.create(check_of=check_of or loancheck(), **{**given, **facts})


def earlyloan(check_of: Any = None, **facts: Any) -> Any:
    """An early loan that was asked for: a new idea; two others have not decided yet."""
    from sankofa.credit.models import EarlyLoan

    answers = ("innovative", "substantial_seed_capital", "profit_or_jobs")
    given = {"grounds": dict.fromkeys(answers, "yes"), "evidence": "I saw the workshop", "asked_on": ON}
    about = check_of or loancheck()
    who = facts.pop("asked_by", None) or _builders().user(about.person.office)
    return EarlyLoan.objects.create(check_of=about, asked_by=who, **{**given, **facts})


def suspension(lender_of: Any = None, **facts: Any) -> Any:
    """A stop: nobody is sent to a lender."""
    from sankofa.lenders.models import Suspension

    given = {"from_on": ON, "why": "threats"}
    return Suspension.objects.create(lender=lender_of or lender(), **{**given, **facts})


def loan(person: Any = None, **facts: Any) -> Any:
    """A loan of 10,000 taka from a lender on the list of the person's office, in 10 payments of 1,100 each month."""
    from sankofa.loans.models import Loan

    whose = person or _builders().person()
    lent = {
        "amount": {"minor": 1_000_000, "currency": "BDT"},
        "handed_out_on": ON.isoformat(),
        "count": 10,
        "frequency": "month",
        "each": {"minor": 110_000, "currency": "BDT"},
        "rate_percent": None,
        "basis": None,
        "first_due_on": None,
    }
    given = {"told_on": ON, "source": "lender", "lent": lent}
    lends = facts.pop("lender", None) or lender(whose.office)
    return Loan.objects.create(person=whose, lender=lends, **{**given, **facts})


def loanreport(loan_of: Any = None, **facts: Any) -> Any:
    """A payment of 1,100 taka, as the person told it."""
    from sankofa.loans.models import LoanReport

    about = loan_of or loan()
    what = {"on": ON.isoformat(), "amount": {"minor": 110_000, "currency": "BDT"}}
    what |= {"from_due_on": None, "to": None, "extra": 0, "words": ""}
    given = {"kind": "payment", "source": "visit", "told_on": ON, "what": what, "person": about.person}
    return LoanReport.objects.create(loan=about, **{**given, **facts})


def caretalk(loan_of: Any = None, **facts: Any) -> Any:
    """A talk about a late payment in which somebody wants a pause."""
    from sankofa.loans.models import CareTalk

    about = loan_of or loan()
    given = {"held_on": ON, "said": {"reasons": [], "wishes": ["pause"], "words": ""}, "person": about.person}
    return CareTalk.objects.create(loan=about, **{**given, **facts})


def caretry(loan_of: Any = None, **facts: Any) -> Any:
    """A try in vain to talk about a late payment: nobody answered."""
    from sankofa.loans.models import CareTry

    about = loan_of or loan()
    given = {"tried_on": ON, "why": "no_answer", "person": about.person}
    return CareTry.objects.create(loan=about, **{**given, **facts})
