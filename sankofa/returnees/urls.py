"""Addresses of the register."""

from django.urls import path

from sankofa.returnees import views

app_name = "returnees"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/numbers/", views.open_numbers, name="open_numbers"),
    path("people/due-for-erasure/", views.due_for_erasure, name="due_for_erasure"),
    path("people/<uuid:person_id>/erase/", views.erase, name="erase"),
    path("people/<uuid:person_id>/why/", views.why, name="why"),
]
