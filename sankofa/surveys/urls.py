"""Addresses of surveys."""

from django.urls import path

from sankofa.surveys import views

app_name = "surveys"
urlpatterns = [
    path("people/<uuid:person_id>/talk/", views.forms_for, name="forms_for"),
    path("people/<uuid:person_id>/talk/<slug:code>/", views.begin, name="begin"),
    path("people/<uuid:person_id>/talk/<slug:code>/check/", views.check, name="check"),
    path("people/<uuid:person_id>/talk/<slug:code>/<slug:name>/", views.question, name="question"),
    path("talks/<uuid:submission_id>/", views.receipt, name="receipt"),
    path("forms/", views.forms, name="forms"),
    path("forms/send/", views.send, name="send"),
    path("forms/<slug:code>/", views.form, name="form"),
    path("forms/<slug:code>/<str:version>/", views.form, name="version"),
    path("forms/<slug:code>/<str:version>/close/", views.close, name="close"),
    path("forms/<slug:code>/<str:version>/spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("forms/<slug:code>/<str:version>/phone/", views.xform, name="xform"),
    path("forms/<slug:code>/<str:version>/paper/", views.paper, name="paper"),
]
