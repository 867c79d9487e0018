"""What a deployment says wrong is told in a sentence, before anything runs."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from imuse import env


def test_public_url_defaults_to_this_machine(monkeypatch) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    monkeypatch.setenv("PORT", "8123")
    assert env.public_url() == ("http://127.0.0.1:8123/", False, ["127.0.0.1", "localhost", "[::1]"], True)


def test_public_url_of_a_school(monkeypatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://extranet.example.org")
    assert env.public_url() == ("https://extranet.example.org/", True, ["extranet.example.org"], False)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "http://extranet.example.org/",
            "passwords would travel in clear. Use https://extranet.example.org/",
        ),
        ("extranet.example.org", "it must be the portal's address alone"),
        ("https://example.org/extranet", "it must be the portal's address alone"),
        ("https://[", "it must be the portal's address alone"),
        ("https://example.org:port/", "it must be the portal's address alone"),
        ("ftp://example.org/", "it must be the portal's address alone"),
    ],
)
def test_public_url_refused(monkeypatch, url: str, sentence: str) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.public_url()


@pytest.mark.parametrize("path", ["", "/", "extranet", "static", "ge stion", "Gestion"])
def test_office_path_refused(monkeypatch, path: str) -> None:
    monkeypatch.setenv("OFFICE_PATH", path)
    with pytest.raises(ImproperlyConfigured, match="it must be one word"):
        env.office_path()


@pytest.mark.parametrize(("word", "is_on"), [("", True), ("yes", True), ("No", False), ("0", False)])
def test_demonstration(monkeypatch, word: str, is_on: bool) -> None:
    monkeypatch.setenv("DEMONSTRATION", word)
    assert env.is_demonstration(default=True) is is_on


def test_demonstration_refused(monkeypatch) -> None:
    monkeypatch.setenv("DEMONSTRATION", "maybe")
    with pytest.raises(ImproperlyConfigured, match="it must be yes or no"):
        env.is_demonstration(default=False)


def test_log_level_refused(monkeypatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "grave")
    with pytest.raises(ImproperlyConfigured, match="it must be DEBUG, INFO, WARNING or ERROR"):
        env.log_level()


def test_secret_is_made_once_and_kept_to_oneself(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    secret = env.secret_key(tmp_path)
    assert len(secret) >= 50
    assert env.secret_key(tmp_path) == secret
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [kept.name for kept in tmp_path.iterdir()] == ["secret"]


def test_secret_of_who_came_first_counts(tmp_path) -> None:
    (tmp_path / "secret").write_text("first")
    assert env._make_secret(tmp_path / "secret") == "first"


def test_secret_given_wins(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert env.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_secret_that_cannot_be_made_asks_for_one(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="give SECRET_KEY, 50 random characters or more"):
        env.secret_key(tmp_path / "missing")


def test_data_folder_that_cannot_be_made(monkeypatch, tmp_path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("IMUSE_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(ImproperlyConfigured, match="let IMUSE_DATA name one that can be written"):
        env.data_folder()


def test_sqlite_waits_and_writes_ahead(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = env.database(tmp_path)
    assert config["NAME"] == str(tmp_path / "imuse.sqlite3")
    assert config["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }


def test_postgresql_does_not_wait_for_locks_for_ever(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://imuse:secret@db:5432/imuse")
    config = env.database(tmp_path)
    assert (config["ENGINE"], config["HOST"]) == ("django.db.backends.postgresql", "db")
    assert config["OPTIONS"] == {"options": "-c lock_timeout=10s"}


def test_database_not_understood(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DATABASE_URL", "imuse at home")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not understood"):
        env.database(tmp_path)


def test_documents_are_kept_in_the_data_folder(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("STORAGE_URL", raising=False)
    assert env.documents_store(tmp_path) == {
        "BACKEND": "imuse.folder.Folder",
        "OPTIONS": {"location": tmp_path / "documents", "file_permissions_mode": 0o640},
    }


def test_documents_are_kept_in_a_bucket(monkeypatch, tmp_path) -> None:
    url = "s3://KEY:a%2Fb%2Bc@s3.example.org:9000/papers?region=fr-par&prefix=/imuse/"
    monkeypatch.setenv("STORAGE_URL", url)
    assert env.documents_store(tmp_path) == {
        "BACKEND": "imuse.bucket.Bucket",
        "OPTIONS": {
            "endpoint_url": "https://s3.example.org:9000",
            "access_key": "KEY",
            "secret_key": "a/b+c",
            "bucket_name": "papers",
            "region_name": "fr-par",
            "location": "imuse",
        },
    }


def test_bucket_of_this_machine_may_speak_plain_http(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3://KEY:secret@127.0.0.1:9000/papers?scheme=http")
    options = env.documents_store(tmp_path)["OPTIONS"]
    assert (options["endpoint_url"], options["region_name"]) == ("http://127.0.0.1:9000", "us-east-1")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("/srv/documents", "it must begin with s3://"),
        ("s3://[", "it must begin with s3://"),
        ("s3://s3.example.org/papers", "key and secret must stand before the host"),
        ("s3://KEY:hush/hush@s3.example.org/papers", "key and secret must stand before the host"),
        ("s3://KEY:hush?hush@s3.example.org/papers", "key and secret must stand before the host"),
        ("s3://KEY:hush@/papers", "the host is not one"),
        ("s3://KEY:hush@s3.example.org:port/papers", "the host is not one"),
        ("s3://KEY:hush@s3.example.org", "the path must be the name of a bucket"),
        ("s3://KEY:hush@s3.example.org/papers/2026", "the path must be the name of a bucket"),
        ("s3://KEY:hush@s3.example.org/papers?zone=1", "region, prefix and scheme alone may follow"),
        ("s3://KEY:hush@s3.example.org/papers?scheme=http", "scheme=http is for a store on this machine"),
        ("s3://KEY:hush@127.0.0.1/papers?scheme=ftp", "scheme=http is for a store on this machine"),
    ],
)
def test_bucket_refused(monkeypatch, tmp_path, url: str, sentence: str) -> None:
    monkeypatch.setenv("STORAGE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        env.documents_store(tmp_path)
    assert "hush" not in str(refused.value)


def test_bucket_without_its_packages(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("STORAGE_URL", "s3://KEY:secret@s3.example.org/papers")
    monkeypatch.setattr(env, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"install requirements-s3\.lock"):
        env.documents_store(tmp_path)
