"""What may be done with consents."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("consent.view", _("see what people agreed to"))
ASK = declare("consent.ask", _("ask for consent and take it back when the person says so"))
SHARE = declare("consent.share", _("give data to a partner, as far as the person agreed"))
DECIDE_FOR_CHILD = declare("consent.decide_for_child", _("decide for a child who has no guardian to decide"))
LIFE_AT_RISK = declare("consent.life_at_risk", _("record that a life is at risk and a professional decided to share"))
COURT_ORDER = declare("consent.court_order", _("decide what is given when a court orders it"))
