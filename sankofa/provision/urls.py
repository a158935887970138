"""Addresses of the map of help."""

from django.urls import path

from sankofa.provision import views

app_name = "provision"
_FINDER = [
    ("", views.find_start, "start"),
    ("<str:place>/", views.find_place, "place"),
    ("<str:place>/<slug:need>/", views.find_help, "help"),
    ("<str:place>/<slug:need>/text/", views.find_text, "text"),
]
urlpatterns = [
    path("help/", views.catalogue, name="catalogue"),
    path("help/check/", views.to_check, name="to_check"),
    path("help/add/", views.add, name="add"),
    path("help/entry/<slug:code>/", views.entry, name="entry"),
    path("help/entry/<slug:code>/amend/", views.amend, name="amend"),
    path("help/entry/<slug:code>/check/", views.check, name="check"),
    path("help/entry/<slug:code>/close/", views.close, name="close"),
    path("help/entry/<slug:code>/newer/", views.newer, name="newer"),
    path("people/<uuid:person_id>/help/", views.matches, name="matches"),
    # In a lobby everything begins anew by itself, and nothing leads away.
    *(
        path(f"find-help/lobby/{address}", view, {"lobby": True}, name=f"lobby_{name}")
        for address, view, name in _FINDER
    ),
    *(path(f"find-help/{address}", view, name=f"find_{name}") for address, view, name in _FINDER),
]
