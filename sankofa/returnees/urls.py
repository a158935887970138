"""Addresses of the register."""

from django.urls import path

from sankofa.returnees.views import demands, erasing, numbers, people, protection

app_name = "returnees"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/protected/", protection.protected_files, name="protected"),
    path("people/protected/pairs/<uuid:match_id>/", protection.match, name="match"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/numbers/", numbers.open_numbers, name="open_numbers"),
    path("people/due-for-erasure/", erasing.due_for_erasure, name="due_for_erasure"),
    path("people/<uuid:person_id>/erase/", erasing.erase, name="erase"),
    path("people/<uuid:person_id>/protect/", protection.protect, name="protect"),
    path("people/<uuid:person_id>/protection/", protection.protection, name="protection"),
    path("people/<uuid:person_id>/protection/name/", protection.name_on, name="name_on"),
    path("people/<uuid:person_id>/protection/take-off/<uuid:user_id>/", protection.take_off, name="take_off"),
    path("people/<uuid:person_id>/protection/lift/", protection.lift, name="lift"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.note_demand, name="note_demand"),
    path("demands/<uuid:demand_id>/", demands.demand, name="demand"),
    path("demands/<uuid:demand_id>/decide/", demands.decide_demand, name="decide_demand"),
    path("demands/<uuid:demand_id>/print/", demands.printed_demand, name="printed_demand"),
]
