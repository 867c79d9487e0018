"""Whose request it is: the address of the peer, or the one that a proxy we trust says it saw."""

from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address_of(request: "HttpRequest") -> str:
    """Of X-Forwarded-For the last address alone: our proxy wrote it, whatever stands before it anyone may forge."""
    peer = request.META.get("REMOTE_ADDR", "")
    if not _is_trusted(peer):
        return peer
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return seen if _parsed(seen) else peer


def network_of(address: str) -> str:
    """What counts as one address: with IPv6 a line at home has a whole /64, and a stranger as many as he likes."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed or address)


def _is_trusted(peer: str) -> bool:
    """As gunicorn reads the same list: addresses or networks, or «*». A peer on a socket has no address."""
    if not peer or "*" in settings.TRUSTED_PROXIES:
        return True
    parsed = _parsed(peer)
    return any(parsed in network for network in _networks(tuple(settings.TRUSTED_PROXIES)) if parsed)


@cache
def _networks(trusted: tuple[str, ...]) -> list:
    return [ip_network(each.strip(), strict=False) for each in trusted]


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """IPv4 written as IPv6 is IPv4: all of it would share one /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
