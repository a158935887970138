"""What may be done with the register."""

from django.utils.translation import gettext_noop as _

from sankofa.accounts.registry import declare

VIEW = declare("returnees.view", _("find people and see their pages"), shows=True)
REGISTER = declare("returnees.register", _("add people to the register"))
AMEND = declare("returnees.amend", _("correct and complete what is recorded of a person"))
SEND_BACK = declare("returnees.send_back", _("send a fact back to whoever wrote it"))
ASSIGN = declare("returnees.assign", _("say which colleague looks after a person"))
JOIN = declare("returnees.join", _("say whether two files are one person, join them and separate them"))
LINK = declare("returnees.link", _("compare the whole register with itself, and set the weights for it"))
OPEN = declare("returnees.open", _("open the phone and papers of a person, saying what for"))
ERASE = declare("returnees.erase", _("erase a person, and see who is due for it"))
PROTECT = declare("returnees.protect", _("protect a file, so that only people named on it see it"))
LOOK_AFTER = declare("returnees.look_after_protected", _("say who is named on protected files"))
NOTE_DEMAND = declare("returnees.note_demand", _("write down what an authority demands"))
DECIDE_DEMAND = declare("returnees.decide_demand", _("decide what an authority demands"))
EXPORT = declare("returnees.export", _("take lists of people out of the register, without names"))
EXPORT_NAMED = declare("returnees.export_named", _("take lists with names out of the register"))
SCREEN = declare("returnees.screen", _("ask the questions for trained staff, alone with the person"))
ASK_INTENTION = declare("returnees.ask_intention", _("ask whether somebody thinks of going again, and see the answer"))
COUNT = declare("returnees.count", _("count who came to an event, without names"))
NOTE_REQUIREMENT = declare("returnees.note_requirement", _("write down which papers partners ask for"))
MEET = declare("returnees.meet", _("meet people who arrive, and note the help they need"))
OWN_COPY = declare("returnees.own_copy", _("print for a person what is recorded of them"))
KEEP_DOORSTEP = declare(
    "returnees.keep_doorstep", _("say whether an office calls back whoever writes to it, and clear what floods it")
)
