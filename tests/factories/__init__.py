"""Rows with nothing surprising in them; a test names what matters to it."""

from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import Post, Site, User
from accounts.roles import Role

PASSWORD = "Contrepoint-2026"


hashed = cache(make_password)


def make_site(name: str = "Conservatoire Gounod", **settings: Any) -> Site:
    defaults = {"telephone": "01 99 00 12 10", "email": "gounod@example.org"}
    return Site.objects.create(name=name, **(defaults | settings))


def make_account(identifier: str, site: Site, *, password: str = PASSWORD, **facts: Any) -> User:
    facts = {"last_name": "Moreau", "password": hashed(password)} | facts
    return User.objects.create(identifier=identifier, site=site, **facts)


def make_staff(
    identifier: str, *sites: Site, role: str = Role.SECRETARIAT, password: str = PASSWORD, **facts: Any
) -> User:
    facts = {"last_name": "Vasseur", "password": hashed(password)} | facts
    account = User.objects.create(identifier=identifier, **facts)
    Post.objects.bulk_create(Post(user=account, site=site, role=role) for site in sites)
    return account
