"""Addresses of surveys."""

from django.urls import path

from sankofa.surveys import views

app_name = "surveys"
urlpatterns = [
    path("people/<uuid:person_id>/talk/<slug:code>/", views.begin, name="begin"),
    path("people/<uuid:person_id>/talk/<slug:code>/check/", views.check, name="check"),
    path("people/<uuid:person_id>/talk/<slug:code>/<slug:name>/", views.question, name="question"),
    path("talks/<uuid:submission_id>/", views.receipt, name="receipt"),
]
