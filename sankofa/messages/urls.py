"""Addresses of messages."""

from django.urls import path

from sankofa.messages.views import keys, outbox, reports, webhooks

app_name = "messages"
urlpatterns = [
    path("messages/", outbox.outbox, name="outbox"),
    path("inbox/", outbox.inbox, name="inbox"),
    path("sms/reports/", reports.reports, name="reports"),
    path("partners/keys/", keys.keys_list, name="keys"),
    path("partners/keys/give/", keys.give, name="give_key"),
    path("partners/keys/<uuid:key_id>/replace/", keys.replace, name="replace_key"),
    path("partners/keys/<uuid:key_id>/end/", keys.end, name="end_key"),
    path("partners/webhooks/", webhooks.endpoints, name="endpoints"),
    path("partners/webhooks/add/", webhooks.add, name="add_endpoint"),
    path("partners/webhooks/<uuid:endpoint_id>/", webhooks.endpoint, name="endpoint"),
    path("partners/webhooks/<uuid:endpoint_id>/ping/", webhooks.ping, name="ping"),
    path("partners/webhooks/<uuid:endpoint_id>/switch/", webhooks.switch, name="switch"),
    path("partners/webhooks/<uuid:endpoint_id>/secret/", webhooks.new_secret, name="new_secret"),
    path("partners/calls/<uuid:call_id>/again/", webhooks.send_again, name="send_again"),
]
