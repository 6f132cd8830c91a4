"""Addresses: which ones become links, and how they are printed."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
MAX_URL: Final = 2_000

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[\w.-]+\.[\w-]{2,}")
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def link_to(address: str) -> str | None:
    """The URL that `address` may be linked to, None where it stays text.

    A bare domain ("ada.example/cv") is taken for https, a bare mail address for mailto.
    """
    address = address.strip()
    if len(address) > MAX_URL or re.search(r"[\s<>\"\\^`{|}]", address):
        return None
    if _SCHEME.match(address):
        return _checked(address)
    if _MAIL.fullmatch(address):
        return _checked(f"mailto:{address}")
    return _checked(f"https://{address}") if _DOMAIN.fullmatch(address) else None


def _checked(url: str) -> str | None:
    """`url` in ASCII, when it can be taken apart and is of a scheme that does no harm."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme not in SCHEMES or (parts.scheme.startswith("http") and not host):
            return None
        ascii_host = "" if host is None or host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    if host and ascii_host:
        url = re.sub(re.escape(host), ascii_host, url, count=1, flags=re.IGNORECASE)
    return quote(url, safe=_SAFE)


def phone_link(number: str) -> str | None:
    """`tel:` and the digits of `number`, None when it does not look like one number."""
    digits = re.sub(r"[\s().\u00a0/-]", "", number.removeprefix("tel:"))
    return f"tel:{digits}" if re.fullmatch(r"\+?\d{3,20}", digits, re.ASCII) else None


def mail_link(address: str) -> str | None:
    url = link_to(address)
    return url if url and url.startswith("mailto:") else None


def shown(address: str) -> str:
    """`address` as it is printed: without `https://`, `mailto:`, `tel:` and a slash at its end."""
    bare = re.sub(r"^(?:https?://|mailto:|tel:)(?=[^/\s])", "", address, flags=re.IGNORECASE)
    return bare[:-1] if bare.endswith("/") and bare.count("/") == 1 and bare != address else bare
