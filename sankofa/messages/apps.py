"""The room as Django knows it."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Mail, SMS and webhooks, through an outbox."""

    name = "sankofa.messages"
    label = "messages"
