from django.apps import AppConfig


class Imuse(AppConfig):
    name = "imuse"

    def ready(self) -> None:
        from imuse import checks  # noqa: F401 - registers the system checks
