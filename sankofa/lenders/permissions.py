"""What may be done with lenders."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("lenders.view", _("see lenders, what their loans truly cost, and compare offers"), shows=True)
KEEP = declare("lenders.keep", _("add lenders and their products, and put them right"))
ASSESS = declare("lenders.assess", _("look into a lender and note what was found"))
DECIDE = declare("lenders.decide", _("decide on a lender that somebody else looked into"))
LINK = declare("lenders.link", _("say which organisation a lender is, so that its officers can sign in"))
