"""Pages for everybody: tell us how to reach you, and take it back.

No sign-in, no script needed, nothing kept in the browser or its addresses; never a word whether somebody is known.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.action import system
from sankofa.accounts.doors import tries
from sankofa.accounts.pages import public
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.consent.rules import texts
from sankofa.consent.rules.terms import Purpose
from sankofa.kernel import clock
from sankofa.kernel.identifiers import NotAReceiptNumber, parse_receipt_number, uuid7
from sankofa.returnees import actions, arriving, doorstep
from sankofa.returnees.forms.doorstep import AskForm, TakeBackForm
from sankofa.returnees.rules.doorstep import Said

_SALT = "returnees.doorstep"
_OPEN_SECONDS = 7 * 24 * 3600
"""How long a page may lie open on a phone before it is sent."""
_WHO = "doorstep"


@public("whoever wants to be called has no account, and nobody may be asked for one")
@require_safe
def start(request: HttpRequest, *, lobby: bool = False) -> HttpResponse:
    """Say what this is, and let somebody say whether they are 18; or how else we are reached."""
    context = {
        "offices": doorstep.phones(),
        "adult": _to("where", lobby, Said.ADULT.value),
        "young": _to("where", lobby, Said.YOUNG.value),
        "take_back": _to("back", lobby),
    }
    return _page(request, "start", context, lobby=lobby)


@public("whoever wants to be called has no account: they choose where they live")
@require_safe
def where(request: HttpRequest, who: str, *, lobby: bool = False) -> HttpResponse:
    """Ask in which part of the country somebody lives."""
    said = _said(who)
    rows = [(_to("ask", lobby, said.value, one.path), one.name_in(_language())) for one in doorstep.areas()]
    return _page(request, "where", {"rows": sorted(rows, key=lambda row: row[1])}, lobby=lobby)


@public("whoever wants to be called has no account: they say here how to reach them")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, who: str, place: str, *, lobby: bool = False) -> HttpResponse:
    """Ask for the district, then how to reach somebody; keep it and give a number."""
    said, found = _said(who), doorstep.place(place)
    office = doorstep.office_for(place) if found is not None else None
    if found is None or office is None:
        raise Http404
    below = doorstep.districts(place)
    if below and place.count(".") == 1:
        rows = [(_to("ask", lobby, said.value, one.path), one.name_in(_language())) for one in below]
        return _page(request, "where", {"rows": sorted(rows, key=lambda row: row[1]), "is_near": True}, lobby=lobby)
    is_adult = said is Said.ADULT
    # Never typed in by anybody: a number that is not one that we signed begins a new page.
    number = _number(request)
    form = AskForm(request.POST if number is not None else None, is_adult=is_adult, country=place.partition(".")[0])
    read = _read_aloud() if is_adult else []
    context = {"form": form, "texts": read, "is_adult": is_adult, "place": found.name_in(_language())}
    if number is None or not form.is_valid():
        signed = request.POST["number"] if number is not None else signing.dumps(str(uuid7()), salt=_SALT)
        return _page(request, "ask", {**context, "number": signed}, lobby=lobby, status=422 if form.errors else 200)
    version = " ".join(f"{text.purpose} {text.version} {text.language}" for text in read)
    given: dict[str, Any] = {
        "office": office,
        "number": number,
        "told": form.told(place=place, language=_language(), consent_version=version),
        "network": doorstep.network_digest(tries.network(request, proxies=settings.PROXIES)),
        "is_honey_full": form.is_honey_full,
        "by": system(_WHO, on=clock.today("UTC")),
        "at": clock.now(),
    }
    try:
        was_sent = doorstep.is_kept(number)
        try:
            letter = actions.keep_letter(**given)
        except IntegrityError:
            # Pressed twice, and both arrived at once: the first one is the letter.
            letter = actions.keep_letter(**given)
    except actions.TooManyLetters:
        return _page(request, "full", {"offices": doorstep.phones()}, lobby=lobby, status=429)
    desk = arriving.desk(letter.announced.office)
    facts = arriving.facts_of(letter.announced)
    shown = {
        "receipt": letter.receipt,
        # In a lobby the next one could send the page again by going back; they learn no word.
        "word": "" if lobby and was_sent else facts.get("word", ""),
        "may_call": facts.get("may_call"),
        "texted": bool(letter.texted),
        "is_adult": is_adult,
        "office": letter.announced.office.name,
        "phone": "" if desk is None else desk.phone,
        "take_back": _to("back", lobby),
    }
    return _page(request, "kept", shown, lobby=lobby)


@public("whoever wrote to us has no account: the number and the word are theirs")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, *, lobby: bool = False) -> HttpResponse:
    """Take a letter back with its number and its word; whatever does not fit has one and the same answer."""
    form = TakeBackForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "take_back", {"form": form}, lobby=lobby, status=422 if form.errors else 200)
    at = clock.now()
    who = audit.Who("system", _WHO)
    try:
        number = parse_receipt_number(form.cleaned_data["number"])
    except NotAReceiptNumber:
        form.add_error("number", _("This is no number of ours. One looks like R-7K2M-9Z4D."))
        return _page(request, "take_back", {"form": form}, lobby=lobby, status=422)
    counted = {Counted.CODE: f"letter {number}", Counted.NETWORK: tries.network(request, proxies=settings.PROXIES)}
    try:
        tried = tries.begin(counted, who=who, action="returnees.take_back", at=at)
    except tries.TooManyTries:
        form.add_error(None, _("Too many tries. Please wait an hour, or call the office."))
        return _page(request, "take_back", {"form": form}, lobby=lobby, status=429)
    found = doorstep.letter_numbered(number, word=form.cleaned_data["word"])
    if found is None:
        tries.note_wrong(tried, who=who, action="returnees.take_back")
        form.add_error(None, _("This number and this word do not belong together, or it was taken back before."))
        return _page(request, "take_back", {"form": form}, lobby=lobby, status=422)
    tries.take_back(tried)
    with suppress(actions.NobodyWaits):
        actions.take_back(announced=found, by=system(_WHO, on=clock.today("UTC")), at=at)
    return _page(request, "taken_back", {}, lobby=lobby)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, lobby: bool, status: int = 200) -> HttpResponse:
    shown = {**context, "lobby": lobby, "start": _to("start", lobby), "here": _to("start", lobby)}
    answer = render(request, f"returnees/doorstep/{name}.html", shown, status=status)
    # Nothing stays in the browser: on a shared phone the next one would see it by going back.
    answer["Cache-Control"] = "no-store"
    return answer


def _to(name: str, lobby: bool, *args: str) -> str:
    return reverse(f"returnees:{'lobby' if lobby else 'reach'}_{name}", args=args)


def _said(who: str) -> Said:
    try:
        return Said(who)
    except ValueError:
        raise Http404 from None


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _number(request: HttpRequest) -> UUID | None:
    """Return the number of a page that comes back; None where we did not make it, or long ago."""
    with suppress(signing.BadSignature, ValueError):
        return UUID(signing.loads(request.POST.get("number", ""), salt=_SALT, max_age=_OPEN_SECONDS))
    return None


def _read_aloud() -> list[texts.Text]:
    """Return what is read before somebody says whether we may call: the texts in use, in the language of the page."""
    held = texts.terms()
    language = _language()
    return [
        texts.text(purpose, held[purpose].version, language)
        for purpose in (Purpose.CONTACT_PHONE, Purpose.CONTACT_SMS)
        if texts.has_text(purpose, held[purpose].version, language)
    ]
