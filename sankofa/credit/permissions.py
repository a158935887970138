"""What may be done about loans for people."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("credit.view", _("see whether a loan was looked at with somebody, and what came of it"), shows=True)
CHECK = declare("credit.check", _("look with somebody at whether a loan suits them, and talk about it"))
SET_ASIDE = declare("credit.set_aside", _("set a rule about loans aside for one person, with a reason"))
SET_ASIDE_SAFETY = declare(
    "credit.set_aside_safety", _("agree, for somebody’s safety, that a rule about loans is set aside")
)
ALLOW_EARLY = declare("credit.allow_early", _("allow, as one of two, that a loan comes early"))
VIEW_REFERRALS = declare(
    "credit.view_referrals", _("see what was sent to a lender and what the lender answered"), shows=True
)
REFER = declare("credit.refer", _("introduce people to a lender, as far as they agreed"))
FUNNEL = declare("credit.funnel", _("see how many people were introduced to lenders, and what came of it"), shows=True)
LENDER_DESK = declare("credit.lender_desk", _("read what was sent to the lender one works for"), shows=True)
ANSWER = declare("credit.answer_as_lender", _("ask and answer for the lender one works for"))
