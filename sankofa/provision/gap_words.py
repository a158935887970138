"""What parts, levels, groups and states of help are called on pages and on paper."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matrix import EVERYBODY, State
from sankofa.provision.rules.swot import Side, Why
from sankofa.provision.rules.terms import Dimension, Level

PARTS: Final = {
    Dimension.ECONOMIC: _("Work and money"),
    Dimension.SOCIAL: _("Everyday life"),
    Dimension.PSYCHOSOCIAL: _("Mind and belonging"),
}
LEVELS: Final = {
    Level.INDIVIDUAL: _("One person"),
    Level.COMMUNITY: _("Community"),
    Level.STRUCTURAL: _("Country"),
}
GROUPS: Final = {
    EVERYBODY: _("Everybody"),
    Group.WOMEN: _("Women"),
    Group.MEN: _("Men"),
    Group.OLDER: _("Older than 55"),
    Group.FORCED_RETURN: _("Forced to return"),
    Group.IRREGULAR: _("Went without papers"),
    Group.WITHOUT_PAPERS: _("Have no papers now"),
    Group.SURVIVORS: _("Survivors of violence or trafficking"),
    Group.CHILDREN: _("Children"),
    Group.FAMILIES: _("Families left behind"),
    Group.WAGE_SEEKERS: _("Still owed wages"),
    Group.FROM_INDIA: _("Came back from India"),
    Group.IN_DEBT: _("In debt"),
    Group.DISABILITY: _("With a disability"),
}
STATES: Final = {State.SERVED: _("served"), State.THIN: _("thin"), State.EMPTY: _("empty")}
RULES: Final = {
    State.SERVED: _("Checked help stands there that runs, reaches the whole place, and is made for this group."),
    State.THIN: _("Only help for everybody stands there, or help for this group that reaches a part of the place."),
    State.EMPTY: _("No checked help stands there, or only help whose conditions shut this group out."),
}
SIDES: Final = {
    Side.STRENGTH: _("Strengths"),
    Side.WEAKNESS: _("Weaknesses"),
    Side.CHANCE: _("Chances"),
    Side.THREAT: _("Threats"),
}
WHYS: Final[Mapping[Why, object]] = {
    Why.SAID: "",
    Why.PLANNED: _("is planned"),
    Why.OVER: _("has closed or ended"),
    Why.SPEAKS_OF_RETURN: _("speaks of coming back"),
    Why.SILENT_ON_RETURN: _("does not speak of coming back"),
}
PAPERS: Final = {
    "mapping": _("Mapping of reintegration support in five countries, IOM and ILO"),
    "microcredit": _("The knowledge paper on microcredit and reintegration, IOM"),
    "mali": _("The debt of migrants assisted with voluntary return, Mali, IOM"),
    "practices": _("Selected good practices on migration and development"),
    "directory": _("Lists of services from others"),
}


def group_of(word: str) -> Group | None:
    """Return the group that an address names; everybody where it names none.  Raises ValueError."""
    return EVERYBODY if word in {"", "everybody"} else Group(word)
