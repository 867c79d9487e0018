import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imuse.settings")


class Utf8Request(WSGIRequest):
    """The portal speaks UTF-8 alone: Django would follow `charset=hex`, and fall over it."""

    def _set_content_type_params(self, meta: dict[str, str]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Portal(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)
application = Portal()
