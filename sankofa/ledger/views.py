"""Pages of the books: the list, one book with its balances, a statement, an entry and its taking back, closing."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import queries as people
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.rules import access
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions, permissions, queries, sentences
from sankofa.ledger.forms import AccountForm, BookForm, CloseForm, PostForm, StatementForm, TakeBackForm
from sankofa.ledger.rules.statement import Statement, sums
from sankofa.ledger.rules.terms import AccountKind, BookKind
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission
    from sankofa.ledger.models import Account, Book, Posting

T = TypeVar("T")

LINES_PER_PAGE = 100


@page(permissions.VIEW)
@require_safe
def books(request: ActorRequest) -> HttpResponse:
    """Show the books that one may see."""
    today = _today(request)
    rows = [
        {
            "url": reverse("ledger:book", args=[one.pk]),
            "cells": [
                one.name,
                one.get_kind_display(),
                one.organisation.name,
                words.day(queries.open_from(one)),
            ],
        }
        for one in queries.books_for(request.actor, on=today)
    ]
    table = {
        "caption": _("Books, by name"),
        "hide_caption": True,
        "columns": [
            {"label": _("Book")},
            {"label": _("Kind of book")},
            {"label": _("Organisation")},
            {"label": _("Open from")},
        ],
        "rows": rows,
    }
    return render(request, "ledger/books.html", {"table": table, "may_open": _may(request, permissions.CLOSE)})


@page(permissions.VIEW)
@require_safe
def book(request: ActorRequest, book_id: str) -> HttpResponse:
    """Show a book: what stands on each account, that it adds up to nothing, and what is closed."""
    seen = _book(request, book_id, permissions.VIEW)
    accounts = list(queries.accounts_in(seen))
    columns = [{"label": pgettext("of money", "Account")}, {"label": _("Balance"), "number": True}]
    tables = []
    for currency, minor in sums(one.as_terms() for one in accounts).items():
        rows = [
            {
                "url": reverse("ledger:account", args=[one.pk]),
                "cells": [sentences.account_name(one), words.money(one.balance)],
            }
            for one in accounts
            if one.currency == currency
        ]
        foot = [_("Sum: nothing comes from nowhere"), words.money(Money(minor, currency))]
        tables.append({"caption": currency, "columns": columns, "rows": rows, "foot": foot})
    context = {
        "book": seen,
        "tables": tables,
        "open_from": words.day(queries.open_from(seen)),
        "closed": [
            _("From %(first)s to %(last)s")
            % {"first": words.day(one.from_on), "last": words.day(one.until_on - timedelta(days=1))}
            for one in queries.periods_of(seen)
        ],
        "may_post": _may(request, permissions.POST),
        "may_close": _may(request, permissions.CLOSE),
    }
    return render(request, "ledger/book.html", context)


@page(permissions.CLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_book(request: ActorRequest) -> HttpResponse:
    """Open a book."""
    organisations = list(queries.organisations_of(request.actor, on=_today(request)))
    if not organisations:
        return refused(request, _("Your role does not reach an organisation for which you could open books."))
    form = BookForm(request.POST or None, organisations=organisations, initial={"opened_on": _today(request)})

    def enter() -> "Book":
        said = form.cleaned_data
        return actions.open_book(
            organisation=next(one for one in organisations if str(one.pk) == said["organisation"]),
            kind=BookKind(said["kind"]),
            name=said["name"],
            opened_on=said["opened_on"],
            by=request.actor,
            at=clock.now(),
        )

    if (made := _entered(request, form, enter)) is not None:
        return redirect("ledger:book", made.pk)
    return _form_page(request, form, title=_("Open a book"), button=_("Open the book"), back=reverse("ledger:books"))


@page(permissions.POST)
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: ActorRequest, book_id: str) -> HttpResponse:
    """Open an account in a book."""
    seen = _book(request, book_id, permissions.POST)
    # A book mostly holds one currency: that of its first account is chosen already, and before that none is.
    first = queries.accounts_in(seen).first()
    form = AccountForm(request.POST or None, initial={"currency": "" if first is None else first.currency})

    def enter() -> "Account":
        said = form.cleaned_data
        return actions.open_account(
            book=seen,
            kind=AccountKind(said["kind"]),
            currency=said["currency"],
            code=said["code"],
            by=request.actor,
            at=clock.now(),
        )

    if _entered(request, form, enter) is not None:
        messages.success(request, _("The account is open. It starts with nothing."))
        return redirect("ledger:book", seen.pk)
    return _form_page(request, form, book=seen, title=_("Open an account"), button=_("Open the account"))


@page(permissions.POST)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: ActorRequest, book_id: str) -> HttpResponse:
    """Enter what happened to money; sent twice, it is entered once."""
    seen = _book(request, book_id, permissions.POST)
    accounts = list(queries.accounts_in(seen))
    form = PostForm(request.POST or None, accounts=accounts, today=_today(request))

    def enter() -> actions.Posted:
        return actions.post(book=seen, movement=form.movement(), by=request.actor, at=clock.now())

    if _entered(request, form, enter, accounts) is not None:
        messages.success(request, _("It stands in the books."))
        return redirect("ledger:movement", form.cleaned_data["key"])
    lead = _("Money goes out of one account and into another. What comes from elsewhere comes out of “outside”.")
    return _form_page(request, form, book=seen, title=_("Enter a payment"), button=_("Enter it"), lead=lead)


@page(permissions.CLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, book_id: str) -> HttpResponse:
    """Close a book up to a day, for good."""
    seen = _book(request, book_id, permissions.CLOSE)
    form = CloseForm(request.POST or None)

    def enter() -> object:
        until_on = form.cleaned_data["last_on"] + timedelta(days=1)
        return actions.close_period(book=seen, until_on=until_on, by=request.actor, at=clock.now())

    if _entered(request, form, enter) is not None:
        messages.success(request, _("The period is closed."))
        return redirect("ledger:book", seen.pk)
    lead = _("Open from %(day)s.") % {"day": words.day(queries.open_from(seen))}
    return _form_page(request, form, book=seen, title=_("Close a period"), button=_("Close it for good"), lead=lead)


@page(permissions.VIEW)
@require_safe
def account(request: ActorRequest, account_id: str) -> HttpResponse:
    """Show the statement of an account, by itself the last three months."""
    seen = _account(request, account_id)
    shown, form = _statement(request, seen)
    names = {one.pk: sentences.account_name(one) for one in queries.accounts_in(seen.book)}
    lines = Paginator(shown.lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "url": reverse("ledger:movement", args=[line.entry.movement]),
            "cells": [
                words.day(line.entry.booked_on),
                names[line.entry.other],
                _about(line.entry.about_on, line.entry.booked_on, is_reversal=line.entry.is_reversal),
                words.money(line.entry.change),
                words.money(line.balance),
            ],
        }
        for line in lines
    ]
    table = {
        "caption": _("Entries, the earliest first"),
        "hide_caption": True,
        "columns": [
            {"label": _("Day")},
            {"label": _("Other account")},
            {"label": _("Remark")},
            {"label": _("Movement"), "number": True},
            {"label": _("Balance"), "number": True},
        ],
        "rows": rows,
    }
    last_on = shown.until_on - timedelta(days=1)
    facts = {
        "sums": True,
        "rows": [
            {
                "label": _("Balance before %(day)s") % {"day": words.day(shown.from_on)},
                "value": words.money(shown.opening),
            },
            {"label": _("Came in"), "value": words.money(shown.came_in)},
            {"label": _("Went out"), "value": words.money(shown.went_out)},
            {
                "label": _("Balance at the end of %(day)s") % {"day": words.day(last_on)},
                "value": words.money(shown.closing),
                "total": True,
            },
        ],
    }
    context = {
        "account": seen,
        "name": sentences.account_name(seen),
        "book": seen.book,
        "form": form,
        "facts": facts,
        "table": table,
        "pages": pages_of(lines, request.GET),
        "csv_url": f"{reverse('ledger:statement_csv', args=[seen.pk])}?first={shown.from_on}&last={last_on}",
    }
    return render(request, "ledger/account.html", context)


@page(permissions.VIEW)
@require_safe
def download_statement(request: ActorRequest, account_id: str) -> HttpResponse:
    """Hand out a statement as CSV, on record as an export."""
    seen = _account(request, account_id)
    shown, _form = _statement(request, seen)
    actions.note_export(account=seen, lines=len(shown.lines), by=request.actor, at=clock.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statement-{seen.pk}.csv"'
    answer["Cache-Control"] = "no-store"
    names = {one.pk: sentences.account_name(one) for one in queries.accounts_in(seen.book)}
    writer = csv.writer(answer)
    writer.writerow(["booked_on", "about_on", "movement", "other_account", "code", "change", "balance", "currency"])
    writer.writerow([shown.from_on, "", "", "", "opening", "", f"{shown.opening.decimal:f}", seen.currency])
    for line in shown.lines:
        entry = line.entry
        sums_told = [f"{entry.change.decimal:f}", f"{line.balance.decimal:f}", seen.currency]
        writer.writerow([entry.booked_on, entry.about_on, entry.movement, names[entry.other], entry.code, *sums_told])
    return answer


@page(permissions.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def movement(request: ActorRequest, movement_id: str) -> HttpResponse:
    """Show an entry with all its lines; whoever may enter may take it back, with a reason."""
    today = _today(request)
    postings = queries.movement_for(movement_id, viewer=request.actor, on=today)
    if not postings:
        raise Http404
    first = postings[0]
    back = getattr(first, "reversed_by", None)
    may_take_back = back is None and _may(request, permissions.POST)
    form = TakeBackForm(request.POST or None, initial={"key": uuid7()}) if may_take_back else None
    if form is not None:

        def enter() -> actions.Posted:
            said = form.cleaned_data
            return actions.reverse(
                book=first.book,
                movement=first.movement,
                key=said["key"],
                reason=said["reason"],
                by=request.actor,
                at=clock.now(),
            )

        accounts = [account for one in postings for account in (one.from_account, one.to_account)]
        if _entered(request, form, enter, accounts) is not None:
            messages.success(request, _("It is taken back. Both entries stay in the books."))
            return redirect("ledger:movement", form.cleaned_data["key"])
    shows(request, first, permissions.VIEW, what="ledger.movement_page" if first.readable_note else "")
    context = {
        "book": first.book,
        "facts": {"rows": _facts_of(first), "short": True},
        "table": _lines_of(postings),
        "back": None if back is None else reverse("ledger:movement", args=[back.movement]),
        "of": None if first.reverses is None else reverse("ledger:movement", args=[first.reverses.movement]),
        "form": form,
    }
    return render(request, "ledger/movement.html", context)


def _facts_of(first: "Posting") -> list[Mapping[str, Any]]:
    names = people.names_of({first.by_id}) if first.by_kind == "user" else {}
    told = [(_("Day"), words.day(first.booked_on))]
    if first.about_on != first.booked_on:
        told.append((_("Day it is about"), words.day(first.about_on)))
    told += [
        (_("Entered"), words.moment(first.at)),
        (_("By"), names.get(first.by_id) or _("Sankofa itself")),
    ]
    if first.readable_note:
        told.append((_("Note"), first.readable_note))
    return [{"label": label, "value": value} for label, value in told]


def _lines_of(postings: list["Posting"]) -> Mapping[str, Any]:
    return {
        "caption": _("What went where"),
        "hide_caption": True,
        "columns": [{"label": _("Out of")}, {"label": _("Into")}, {"label": _("Amount"), "number": True}],
        "rows": [
            {
                "url": reverse("ledger:account", args=[one.from_account_id]),
                "cells": [
                    sentences.account_name(one.from_account),
                    {
                        "value": sentences.account_name(one.to_account),
                        "url": reverse("ledger:account", args=[one.to_account_id]),
                    },
                    words.money(one.amount),
                ],
            }
            for one in postings
        ],
    }


def _entered(
    request: ActorRequest, form: forms.Form, enter: Callable[[], T], accounts: Sequence["Account"] = ()
) -> T | None:
    """Return what a sent form made, or None where nothing was sent or the form now says why it cannot be."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return enter()
    except sentences.REFUSALS as why:
        form.add_error(None, sentences.refusal(why, {one.pk: one for one in accounts}))
    return None


def _form_page(
    request: ActorRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    lead: str = "",
    book: "Book | None" = None,
    back: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "back_url": back or reverse("ledger:book", args=[book.pk] if book else []),
        "back_label": book.name if book else _("Books"),
    }
    return render(request, "ledger/form.html", context)


def _statement(request: ActorRequest, account: "Account") -> tuple[Statement, StatementForm]:
    today = _today(request)
    form = StatementForm(request.GET if {"first", "last"} & set(request.GET) else None)
    said = form.cleaned_data if form.is_valid() else {}
    last = said.get("last") or today
    first = said.get("first") or last - timedelta(days=90)
    if last < first:
        form.add_error("last", _("The last day lies before the first."))
        last = first
    if not form.is_bound:
        form.initial = {"first": first, "last": last}
    return queries.statement_of(account, from_on=first, until_on=last + timedelta(days=1)), form


def _about(about_on: date, booked_on: date, *, is_reversal: bool) -> str:
    if is_reversal:
        return _("Takes back an entry of %(day)s") % {"day": words.day(about_on)}
    return "" if about_on == booked_on else _("About %(day)s") % {"day": words.day(about_on)}


def _book(request: ActorRequest, book_id: str, permission: "Permission") -> "Book":
    reach = queries.books_for(request.actor, on=_today(request), permission=permission)
    seen = get_object_or_404(reach, pk=book_id)
    shows(request, seen, permission)
    return seen


def _account(request: ActorRequest, account_id: str) -> "Account":
    seen = queries.account_for(account_id, viewer=request.actor, on=_today(request))
    if seen is None:
        raise Http404
    shows(request, seen, permissions.VIEW)
    return seen


def _may(request: ActorRequest, permission: "Permission") -> bool:
    return access.holds(request.actor.grants, permission, on=_today(request))


def _today(request: ActorRequest) -> date:
    return clock.today(request.actor.zone)
