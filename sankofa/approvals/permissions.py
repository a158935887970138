"""What may be done with proposals.  Each kind asks besides for the permissions of the room it comes from."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

SEE = declare("approvals.see", _("see what needs a second person"))
PROPOSE = declare("approvals.propose", _("propose what needs a second person"))
DECIDE = declare("approvals.decide", _("decide on what others propose"))
