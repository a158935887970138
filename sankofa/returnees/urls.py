"""Addresses of the register."""

from django.urls import path

from sankofa.returnees import views

app_name = "returnees"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/protected/", views.protected_files, name="protected"),
    path("people/protected/pairs/<uuid:match_id>/", views.match, name="match"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/numbers/", views.open_numbers, name="open_numbers"),
    path("people/due-for-erasure/", views.due_for_erasure, name="due_for_erasure"),
    path("people/<uuid:person_id>/erase/", views.erase, name="erase"),
    path("people/<uuid:person_id>/protect/", views.protect, name="protect"),
    path("people/<uuid:person_id>/protection/", views.protection, name="protection"),
    path("people/<uuid:person_id>/protection/name/", views.name_on, name="name_on"),
    path("people/<uuid:person_id>/protection/take-off/<uuid:user_id>/", views.take_off, name="take_off"),
    path("people/<uuid:person_id>/protection/lift/", views.lift, name="lift"),
    path("demands/", views.demands, name="demands"),
    path("demands/new/", views.note_demand, name="note_demand"),
    path("demands/<uuid:demand_id>/", views.demand, name="demand"),
    path("demands/<uuid:demand_id>/decide/", views.decide_demand, name="decide_demand"),
    path("demands/<uuid:demand_id>/print/", views.printed_demand, name="printed_demand"),
]
