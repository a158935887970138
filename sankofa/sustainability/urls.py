"""Addresses of the score and of rounds."""

from django.urls import path

from sankofa.sustainability import views

app_name = "sustainability"
urlpatterns = [
    path("people/<uuid:person_id>/score/", views.score, name="score"),
    path("people/<uuid:person_id>/score/again/", views.score_again, name="score_again"),
    path("people/<uuid:person_id>/rounds/<uuid:round_id>/", views.attempts, name="attempts"),
    path("people/<uuid:person_id>/rounds/<uuid:round_id>/remind/", views.remind, name="remind"),
    path("people/<uuid:person_id>/safety/", views.safety, name="safety"),
    path("care/", views.care, name="care"),
    path("care/<uuid:concern_id>/", views.settle, name="settle"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/studies/", views.studies, name="studies"),
    path("schemes/studies/<uuid:study_id>/", views.study, name="study"),
    path("schemes/studies/<uuid:study_id>/write/", views.write, name="write_version"),
    path("schemes/load/", views.load, name="load_scheme"),
    path("schemes/ours/<slug:file>/", views.shipped_scheme, name="shipped_scheme"),
    path("schemes/<uuid:loaded_id>/", views.loaded, name="loaded_scheme"),
    path("schemes/<uuid:loaded_id>/use/", views.put_in_use, name="put_in_use"),
    path("schemes/<uuid:loaded_id>/end/", views.take_out_of_use, name="take_out_of_use"),
    path("rounds/", views.kept, name="rounds"),
    path("rounds/due/", views.due, name="due"),
    path("rounds/plan/", views.plan, name="plan_round"),
    path("rounds/neighbours/", views.neighbours, name="neighbours"),
    path("rounds/<uuid:round_id>/", views.one_round, name="round"),
    path("rounds/<uuid:round_id>/outside/", views.count_outside, name="count_outside"),
    path("rounds/<uuid:round_id>/call-off/", views.call_off, name="call_off"),
]
