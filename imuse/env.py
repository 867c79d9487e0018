"""Facts of a deployment, from the environment. What is wrong or missing says how to mend it."""

import json
import logging
import os
import re
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from imuse.gateway import BadTemplateError, Gateway
from imuse.texting import Backend, ByHttp, Console, Files

ROOT = Path(__file__).resolve().parent.parent
TAKEN_PATHS = {
    "accessibilite",
    "accueil",
    "activation",
    "donnees-personnelles",
    "extranet",
    "mentions-legales",
    "plan-du-site",
    "static",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

env = environ.Env()


class PublicUrl(NamedTuple):
    """The address that people type; what is secure and what is local follows from it."""

    url: str
    https: bool
    hosts: list[str]
    local: bool


def data_folder() -> Path:
    folder = Path(env.str("IMUSE_DATA", default=str(ROOT / "var"))).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {folder} cannot be made ({error.strerror}): let IMUSE_DATA name one that can be written."
        ) from error
    return folder


def public_url() -> PublicUrl:
    url = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{env.str('PORT', default='') or 8000}/")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {url!r}: it must be the portal's address alone, like https://extranet.example.org/"
        )
    local = host in LOOPBACK
    if parts.scheme == "http" and not local:
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {url!r}: away from this machine, passwords would travel in clear. Use https://{host}/"
        )
    hosts = ["127.0.0.1", "localhost", "[::1]"] if local else [host]
    return PublicUrl(f"{parts.scheme}://{parts.netloc}/", parts.scheme == "https", hosts, local)


def is_demonstration(*, default: bool) -> bool:
    """Not Django's lenient reading of a word: a slip here would open the portal."""
    word = env.str("DEMONSTRATION", default="").lower()
    if word not in {"", "yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"DEMONSTRATION is {word!r}: it must be yes or no.")
    return word in {"yes", "true", "1"} if word else default


def office_path() -> str:
    path = env.str("OFFICE_PATH", default="gestion").strip("/")
    if not re.fullmatch(r"[a-z0-9-]+", path) or path in TAKEN_PATHS:
        raise ImproperlyConfigured(
            f"OFFICE_PATH is {path!r}: it must be one word of small letters, digits and hyphens, and not a family's page."
        )
    return f"{path}/"


def antivirus_url() -> str:
    """Of ClamAV's daemon; none means that files are kept without it."""
    url = env.str("CLAMAV_URL", default="")
    try:
        parts = urlsplit(url)
        is_known = bool(parts.path if parts.scheme == "unix" else parts.scheme == "tcp" and parts.hostname)
        _port = parts.port
    except ValueError:
        is_known = False
    if url and not is_known:
        raise ImproperlyConfigured(
            f"CLAMAV_URL is {url!r}: it must read like unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310"
        )
    return url


def texting(data: Path, *, demonstration: bool) -> Backend | None:
    """Where text messages go; None means that mails are sent instead. What is wrong is told without its words: a
    gateway's key may be among them."""
    url = env.str("SMS_URL", default="file:" if demonstration else "")
    if url in {"", "console:"}:
        return Console() if url else None
    if url == "file:" or url.startswith("file:///"):
        return Files(Path(url.removeprefix("file://")) if url != "file:" else data / "texts")
    try:
        headers = json.loads(env.str("SMS_HEADERS", default="{}"))
        given = tuple((str(name), str(value)) for name, value in headers.items())
        method, body = env.str("SMS_METHOD", default="POST").upper(), env.str("SMS_BODY", default="")
        return ByHttp(Gateway(url, method, given, body))
    except BadTemplateError as fault:
        raise ImproperlyConfigured(f"SMS_URL is not understood: {fault} (docs/operations.md).") from None
    except (ValueError, AttributeError):
        raise ImproperlyConfigured(
            'SMS_HEADERS is not understood: it should read like {"Authorization": "Bearer …"}'
        ) from None


def log_level() -> str:
    level = env.str("LOG_LEVEL", default="INFO").upper()
    if level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}: it must be DEBUG, INFO, WARNING or ERROR.")
    return level


def secret_key(data: Path) -> str:
    """SECRET_KEY or, for one machine, a secret that is made once and kept in the data folder."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    kept = data / "secret"
    try:
        return kept.read_text() if kept.exists() else _make_secret(kept)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{kept} cannot be read or made ({error.strerror}): give SECRET_KEY, 50 random characters or more."
        ) from error


def _make_secret(kept: Path) -> str:
    """Two processes that start together must agree: the first one to link the file wins."""
    draft = kept.with_name(f"secret.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(64))
    try:
        kept.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return kept.read_text()


def database(data: Path) -> dict[str, Any]:
    """SQLite in the data folder, or whatever DATABASE_URL names; both are real (docs/decisions/0003)."""
    url = env.str("DATABASE_URL", default="")
    if not url:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "imuse.sqlite3")}
    elif urlsplit(url).scheme in {"sqlite", "postgres", "postgresql"}:
        config = environ.Env.db_url_config(url)
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood: it should read like postgres://user:password@host:5432/imuse"
        )
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        }
        config["TEST"] = {"NAME": str(data / "test.sqlite3")}
    else:
        config["OPTIONS"] = {"options": "-c lock_timeout=10s", **config.get("OPTIONS", {})}
    return config


def documents_store(data: Path) -> dict[str, Any]:
    """A folder of the data folder, or the bucket that STORAGE_URL names."""
    url = env.str("STORAGE_URL", default="")
    if not url:
        options = {"location": data / "documents", "file_permissions_mode": 0o640}
        return {"BACKEND": "imuse.folder.Folder", "OPTIONS": options}
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "STORAGE_URL is set, and the packages for it are missing: run bin/bootstrap with STORAGE_URL set, "
            "or install requirements-s3.lock."
        )
    return {"BACKEND": "imuse.bucket.Bucket", "OPTIONS": _bucket(url)}


def _bucket(url: str) -> dict[str, Any]:
    """What is wrong is told without its words: a secret that is not written as it should be may be among them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    host, bucket, given = parts.netloc.rpartition("@")[2], parts.path.strip("/"), dict(parse_qsl(parts.query))
    scheme, region = given.pop("scheme", "https"), given.pop("region", "us-east-1")
    prefix = given.pop("prefix", "").strip("/")
    _refuse_bucket(
        {
            "it must begin with s3://": parts.scheme != "s3",
            "key and secret must stand before the host": not (parts.username and parts.password),
            "the host is not one": not re.fullmatch(r"([\w.-]+|\[[0-9a-f:]+\])(:\d{1,5})?", host),
            "the path must be the name of a bucket": not re.fullmatch(r"[a-z0-9][a-z0-9.-]+[a-z0-9]", bucket),
            "region, prefix and scheme alone may follow": bool(given) or bool(parts.fragment),
            "scheme=http is for a store on this machine": not (
                scheme == "https" or (scheme == "http" and parts.hostname in LOOPBACK)
            ),
        }
    )
    keys = {"access_key": unquote(parts.username), "secret_key": unquote(parts.password)}
    place = {"bucket_name": bucket, "region_name": region, "location": prefix}
    return {"endpoint_url": f"{scheme}://{host}"} | keys | place


def _refuse_bucket(faults: dict[str, bool]) -> None:
    for words, holds in faults.items():
        if holds:
            raise ImproperlyConfigured(
                f"STORAGE_URL is not understood, {words}: it should read like "
                "s3://KEY:SECRET@s3.example.org/bucket?region=fr-par&prefix=imuse "
                "(in the secret, %2F for «/», %2B for «+»)."
            )
