"""The backends of text messages, and the request that a gateway is asked."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured

from imuse import env, texting
from imuse.gateway import BadTemplateError, Gateway
from imuse.telephones import takes_texts
from imuse.texting import ByHttp, Console, Files, Refused, Trouble
from tests.sms_stand_in import SmsStandIn

NASTY = '«l’été» & {to} "\\ \n</a>%0A+'
SENT = {"to": "+33639981234", "text": NASTY, "reference": "7"}
JSON = (("Authorization", "Bearer secret"), ("Content-Type", "application/json; charset=utf-8"))
FORM = (("content-type", "application/x-www-form-urlencoded"),)
XML = (("Content-Type", "text/xml"),)


@pytest.fixture
def server() -> Iterator[SmsStandIn]:
    server = SmsStandIn()
    yield server
    server.close()


def test_url_is_quoted() -> None:
    gateway = Gateway("https://sms.example.org/send?to={digits}&text={text}&ref={id}", "GET")
    asked = parse_qs(urlsplit(gateway.filled(**SENT).url).query)
    assert asked == {"to": ["33639981234"], "text": [NASTY], "ref": ["7"]}


def test_json_is_filled_inside_its_strings() -> None:
    body = '{"to": ["{to}"], "text": "{text}", "options": {"id": "imuse-{id}", "flash": false, "validity": 3600}}'
    filled = Gateway("https://sms.example.org/", headers=JSON, body=body).filled(**SENT)
    assert json.loads(filled.body) == {
        "to": ["+33639981234"],
        "text": NASTY,
        "options": {"id": "imuse-7", "flash": False, "validity": 3600},
    }
    assert (filled.method, filled.headers["Authorization"]) == ("POST", "Bearer secret")


def test_form_is_quoted() -> None:
    filled = Gateway("https://sms.example.org/", headers=FORM, body="to={to}&text={text}&from=Ecole").filled(
        **SENT
    )
    assert parse_qs(filled.body.decode()) == {"to": ["+33639981234"], "text": [NASTY], "from": ["Ecole"]}


def test_xml_is_escaped() -> None:
    body = '<sms to="{to}" note="{text}"><text>{text}</text></sms>'
    filled = Gateway("https://sms.example.org/", "PUT", XML, body).filled(**SENT)
    root = ElementTree.fromstring(filled.body.decode())
    assert (root.get("to"), root.find("text").text) == ("+33639981234", NASTY)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "sms.example.org"}, "the URL is none"),
        ({"url": "https://[::1"}, "the URL is none"),
        ({"url": "https://{to}.example.org/{text}"}, "place in its host"),
        ({"url": "http://sms.example.org/{to}/{text}"}, "use https"),
        ({"method": "DELETE"}, "GET, POST or PUT"),
        ({"url": "https://sms.example.org/{to}"}, "{text} stands in no place"),
        ({"url": "https://sms.example.org/{text}"}, "{to} or {digits}"),
        ({"headers": (("X-To", "{to}"),)}, "without places"),
        ({"headers": (("X-To", "a\nb"),)}, "one line"),
        ({"body": "{to} {text}"}, "Content-Type"),
        ({"body": "{to} {text}", "headers": JSON}, "no JSON"),
    ],
)
def test_template_that_cannot_work_is_refused(changes, words) -> None:
    with pytest.raises(BadTemplateError, match=words.replace("{", r"\{")):
        Gateway(**({"url": "https://sms.example.org/{to}/{text}"} | changes))


def send(server: SmsStandIn, **changes) -> None:
    ByHttp(Gateway(f"{server.url}?to={{to}}&text={{text}}", "GET")).send(**(SENT | changes))


def test_gateway_gets_the_text(server) -> None:
    send(server.open(), text="Bonjour")
    assert [(each.method, each.path) for each in server.asked] == [
        ("GET", "/send?to=%2B33639981234&text=Bonjour")
    ]


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, Refused), (422, Refused), (401, Trouble), (302, Trouble), (429, Trouble), (503, Trouble)],
)
def test_what_the_gateway_answers_tells_whether_to_try_again(server, status, error) -> None:
    server.open().status = status
    with pytest.raises(error, match=f"HTTP {status}"):
        send(server)


def test_gateway_that_is_down_is_tried_again(server) -> None:
    with pytest.raises(Trouble, match="ConnectError"):
        send(server)


def test_slow_gateway_is_not_waited_for(server, monkeypatch) -> None:
    monkeypatch.setattr(texting, "READ", 0.2)
    with server.open().hanging(), pytest.raises(Trouble, match="ReadTimeout"):
        send(server)


def test_log_names_no_number(server, caplog) -> None:
    send(server.open())
    assert "639981234" not in caplog.text


def test_file_appears_whole(tmp_path) -> None:
    Files(tmp_path / "texts").send(**SENT)
    (file,) = (tmp_path / "texts").iterdir()
    assert (file.suffix, file.read_text()) == (".txt", f"+33639981234\n7\n\n{NASTY}\n")


def test_folder_that_cannot_be_written_is_tried_again(tmp_path) -> None:
    (tmp_path / "texts").touch()
    with pytest.raises(Trouble, match="Error"):
        Files(tmp_path / "texts").send(**SENT)


def test_console_prints(capsys) -> None:
    Console().send(**(SENT | {"text": "Bonjour"}))
    assert capsys.readouterr().err == "SMS 7 to +33639981234: Bonjour\n"


def test_without_a_backend_nothing_is_sent(settings) -> None:
    settings.SMS = None
    assert not texting.is_offered()
    with pytest.raises(Trouble, match="not set"):
        texting.send(**SENT)


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", None),
        ("console:", Console()),
        ("file:", Files(Path("/data/texts"))),
        ("file:///var/texts", Files(Path("/var/texts"))),
        (
            "https://sms.example.org/{to}/{text}",
            ByHttp(Gateway("https://sms.example.org/{to}/{text}", "PUT", (("X-Key", "secret"),))),
        ),
    ],
)
def test_environment_names_the_backend(monkeypatch, url, backend) -> None:
    for name, value in {"SMS_URL": url, "SMS_METHOD": "put", "SMS_HEADERS": '{"X-Key": "secret"}'}.items():
        monkeypatch.setenv(name, value)
    found = env.texting(Path("/data"), demonstration=False)
    assert type(found) is type(backend)
    assert found == backend or isinstance(backend, Console)


def test_demonstration_writes_files(monkeypatch) -> None:
    monkeypatch.delenv("SMS_URL", raising=False)
    assert env.texting(Path("/data"), demonstration=True) == Files(Path("/data/texts"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SMS_URL": "https://sms.example.org/?key=secret"}, "SMS_URL is not understood"),
        ({"SMS_URL": "https://x.example.org/{to}{text}", "SMS_HEADERS": "secret"}, "SMS_HEADERS is not"),
        ({"SMS_URL": "https://x.example.org/{to}{text}", "SMS_HEADERS": '["secret"]'}, "SMS_HEADERS is not"),
    ],
)
def test_what_is_wrong_is_told_without_its_secrets(monkeypatch, given, words) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=words) as refusal:
        env.texting(Path("/data"), demonstration=False)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("number", "takes"),
    [
        ("+33639981234", True),
        ("+33712345678", True),
        ("+33199001234", False),
        ("+590690123456", True),
        ("+41791234567", True),
        ("+41224183500", False),
        ("", False),
        ("abc", False),
    ],
)
def test_texts_go_to_mobiles_alone(number: str, takes: bool) -> None:
    assert takes_texts(number) is takes
