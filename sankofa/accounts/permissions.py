"""What may be done with accounts and the audit."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

SIGNED_IN = declare("accounts.signed_in", _("sign in and see the day's work"), shows=True)
MANAGE = declare("accounts.manage", _("manage users, offices and roles"))
VIEW_AUDIT = declare("audit.view", _("see who did what and check the record"))
VIEW_PERSON = declare("audit.view_person", _("see who has seen a person’s file, and print it for them"))
USE_API = declare("accounts.use_api", _("let another system work here in one's own reach"), for_keys=True)
GIVE_KEYS = declare("accounts.give_keys", _("give and end keys for other systems and devices"))
OPEN_OUTSIDE = declare("accounts.open_outside", _("open a file out of reach for three hours, with a reason"))
REVIEW_OPENINGS = declare("accounts.review_openings", _("look at which files were opened with a reason"))
EXPLAIN = declare("accounts.explain", _("see why somebody can or cannot see a file"))
VIEW_AS = declare("accounts.view_as", _("look at the pages as somebody else sees them, and change nothing"))
