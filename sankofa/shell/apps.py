"""The room as Django knows it."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """What every page stands in."""

    name = "sankofa.shell"
    label = "shell"

    def ready(self) -> None:
        """Let every form refuse in our words, before the first form is made."""
        from sankofa.shell.refusals import speak_for_forms

        speak_for_forms()
