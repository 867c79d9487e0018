"""Whose request it is, and what counts as one address."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from imuse.addresses import address_of, network_of

HERE = "203.0.113.7"


def request_from(peer: str, forwarded: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "10.9.9.9, 192.0.2.1", "192.0.2.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1, unknown", "127.0.0.1"),
        (HERE, "192.0.2.1", HERE),
        ("nonsense", "192.0.2.1", "nonsense"),
    ],
)
def test_address_behind_a_proxy(peer, forwarded, address, settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1", "::1"]
    assert address_of(request_from(peer, forwarded)) == address


@pytest.mark.parametrize("trusted", [["*"], ["203.0.113.0/24"], ["127.0.0.1", f" {HERE}"]])
def test_proxies_are_named_as_gunicorn_reads_them(trusted, settings) -> None:
    settings.TRUSTED_PROXIES = trusted
    assert address_of(request_from(HERE, "192.0.2.1")) == "192.0.2.1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_ipv6_is_counted_per_64(address, counted) -> None:
    assert network_of(address) == counted
