"""What may be done with tables about many people."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("statistics.view", _("see tables and figures about many people"), shows=True)
COUNT = declare("statistics.count", _("have tables and figures counted anew"))
TAKE = declare("statistics.take", _("take tables out as a file, not for sharing"))
SHARE = declare("statistics.share", _("make versions of tables for sharing"))
