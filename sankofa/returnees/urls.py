"""Addresses of the register."""

from django.urls import path

from sankofa.returnees.views import (
    adding,
    corrections,
    demands,
    erasing,
    joining,
    linking,
    numbers,
    papers,
    people,
    protection,
    scans,
)

app_name = "returnees"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/add/", adding.add, name="add"),
    path("people/add/first-page/", adding.first_page, name="first_page"),
    path("people/<uuid:person_id>/added/", adding.added, name="added"),
    path("people/<uuid:person_id>/correct/", corrections.correct, name="correct"),
    path("people/<uuid:person_id>/correct/<slug:group>/", corrections.correct_group, name="correct_group"),
    path(
        "people/<uuid:person_id>/correct/<slug:group>/<uuid:record_id>/",
        corrections.correct_group,
        name="correct_record",
    ),
    path("people/<uuid:person_id>/history/", corrections.history, name="history"),
    path("people/<uuid:person_id>/send-back/", corrections.send_back, name="send_back"),
    path("people/<uuid:person_id>/sent-back/<uuid:sent_id>/right/", corrections.say_it_is_right, name="it_is_right"),
    path("people/protected/", protection.protected_files, name="protected"),
    path("people/protected/pairs/<uuid:match_id>/", protection.match, name="match"),
    path("people/same/", joining.same_people, name="same_people"),
    path("people/same/register/", linking.register_compared, name="register_compared"),
    path("people/same/register/<uuid:organisation_id>/ask/", linking.ask_for_run, name="ask_for_run"),
    path("people/same/register/<uuid:organisation_id>/weights/", linking.weights_in_use, name="weights_in_use"),
    path("people/same/runs/<uuid:run_id>/go-on/", linking.go_on, name="go_on_with_run"),
    path("people/same/weights/<uuid:weights_id>/", linking.weights, name="weights"),
    path("people/same/weights/<uuid:weights_id>/use/", linking.use_weights, name="use_weights"),
    path("people/same/<uuid:pair_id>/", joining.same_pair, name="same_pair"),
    path("people/joined/<uuid:link_id>/choose/", joining.choose_fields, name="choose_fields"),
    path("people/joined/<uuid:link_id>/separate/", joining.separate, name="separate"),
    path("people/<uuid:person_id>/joined/", joining.joined, name="joined"),
    path("people/<uuid:person_id>/", people.person, name="person"),
    path("people/<uuid:person_id>/numbers/", numbers.open_numbers, name="open_numbers"),
    path("people/<uuid:person_id>/papers/", papers.papers_page, name="papers"),
    path("people/<uuid:person_id>/papers/<uuid:document_id>/add-picture/", scans.add_scan, name="add_scan"),
    path("people/<uuid:person_id>/papers/pictures/<uuid:scan_id>/", scans.open_scan, name="scan"),
    path(
        "people/<uuid:person_id>/papers/pictures/<uuid:scan_id>/take-away/", scans.take_away_scan, name="take_away_scan"
    ),
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
