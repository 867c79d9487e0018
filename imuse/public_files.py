"""Files whose address changes with what they hold: browsers and proxies keep them, the same for everyone."""

from django.http import HttpResponse


def public_file(content: bytes | str, *, content_type: str) -> HttpResponse:
    """The middleware takes away what would tie the answer to who asked: cookies, and `Vary` by them."""
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response.is_the_same_for_all = True
    return response
