"""The second factor of the staff: a code from an application on their telephone, or a recovery code.

django-otp keeps the devices and throttles the guesses; this module says when one is needed and makes them.
"""

import base64
import logging
import secrets
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.db import transaction
from django_otp import login as otp_login
from django_otp import match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

log = logging.getLogger("imuse.sign_in")

KEY = "second_factor_key"
RECOVERY_CODES = 10


def is_needed(request: "HttpRequest") -> bool:
    """Off only in the demonstration."""
    return request.user.is_staff and not settings.DEMONSTRATION and not request.user.is_verified()


def has_device(user: "User") -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def device_in_the_making(request: "HttpRequest") -> TOTPDevice:
    """Its secret waits in the session until a code proves it: a reload shows the same one, the database none."""
    key = request.session.setdefault(KEY, default_key())
    return TOTPDevice(user=request.user, key=key, name="TOTP", confirmed=True)


def shown(request: "HttpRequest") -> dict[str, str]:
    """For the page: the QR code, and the secret in groups of four for who types it by hand."""
    device = device_in_the_making(request)
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    picture = segno.make(device.config_url, error="m").svg_data_uri(
        scale=5, border=4, light="#fff", dark="#000"
    )
    return {
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "qr_code": picture,
    }


def confirm(request: "HttpRequest", code: str) -> list[str]:
    """Take the device into use if its code is right, and give the recovery codes; nothing otherwise."""
    device = device_in_the_making(request)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    if not totp.verify(_as_number(code), tolerance=1):
        return []
    device.last_t = totp.t()
    with transaction.atomic():
        remove(request.user)
        device.save()
        codes = _new_recovery_codes(request.user)
    del request.session[KEY]
    _raise_session(request, device)
    log.info("account %s took a second factor into use", request.user.pk)
    return codes


def verify(request: "HttpRequest", code: str) -> bool:
    device = match_token(request.user, code.replace(" ", "").lower())
    if device is None:
        log.info("second factor of account %s refused", request.user.pk)
        return False
    _raise_session(request, device)
    log.info("second factor of account %s accepted", request.user.pk)
    return True


def _raise_session(request: "HttpRequest", device: TOTPDevice | StaticDevice) -> None:
    """The session may now do more, so it takes another key."""
    otp_login(request, device)
    request.session.cycle_key()


def remove(user: "User") -> None:
    """For who lost the telephone and the codes: the next sign-in sets up a new device."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _as_number(code: str) -> int:
    digits = code.replace(" ", "")
    return int(digits) if len(digits) <= 8 and digits.isdecimal() else -1


def _new_recovery_codes(user: "User") -> list[str]:
    device = StaticDevice.objects.create(user=user, name="Recovery codes", confirmed=True)
    codes = [secrets.token_hex(5) for _each in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes
