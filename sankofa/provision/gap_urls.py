"""Addresses of gaps in help, of countries' profiles, and of the map as others read it."""

from django.urls import path

from sankofa.provision.views import gaps, profiles, taking

app_name = "gaps"
urlpatterns = [
    path("help/gaps/", gaps.gaps_page, name="gaps"),
    path("help/gaps/<str:place>/<slug:part>/<slug:level>/<slug:group>/", gaps.cell_page, name="cell"),
    path("help/countries/<str:country>/", profiles.profile_page, name="profile"),
    path("help/countries/<str:country>/paper/", profiles.profile_pdf, name="profile_pdf"),
    path("help/countries/<str:country>/view/", profiles.view_page, name="view"),
    path("help/lists/", taking.lists, name="lists"),
    path("help/lists/send/", taking.send, name="send"),
    path("help/lists/<str:country>/<slug:form>/", taking.take, name="take"),
]
