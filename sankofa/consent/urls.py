"""Addresses of consent."""

from django.urls import path

from sankofa.consent import views

app_name = "consent"
urlpatterns = [
    path("people/<uuid:person_id>/consent/", views.overview, name="page"),
    path("people/<uuid:person_id>/consent/ask/", views.begin, name="begin"),
    path("people/<uuid:person_id>/consent/ask/<str:step>/", views.ask, name="ask"),
    path("people/<uuid:person_id>/consent/withdraw/", views.withdraw, name="withdraw"),
    path("people/<uuid:person_id>/consent/sheet/", views.sheet, name="sheet"),
    path("sittings/<uuid:sitting_id>/", views.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/evidence/", views.attach, name="attach"),
    path("evidence/<uuid:evidence_id>/", views.evidence_file, name="evidence"),
]
