"""What may be done about loans for people."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("credit.view", _("see whether a loan was looked at with somebody, and what came of it"), shows=True)
CHECK = declare("credit.check", _("look with somebody at whether a loan suits them, and talk about it"))
SET_ASIDE = declare("credit.set_aside", _("set a rule about loans aside for one person, with a reason"))
SET_ASIDE_SAFETY = declare(
    "credit.set_aside_safety", _("agree, for somebody’s safety, that a rule about loans is set aside")
)
