"""Who speaks where: the one visible list of what higher rooms add to lower ones."""

from sankofa.accounts import hooks as staff
from sankofa.accounts.doors import signed_in
from sankofa.accounts.hooks import left, notices
from sankofa.approvals import registry as reserved
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.cases import actions as cases
from sankofa.cases import contribution as case_work
from sankofa.cases import hooks as case_hooks
from sankofa.cases import queries as cases_held
from sankofa.cases import timeline as cases_told
from sankofa.consent import hooks as consent
from sankofa.credit import actions as credit
from sankofa.credit import contribution as loan_card
from sankofa.credit import hooks as credit_ports
from sankofa.credit import referral_panel, referred
from sankofa.credit import timeline as looks_at_loans
from sankofa.debts import actions as debts
from sankofa.debts import contribution as debts_page
from sankofa.debts import hooks as debts_ask
from sankofa.debts import queries as debts_told
from sankofa.debts import timeline as debts_over_time
from sankofa.debts.hooks import UnderThreat, known_better, under_threat
from sankofa.desks import contact, own_copy, seen
from sankofa.desks import hooks as desks
from sankofa.intake.importers import importers
from sankofa.ledger import hooks as books
from sankofa.lenders import hooks as lending_hooks
from sankofa.loans import actions as loans
from sankofa.loans import contribution as loans_page
from sankofa.loans import desk_told as loans_at_desk
from sankofa.loans import earlier as loans_before
from sankofa.loans import portrait as loans_in_words
from sankofa.loans import queries as loans_told
from sankofa.loans.hooks import mediation_wanted
from sankofa.loans.importer import LenderReports
from sankofa.messages import actions as messages
from sankofa.messages import hooks as outgoing
from sankofa.project import (
    case_page,
    consents,
    early_by_two,
    forms_by_two,
    four_eyes,
    grants_by_two,
    lenders_by_two,
    mediation,
    my_day,
    navigation,
    own_scheme,
    subjects,
    waiting,
)
from sankofa.provision import hooks as helping_hooks
from sankofa.provision import matching
from sankofa.provision.importer import ServiceImporter
from sankofa.returnees import contributions as person_page
from sankofa.returnees import doorstep, handing_over, households, papers_due
from sankofa.returnees import reading as register
from sankofa.returnees import timeline as history
from sankofa.returnees.arrival_importer import ArrivalImporter
from sankofa.returnees.hooks import erasing, kept_for
from sankofa.returnees.importer import ReturneeImporter
from sankofa.shell import navigation as shell
from sankofa.statistics import actions as statistics
from sankofa.store.rotation import KeysChanged, changed
from sankofa.surveys import actions as surveys
from sankofa.surveys import contributions as receipts
from sankofa.surveys import links as surveys_links
from sankofa.surveys import queries as forms
from sankofa.surveys import timeline as forms_over_time
from sankofa.surveys.hooks import submitted
from sankofa.sustainability import actions as sustainability
from sankofa.sustainability import contribution as score
from sankofa.sustainability import timeline as scores_over_time


def fill() -> None:
    """Fill every hook of the house.  Filling twice changes nothing."""
    shell.entries.fill(navigation.entries)
    shell.frame.fill(navigation.search)
    notices.fill(messages.queue_notice)
    staff.reserved.fill(reserved.is_reserved)
    reserved.kinds.fill(
        four_eyes.erasing,
        four_eyes.lifting,
        four_eyes.giving,
        four_eyes.taking_out,
        four_eyes.taking_back,
        own_scheme.putting_in_use,
        lenders_by_two.concluding,
        grants_by_two.granting,
        early_by_two.allowing,
        forms_by_two.releasing_answers,
        forms_by_two.destroying_unlinked,
    )
    staff.holdings.fill(handing_over.holding)
    left.fill(signed_in.end_because_left, surveys.end_devices_of)
    staff.files.fill(register.file_numbered)
    staff.hidden.fill(register.hidden)
    case_hooks.ceilings.fill(grants_by_two.ceilings)
    importers.fill(ReturneeImporter, ArrivalImporter, ServiceImporter, LenderReports)
    person_page.seen_by.fill(seen.address)
    person_page.first_due.fill(sustainability.first_due)
    books.persons.fill(subjects.person_behind)
    consent.subjects.fill(consents.subject)
    credit_ports.holding_checks.fill(referred.checked)
    credit_ports.borrowed_before.fill(loans_before.borrowed)
    credit_ports.after_a_yes.fill(loans_at_desk.after_a_yes)
    credit_ports.lent.fill(loans_told.lent_to)
    consent.answered.fill(consents.look_again)
    consent.withdrawn.fill(consents.look_again, credit.withdraw_referrals)
    outgoing.may_contact.fill(consents.may_contact, doorstep.may_contact)
    outgoing.packets.fill(consents.told_of)
    person_page.contributions.fill(
        case_work.contribution,
        score.contribution,
        debts_page.contribution,
        loan_card.contribution,
        referral_panel.contribution,
        loans_page.contribution,
        consents.contribution,
        households.contribution,
        matching.contribution,
        papers_due.contribution,
        contact.contribution,
        surveys_links.contribution,
        own_copy.contribution,
    )
    case_hooks.beside.fill(
        case_page.consent,
        case_page.score,
        case_page.debts,
        case_page.help_that_fits,
        case_page.loan,
        case_page.loans,
        referral_panel.beside,
    )
    history.timeline.fill(
        history.of_register,
        forms_over_time.of_surveys,
        scores_over_time.of_scores,
        debts_over_time.of_debts,
        cases_told.of_cases,
        looks_at_loans.of_loan_checks,
        consents.timeline,
    )
    desks.to_do.fill(my_day.care, my_day.cases, my_day.loans, my_day.lenders, my_day.talks)
    desks.waiting.fill(
        waiting.care,
        waiting.decisions,
        waiting.packets,
        waiting.helps,
        waiting.came,
        waiting.apart,
        waiting.pairs,
        waiting.sent_back,
        waiting.openings,
        waiting.demands,
        waiting.talks,
        waiting.put_off,
        waiting.consents,
        waiting.papers,
        waiting.checks,
        waiting.rounds,
        waiting.unreached,
        waiting.forms,
        waiting.clashes,
        waiting.changes,
        waiting.unlinked,
    )
    submitted.fill(sustainability.score_submitted)
    mediation_wanted.fill(mediation.with_lender)
    under_threat.fill(_protect)
    debts_ask.mediation_wanted.fill(mediation.about_debt)
    debts_ask.mediators.fill(mediation.may_open)
    known_better.fill(loans_told.as_debts)
    lending_hooks.reported.fill(loans_in_words.of_lender)
    helping_hooks.owes.fill(debts_told.is_indebted)
    changed.fill(_note_keys)
    kept_for.fill(forms.kept_for, cases_held.kept_for)
    erasing.fill(
        statistics.forget_counts,
        sustainability.erase_flags,
        sustainability.erase_attempts,
        sustainability.erase_concerns,
        credit.erase_checks,
        loans.erase_loans,
        debts.erase_debts,
        cases.erase_cases,
        credit.erase_referrals,
        surveys.erase_answers,
        four_eyes.erase_words,
        consents.erase_evidence,
        consents.erase_messages,
        subjects.forget_openings,
    )
    receipts.receipts.fill(score.afterwards)


def _protect(event: UnderThreat) -> None:
    """Open a protection task at once, in words that say nothing of a debt."""
    sustainability.raise_private_safety(event.person, by=event.by, at=event.at)


def _note_keys(event: KeysChanged) -> None:
    """Put on record that the keys changed; no key, only its number."""
    audit.record(
        kind=Kind.WRITE,
        action=f"store.{event.what}",
        who=audit.Who("system", "keys"),
        at=event.at,
        detail={"key": event.number},
    )
