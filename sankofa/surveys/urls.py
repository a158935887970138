"""Addresses of surveys."""

from django.urls import path

from sankofa.surveys import views

app_name = "surveys"
_FOR_PHONES = [
    ("formList", views.phone_form_list, "form_list"),
    ("forms/<slug:code>/<str:version>/form.xml", views.phone_form, "form"),
    ("forms/<slug:code>/<str:version>/manifest", views.phone_manifest, "manifest"),
    ("caseload.csv", views.phone_people, "people"),
    ("integrity", views.phone_integrity, "integrity"),
    ("submission", views.phone_submission, "submission"),
]
urlpatterns = [
    # Twice: with the token in the address, and with it as name and password of HTTP Basic.
    *(path(f"phone/{address}", view, name=f"phone_{name}") for address, view, name in _FOR_PHONES),
    *(path(f"phone/<str:token>/{address}", view, name=f"phone_{name}") for address, view, name in _FOR_PHONES),
    path("people/<uuid:person_id>/talk/", views.forms_for, name="forms_for"),
    path("people/<uuid:person_id>/talk/<slug:code>/", views.begin, name="begin"),
    path("people/<uuid:person_id>/talk/<slug:code>/check/", views.check, name="check"),
    path("people/<uuid:person_id>/talk/<slug:code>/<slug:name>/", views.question, name="question"),
    path("fill/", views.on_this_device, name="on_this_device"),
    path("fill/worker.js", views.worker, name="fill_worker"),
    path("fill/arrive/", views.arrive, name="fill_arrive"),
    path("fill/form/<slug:code>/<str:version>/", views.form_text, name="fill_form"),
    path("fill/office/key/", views.office_key, name="fill_office_key"),
    path("fill/office/<slug:code>/<str:version>/", views.fill_office, name="fill_office"),
    path("fill/<uuid:person_id>/key/", views.key, name="fill_key"),
    path("fill/<uuid:person_id>/<slug:code>/<str:version>/", views.fill, name="fill"),
    path("talks/<uuid:submission_id>/", views.receipt, name="receipt"),
    path("phones/", views.phones, name="phones"),
    path("phones/colleagues/", views.phones_of_colleagues, name="phones_of_colleagues"),
    path("phones/colleagues/<uuid:device_id>/end/", views.end_phone, name="end_phone"),
    path("phones/<uuid:device_id>/end/", views.end_own_phone, name="end_own_phone"),
    path("received/", views.received_forms, name="received"),
    path("received/<uuid:arrival_id>/", views.received_form, name="received_form"),
    path("received/clashes/<uuid:clash_id>/", views.clash, name="clash"),
    path("received/changes/<uuid:change_id>/", views.change, name="change"),
    path("talks/<uuid:submission_id>/answers/", views.answers, name="answers"),
    path("forms/", views.forms, name="forms"),
    path("forms/send/", views.send, name="send"),
    path("forms/<slug:code>/", views.form, name="form"),
    path("forms/<slug:code>/<str:version>/", views.form, name="version"),
    path("forms/<slug:code>/<str:version>/close/", views.close, name="close"),
    path("forms/<slug:code>/<str:version>/spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("forms/<slug:code>/<str:version>/phone/", views.xform, name="xform"),
    path("forms/<slug:code>/<str:version>/gather/", views.gather, name="gather"),
    path("forms/<slug:code>/<str:version>/answers/", views.came_in, name="came_in"),
    path("answers/<uuid:asked_id>/take/", views.take_agreed, name="take_agreed_answers"),
    path("forms/<slug:code>/<str:version>/type/", views.papers, name="papers"),
    path("forms/<slug:code>/<str:version>/typed/<slug:number>/", views.paper_receipt, name="paper_receipt"),
    path("forms/<slug:code>/<str:version>/type/<slug:number>/", views.check_paper, name="check_paper"),
    path("forms/<slug:code>/<str:version>/type/<slug:number>/<slug:part>/", views.type_part, name="type_part"),
    path("gathered/<uuid:gathered_id>/", views.gathered, name="gathered"),
    path("gathered/<uuid:gathered_id>/back/", views.take_back, name="take_back"),
    path("forms/<slug:code>/<str:version>/paper/", views.paper, name="paper"),
]
