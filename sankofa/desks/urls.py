"""Addresses of the desks."""

from django.urls import path

from sankofa.desks import contact_views, own_copy_views, views

app_name = "desks"
urlpatterns = [
    path("people/<uuid:person_id>/contact/", contact_views.reach, name="contact"),
    path("people/<uuid:person_id>/contact/plan/", contact_views.plan, name="contact_plan"),
    path("people/<uuid:person_id>/own-copy/", own_copy_views.give, name="own_copy"),
    path("", views.today, name="today"),
    path("people/consent-ended/", views.consent_ended, name="consent_ended"),
    path("record/", views.record, name="record"),
    path("record/csv/", views.download_record, name="record_csv"),
    path("people/<uuid:person_id>/seen/", views.who_has_seen, name="seen"),
    path("people/<uuid:person_id>/seen/print/", views.seen_paper, name="seen_paper"),
]
