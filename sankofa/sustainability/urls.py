"""Addresses of the score."""

from django.urls import path

from sankofa.sustainability import views

app_name = "sustainability"
urlpatterns = [
    path("people/<uuid:person_id>/score/", views.score, name="score"),
    path("people/<uuid:person_id>/score/again/", views.score_again, name="score_again"),
]
