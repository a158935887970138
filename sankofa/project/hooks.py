"""Who speaks where: the one visible list of what higher rooms add to lower ones."""

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts import hooks as staff
from sankofa.accounts import permissions as accounts
from sankofa.accounts.doors import signed_in
from sankofa.accounts.hooks import left, notices
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.approvals import permissions as approvals
from sankofa.approvals import registry as reserved
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.cases import actions as cases
from sankofa.cases import contribution as case_work
from sankofa.cases import hooks as case_hooks
from sankofa.cases import permissions as cases_may
from sankofa.cases import queries as cases_held
from sankofa.cases import timeline as cases_told
from sankofa.consent import hooks as consent
from sankofa.credit import actions as credit
from sankofa.credit import contribution as loan_card
from sankofa.credit import hooks as credit_ports
from sankofa.credit import permissions as credit_may
from sankofa.credit import referral_panel, referred
from sankofa.credit import timeline as looks_at_loans
from sankofa.debts import actions as debts
from sankofa.debts import contribution as debts_page
from sankofa.debts import hooks as debts_ask
from sankofa.debts import permissions as debts_may
from sankofa.debts import queries as debts_told
from sankofa.debts import timeline as debts_over_time
from sankofa.debts.hooks import UnderThreat, known_better, under_threat
from sankofa.desks import contact, own_copy, seen
from sankofa.desks import hooks as desks
from sankofa.intake import permissions as intake
from sankofa.intake.importers import importers
from sankofa.kernel import clock
from sankofa.ledger import hooks as books
from sankofa.ledger import permissions as ledger
from sankofa.lenders import hooks as lending_hooks
from sankofa.lenders import permissions as lenders
from sankofa.loans import actions as loans
from sankofa.loans import contribution as loans_page
from sankofa.loans import desk_told as loans_at_desk
from sankofa.loans import permissions as loans_may
from sankofa.loans import portrait as loans_in_words
from sankofa.loans import queries as loans_told
from sankofa.loans.hooks import mediation_wanted
from sankofa.loans.importer import LenderReports
from sankofa.messages import actions as messages
from sankofa.messages import hooks as outgoing
from sankofa.messages import permissions as sending
from sankofa.project import (
    case_page,
    consents,
    forms_by_two,
    four_eyes,
    grants_by_two,
    lenders_by_two,
    mediation,
    my_day,
    own_scheme,
    subjects,
    waiting,
)
from sankofa.provision import hooks as helping_hooks
from sankofa.provision import matching
from sankofa.provision import permissions as helping
from sankofa.provision.importer import ServiceImporter
from sankofa.returnees import contributions as person_page
from sankofa.returnees import doorstep, handing_over, households, papers_due
from sankofa.returnees import permissions as returnees
from sankofa.returnees import reading as register
from sankofa.returnees import timeline as history
from sankofa.returnees.arrival_importer import ArrivalImporter
from sankofa.returnees.hooks import erasing, kept_for
from sankofa.returnees.importer import ReturneeImporter
from sankofa.shell import navigation
from sankofa.shell.navigation import Entry
from sankofa.statistics import actions as statistics
from sankofa.statistics import permissions as statistics_may
from sankofa.store.rotation import KeysChanged, changed
from sankofa.surveys import actions as surveys
from sankofa.surveys import contributions as receipts
from sankofa.surveys import links as surveys_links
from sankofa.surveys import permissions as surveys_may
from sankofa.surveys import queries as forms
from sankofa.surveys import timeline as forms_over_time
from sankofa.surveys.hooks import submitted
from sankofa.sustainability import actions as sustainability
from sankofa.sustainability import contribution as score
from sankofa.sustainability import permissions as scores
from sankofa.sustainability import timeline as scores_over_time

NAVIGATION = (
    Entry("desks:today", _("Today"), accounts.SIGNED_IN),
    Entry("returnees:people", _("People"), returnees.VIEW),
    Entry("cases:mine", _("My cases"), cases_may.WORK),
    Entry("credit:desk", _("Sent to you"), credit_may.LENDER_DESK),
    Entry("loans:desk", _("Loans you gave"), loans_may.REPORT),
    Entry("intake:files", _("Files"), intake.SEND),
    Entry(
        "approvals:waiting",
        _("To approve"),
        approvals.SEE,
        section=_("Decisions"),
        note=_("What needs a second person: proposed by others, and by you"),
        icon="done",
    ),
    Entry(
        "returnees:arrivals",
        _("Arrivals"),
        returnees.MEET,
        section=_("People who arrive"),
        note=_("Meet people at a port: urgent help first, a line for each, also without internet"),
        icon="people",
    ),
    Entry(
        "returnees:came",
        _("People who came"),
        returnees.REGISTER,
        section=_("People who arrive"),
        note=_("Met on arrival, and waiting for a first talk at your office"),
        icon="clock",
    ),
    Entry(
        "returnees:calls",
        _("People who asked for a call"),
        returnees.REGISTER,
        section=_("People who arrive"),
        note=_("Who wrote that they want to be called, and the poster with the address"),
        icon="phone",
    ),
    Entry(
        "returnees:same_people",
        _("Possibly the same person"),
        returnees.JOIN,
        section=_("Decisions"),
        note=_("Two files that may be one person: compare them, join them or keep them apart"),
        icon="people",
    ),
    Entry(
        "returnees:register_compared",
        _("The register compared with itself"),
        returnees.LINK,
        section=_("Decisions"),
        note=_("Find everybody who is in the register twice, and see how it is found"),
        icon="people",
    ),
    Entry(
        "returnees:headcounts",
        _("Counted events"),
        returnees.COUNT,
        section=_("Reaching out"),
        note=_("Who came to a meeting or an event, by sex and age, without names"),
        icon="people",
    ),
    Entry(
        "returnees:papers_due",
        _("Papers that run out"),
        returnees.VIEW,
        section=_("Papers"),
        note=_("Whose papers run out soon, and which help with papers is due"),
        icon="clock",
    ),
    Entry(
        "returnees:asked_for",
        _("Papers that partners ask for"),
        returnees.NOTE_REQUIREMENT,
        section=_("Papers"),
        note=_("What lenders and programmes want to see, since when, and who says so"),
        icon="done",
    ),
    Entry(
        "provision:catalogue",
        _("Help that exists"),
        helping.VIEW,
        section=_("Help"),
        note=_("Programmes, services and laws, who can use them, and which were checked"),
        icon="info",
    ),
    Entry(
        "provision:gaps",
        _("Where help is missing"),
        helping.VIEW,
        section=_("Help"),
        note=_("For whom and where there is too little, and every country on two pages"),
        icon="eye",
    ),
    Entry(
        "provision:lists",
        _("Lists of services"),
        helping.VIEW,
        section=_("Help"),
        note=_("What others list comes in, and our map goes out to them"),
        icon="upload",
    ),
    Entry(
        "provision:to_check",
        _("Help to be checked again"),
        helping.CHECK,
        section=_("Help"),
        note=_("Call there and say whether it is still so; a check holds for six months"),
        icon="done",
    ),
    Entry(
        "accounts:open",
        _("Open a file outside your reach"),
        accounts.OPEN_OUTSIDE,
        section=_("Protection"),
        note=_("For three hours, with a reason, when help cannot wait"),
        icon="eye",
    ),
    Entry(
        "accounts:digest",
        _("Opened with a reason"),
        accounts.REVIEW_OPENINGS,
        section=_("Protection"),
        note=_("Files of your offices that others opened, and why"),
        icon="eye",
    ),
    Entry(
        "accounts:explain",
        _("Why can somebody see a file, or not?"),
        accounts.EXPLAIN,
        section=_("People who sign in"),
        note=_("Every role of a colleague, and whether it reaches a file"),
        icon="info",
    ),
    Entry(
        "accounts:watch",
        _("Look as somebody else"),
        accounts.VIEW_AS,
        section=_("People who sign in"),
        note=_("The pages as a colleague sees them, changing nothing"),
        icon="people",
    ),
    Entry(
        "returnees:protected",
        _("Protected files"),
        returnees.LOOK_AFTER,
        section=_("Protection"),
        note=_("Files that are there only for those named on them, and whom to compare in silence"),
        icon="lock",
    ),
    Entry(
        "returnees:private_talks",
        _("Private talks"),
        returnees.SCREEN,
        section=_("Protection"),
        note=_("Questions for trained staff, and answers that wait for a protection officer"),
        icon="lock",
    ),
    Entry(
        "returnees:apart",
        _("Set apart on arrival"),
        returnees.LOOK_AFTER,
        section=_("Protection"),
        note=_("Children alone and people in danger, as noted where they arrived"),
        icon="lock",
    ),
    Entry(
        "returnees:demands",
        _("Demands by authorities"),
        returnees.NOTE_DEMAND,
        section=_("Protection"),
        note=_("What police, courts or embassies ask for, and who decides it"),
        icon="info",
    ),
    Entry(
        "accounts:staff",
        _("Staff"),
        accounts.MANAGE,
        section=_("People who sign in"),
        note=_("Who works here, with which roles, and who is away"),
        icon="people",
    ),
    Entry(
        "accounts:own_cover",
        _("When I am away"),
        accounts.SIGNED_IN,
        section=_("People who sign in"),
        note=_("Who does my work meanwhile, and for whom I do it"),
        icon="calendar",
    ),
    Entry(
        "accounts:providers",
        _("Signing in through an organisation"),
        accounts.MANAGE,
        section=_("People who sign in"),
        note=_("Whose people may use the sign-in of their own organisation"),
        icon="lock",
    ),
    Entry(
        "returnees:exports",
        _("Lists taken out"),
        returnees.EXPORT,
        section=_("Proof"),
        note=_("Take a list out of the register, see who took which, and trace a copy that was found"),
        icon="forward",
    ),
    Entry(
        "surveys:on_this_device",
        _("Forms on this device"),
        surveys_may.INTERVIEW,
        section=_("Questions we ask"),
        note=_("What you began, what waits for internet, and what was received with its number"),
        icon="saved",
    ),
    Entry(
        "surveys:forms",
        _("Forms"),
        surveys_may.LIBRARY,
        section=_("Questions we ask"),
        note=_("Every form, its versions, what changed, for phones and for paper"),
        icon="info",
    ),
    Entry(
        "statistics:tables",
        _("Tables and figures"),
        statistics_may.VIEW,
        section=_("Proof"),
        note=_("How reintegration goes for many people: by sex, schooling, age and more"),
        icon="info",
    ),
    Entry(
        "debts:figures",
        _("Debts in figures"),
        debts_may.FIGURES,
        section=_("Proof"),
        note=_("What many people owe, beside what the debt studies print"),
        icon="info",
    ),
    Entry(
        "sustainability:care",
        _("To be done for people"),
        scores.CARE,
        section=_("Protection"),
        note=_("Food, safety, counselling: what answers ask to be done, whatever the figures say"),
        icon="warning",
    ),
    Entry(
        "sustainability:due",
        _("Rounds of talks"),
        surveys_may.INTERVIEW,
        section=_("Questions we ask"),
        note=_("Whom to talk with now, and why somebody was not reached"),
        icon="calendar",
    ),
    Entry(
        "sustainability:rounds",
        _("Plan rounds"),
        scores.KEEP_ROUNDS,
        section=_("Questions we ask"),
        note=_("Who is asked when, who answered, and whom we lost touch with"),
        icon="calendar",
    ),
    Entry(
        "sustainability:neighbours",
        _("Beside those who never left"),
        scores.KEEP_ROUNDS,
        section=_("Questions we ask"),
        note=_("The same form, asked of residents of the same districts"),
        icon="people",
    ),
    Entry(
        "sustainability:schemes",
        _("Ways of scoring"),
        scores.KEEP_SCHEMES,
        section=_("Questions we ask"),
        note=_("How answers become figures; load a table of your own"),
        icon="info",
    ),
    Entry(
        "surveys:phones",
        _("Phones"),
        surveys_may.CONNECT,
        section=_("Questions we ask"),
        note=_("Connect your phone, and fill forms where there is no signal"),
        icon="phone",
    ),
    Entry(
        "surveys:received",
        _("Forms that came in"),
        surveys_may.RECEIVE,
        section=_("Questions we ask"),
        note=_("What waits for somebody to look at it, and where two forms say different things"),
        icon="done",
    ),
    Entry(
        "surveys:phones_of_colleagues",
        _("Phones of colleagues"),
        surveys_may.END_PHONES,
        section=_("People who sign in"),
        note=_("Whose phones are connected, when each was last seen, and ending a lost one"),
        icon="phone",
    ),
    Entry("ledger:books", _("Books"), ledger.VIEW),
    Entry(
        "lenders:lenders",
        _("Lenders"),
        lenders.VIEW,
        section=_("Borrowing"),
        note=_("Who lends, what it truly costs, and whether somebody looked into it"),
        icon="money",
    ),
    Entry(
        "lenders:compare",
        _("Compare offers"),
        lenders.VIEW,
        section=_("Borrowing"),
        note=_("Offers beside saving first and no loan, for every 100"),
        icon="scales",
    ),
    Entry(
        "credit:funnel",
        _("What came of introductions"),
        credit_may.FUNNEL,
        section=_("Borrowing"),
        note=_("How many were introduced to lenders, and what the lenders answered"),
        icon="info",
    ),
    Entry(
        "messages:outbox",
        _("Messages"),
        sending.VIEW,
        section=_("Other systems and messages"),
        note=_("What went out, what waits, and what is held back"),
        icon="forward",
    ),
    Entry(
        "messages:keys",
        _("Keys for other systems"),
        accounts.GIVE_KEYS,
        section=_("Other systems and messages"),
        note=_("Which systems and devices may come in, and until when"),
        icon="lock",
    ),
    Entry(
        "messages:endpoints",
        _("Calls to partners' systems"),
        sending.SET_UP_CALLS,
        section=_("Other systems and messages"),
        note=_("Which partners' systems are told of what happens here"),
        icon="upload",
    ),
    Entry(
        "returnees:due_for_erasure",
        _("Due for erasure"),
        returnees.ERASE,
        section=_("Proof"),
        note=_("Whose time in the register is over"),
        icon="clock",
    ),
    Entry(
        "desks:record",
        _("Record"),
        accounts.VIEW_AUDIT,
        section=_("Proof"),
        note=_("Who did what and who looked, and whether the record is whole"),
        icon="eye",
    ),
)


def fill() -> None:
    """Fill every hook of the house.  Filling twice changes nothing."""
    navigation.entries.fill(_navigation)
    navigation.frame.fill(_search)
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
    credit_ports.after_a_yes.fill(loans_at_desk.after_a_yes)
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
    desks.to_do.fill(my_day.care, my_day.cases, my_day.loans, my_day.talks)
    desks.waiting.fill(
        waiting.care,
        waiting.decisions,
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


def _navigation() -> tuple[Entry, ...]:
    return NAVIGATION


def _search(actor: Actor) -> dict[str, str]:
    """Let those who may find people search from every page."""
    may_find = access.holds(actor.grants, returnees.VIEW, on=clock.today(actor.zone))
    return {"search_url": reverse("returnees:people")} if may_find else {}


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
