"""The words for purposes, fields and circumstances, as tables, forms and pages show them."""

from django.utils.translation import gettext_lazy as _

from sankofa.consent.rules import terms

PURPOSES = [
    (terms.Purpose.REGISTRATION.value, _("Keeping details")),
    (terms.Purpose.CASE_WORK.value, _("Working on a plan")),
    (terms.Purpose.CONTACT_SMS.value, _("Short messages")),
    (terms.Purpose.CONTACT_PHONE.value, _("Phone calls")),
    (terms.Purpose.REFERRAL.value, _("Introduction to a partner")),
    (terms.Purpose.CREDIT_REFERRAL.value, _("Introduction to a lender")),
    (terms.Purpose.STATISTICS.value, _("Counting without names")),
    (terms.Purpose.RESEARCH.value, _("Research without names")),
    (terms.Purpose.MINISTRY.value, _("A ministry or national register")),
    (terms.Purpose.EMBASSY.value, _("An embassy")),
    (terms.Purpose.RETURNING_COUNTRY.value, _("The country that returned the person")),
    (terms.Purpose.DONOR_VISIT.value, _("A donor's visit")),
    (terms.Purpose.PHOTO_STORY.value, _("Picture or story")),
]
FIELDS = [
    (terms.Field.NAME.value, _("Name")),
    (terms.Field.PHONE.value, _("Phone")),
    (terms.Field.SEX_AND_AGE.value, _("Sex and age")),
    (terms.Field.DISTRICT.value, _("Home district")),
    (terms.Field.LANGUAGE.value, _("Language")),
    (terms.Field.PAPERS.value, _("Papers")),
    (terms.Field.JOURNEY.value, _("Journey and return")),
    (terms.Field.FAMILY.value, _("Family")),
    (terms.Field.SKILLS.value, _("Skills")),
    (terms.Field.WORK_AND_INCOME.value, _("Work and income")),
    (terms.Field.MONEY_OWED.value, _("Money owed")),
    (terms.Field.HEALTH.value, _("Health")),
    (terms.Field.NEEDS.value, _("Needs")),
    (terms.Field.PLAN.value, _("Plan")),
    (terms.Field.ANSWERS_WITHOUT_NAME.value, _("Answers without the name")),
    (terms.Field.PICTURE.value, _("Picture or story")),
]
EXCEPTIONS = [
    (terms.Basis.LIFE_AT_RISK.value, _("A life is at risk")),
    (terms.Basis.COURT_ORDER.value, _("A court ordered it")),
]
DECIDERS = [
    (terms.Decider.MENTAL_HEALTH_PROFESSIONAL.value, _("a mental-health professional")),
    (terms.Decider.DATA_OFFICER.value, _("the data officer")),
    (terms.Decider.OTHER.value, _("somebody else")),
]
HOWS = [
    (terms.How.SPOKEN.value, _("said it aloud")),
    (terms.How.WRITTEN.value, _("signed")),
    (terms.How.MARK.value, _("made a mark")),
    (terms.How.THUMB.value, _("gave a thumb print")),
    (terms.How.RECORDED.value, _("said it on a recording")),
]
WITNESSES = [
    (terms.WitnessKind.NONE.value, _("nobody")),
    (terms.WitnessKind.INDEPENDENT.value, _("somebody independent")),
    (terms.WitnessKind.CASEWORKER.value, _("a caseworker")),
    (terms.WitnessKind.LENDER.value, _("somebody from a lender")),
]
GUARDIANS = [
    (terms.Guardian.UNKNOWN.value, _("not asked")),
    (terms.Guardian.PRESENT.value, _("a parent or guardian is here")),
    (terms.Guardian.ABSENT.value, _("there is no parent or guardian")),
    (terms.Guardian.IMPLICATED.value, _("the parent or guardian may have done harm")),
]
COMPANIES = [
    (terms.Company.UNKNOWN.value, _("not recorded")),
    (terms.Company.ALONE.value, _("the person is alone with me")),
    (terms.Company.OTHERS.value, _("others can hear")),
]
