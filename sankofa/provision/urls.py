"""Addresses of the map of help, of gaps in it, of countries' profiles, and of the map as others read it."""

from django.urls import path

from sankofa.provision import views
from sankofa.provision.views import gaps, profiles, taking

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
    path("help/gaps/", gaps.gaps_page, name="gaps"),
    path("help/gaps/<str:place>/<slug:part>/<slug:level>/<slug:group>/", gaps.cell_page, name="cell"),
    path("help/countries/<str:country>/", profiles.profile_page, name="profile"),
    path("help/countries/<str:country>/paper/", profiles.profile_pdf, name="profile_pdf"),
    path("help/countries/<str:country>/view/", profiles.view_page, name="view"),
    path("help/lists/", taking.lists, name="lists"),
    path("help/lists/send/", taking.send, name="send"),
    path("help/lists/<str:country>/<slug:form>/", taking.take, name="take"),
    path("people/<uuid:person_id>/help/", views.matches, name="matches"),
    # In a lobby everything begins anew by itself, and nothing leads away.
    *(
        path(f"find-help/lobby/{address}", view, {"lobby": True}, name=f"lobby_{name}")
        for address, view, name in _FINDER
    ),
    *(path(f"find-help/{address}", view, name=f"find_{name}") for address, view, name in _FINDER),
]
