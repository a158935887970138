"""What may be done with scores."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("sustainability.view", _("see how a person's reintegration is going"), shows=True)
RESCORE = declare("sustainability.rescore", _("work out scores again from the answers"))
KEEP_ROUNDS = declare("sustainability.keep_rounds", _("plan rounds of talks and see whom we lost touch with"))
CARE = declare("sustainability.care", _("see to what answers ask to be done, such as food, safety or counselling"))
STUDY = declare(
    "sustainability.study", _("see from the answers of many people, without names, how well the questions measure")
)
KEEP_SCHEMES = declare("sustainability.keep_schemes", _("load a way of scoring of one's own, and put it in use"))
