"""Every address of the product, room by room."""

from django.urls import include, path

from sankofa.project import hooks
from sankofa.project.api import api

hooks.fill()

urlpatterns = [
    path("", include("sankofa.desks.urls")),
    path("", include("sankofa.shell.urls")),
    path("", include("sankofa.accounts.urls")),
    path("approvals/", include("sankofa.approvals.urls")),
    path("books/", include("sankofa.ledger.urls")),
    path("lenders/", include("sankofa.lenders.urls")),
    path("files/", include("sankofa.intake.urls")),
    path("", include("sankofa.consent.urls")),
    path("", include("sankofa.returnees.urls")),
    path("", include("sankofa.surveys.urls")),
    path("", include("sankofa.sustainability.urls")),
    path("", include("sankofa.provision.urls")),
    path("", include("sankofa.debts.urls")),
    path("", include("sankofa.cases.urls")),
    path("", include("sankofa.credit.urls")),
    path("", include("sankofa.loans.urls")),
    path("", include("sankofa.messages.urls")),
    path("", include("sankofa.statistics.urls")),
    path("api/v1/", api.urls),
]

handler400 = "sankofa.shell.views.error_400"
handler403 = "sankofa.shell.views.error_403"
handler404 = "sankofa.shell.views.error_404"
handler500 = "sankofa.shell.views.error_500"
