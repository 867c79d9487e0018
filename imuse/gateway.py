"""What a gateway of text messages is asked: a request with places for who and what, filled in safely.

Each gateway has its own way; the places are {to} («+33639981234»), {digits} («33639981234»), {text}, and {id}, a
number of ours by which a gateway that knows how drops what it was given twice.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

PLACE = re.compile(r"\{(to|digits|text|id)\}")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Values = Mapping[str, str]


class BadTemplateError(ValueError):
    """Its words complete «SMS_… is not understood:»; what was given may hold a secret and is not repeated."""


def _into(words: str, values: Values, quoted: Callable[[str], str] = str) -> str:
    """All in one go: what is filled in is not looked at for places."""
    return PLACE.sub(lambda place: quoted(values[place[1]]), words)


def _json(body: str, values: Values) -> str:
    def filled(part: Any) -> Any:
        if isinstance(part, str):
            return _into(part, values)
        if isinstance(part, list):
            return [filled(each) for each in part]
        return {name: filled(each) for name, each in part.items()} if isinstance(part, dict) else part

    return json.dumps(filled(json.loads(body)))


def _form(body: str, values: Values) -> str:
    return _into(body, values, quote_plus)


def _xml(body: str, values: Values) -> str:
    return _into(body, values, lambda word: escape(word, {'"': "&quot;", "'": "&apos;"}))


WRITERS = {
    "application/json": _json,
    "application/x-www-form-urlencoded": _form,
    "application/xml": _xml,
    "text/xml": _xml,
    "text/plain": _into,
}


@dataclass(frozen=True)
class Filled:
    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Gateway:
    url: str
    method: str = "POST"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    def __post_init__(self) -> None:
        self._check_url()
        if self.method not in {"GET", "POST", "PUT"}:
            raise BadTemplateError("the method must be GET, POST or PUT")
        if any(PLACE.search(f"{name}{value}") or not value.isprintable() for name, value in self.headers):
            raise BadTemplateError("a header is one line, without places")
        if "{text}" not in self.url + self.body:
            raise BadTemplateError("{text} stands in no place, neither in the URL nor in the body")
        if not re.search(r"\{(to|digits)\}", self.url + self.body):
            raise BadTemplateError("{to} or {digits} stands in no place, neither in the URL nor in the body")
        self._check_body()

    def filled(self, *, to: str, text: str, reference: str) -> Filled:
        values = {"to": to, "digits": to.removeprefix("+"), "text": text, "id": reference}
        url = _into(self.url, values, lambda word: quote(word, safe=""))
        body = self._writer()(self.body, values) if self.body else ""
        return Filled(self.method, url, dict(self.headers), body.encode())

    def _writer(self) -> Callable[[str, Values], str]:
        given = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        kind = given.partition(";")[0].strip().lower()
        if kind not in WRITERS:
            raise BadTemplateError(f"with a body, a Content-Type among the headers: {', '.join(WRITERS)}")
        return WRITERS[kind]

    def _check_url(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, _port = parts.hostname, parts.port
        except ValueError:
            raise BadTemplateError("the URL is none") from None
        if not host or PLACE.search(parts.netloc):
            raise BadTemplateError("the URL is none, or has a place in its host")
        if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
            raise BadTemplateError("away from this machine, numbers would travel in clear: use https")

    def _check_body(self) -> None:
        if self.body:
            try:
                self._writer()(self.body, dict.fromkeys(("to", "digits", "text", "id"), ""))
            except json.JSONDecodeError:
                raise BadTemplateError("the body is no JSON") from None
