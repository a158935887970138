"""What may be done with cases."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("cases.view", _("see cases: what was agreed with a person, and what is next"), shows=True)
WORK = declare("cases.work", _("work on cases: open them, offer the first talk, write and agree plans, close them"))
APPROVE = declare("cases.approve_grants", _("approve or refuse grants that colleagues propose; take wrong ones back"))
HAND_OVER = declare("cases.hand_over", _("hand over grants that two colleagues approved, and write the receipt"))
