"""How a person can be reached, from the fields of `basics`, `contact` or `cv`."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from paperloop.documents.json_pointers import Pointer
from paperloop.documents.resume.fields import Fields, Source, members
from paperloop.documents.resume.links import link_to, mail_link, phone_link, shown
from paperloop.documents.resume.model import Contact, ContactKind
from paperloop.documents.resume.runs import words_of

_POSTCODE_LAST: Final = frozenset({"US", "USA", "CA", "GB", "UK", "AU", "NZ", "IE", "IN", "UNITED STATES", "CANADA"})
"""Countries that set the postcode behind the region: "Springfield, IL 62704"."""

_PROFILES: Final = {
    "linkedin": "https://www.linkedin.com/in/{}", "github": "https://github.com/{}", "gitlab": "https://gitlab.com/{}",
    "instagram": "https://www.instagram.com/{}", "orcid": "https://orcid.org/{}", "x": "https://x.com/{}",
    "twitter": "https://twitter.com/{}", "youtube": "https://www.youtube.com/@{}", "telegram": "https://t.me/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}", "bluesky": "https://bsky.app/profile/{}",
    "researchgate": "https://www.researchgate.net/profile/{}", "reddit": "https://www.reddit.com/user/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}", "leetcode": "https://leetcode.com/u/{}",
    "imdb": "https://www.imdb.com/name/{}", "medium": "https://medium.com/@{}", "kaggle": "https://www.kaggle.com/{}",
    "bitbucket": "https://bitbucket.org/{}", "facebook": "https://www.facebook.com/{}",
    "behance": "https://www.behance.net/{}", "dribbble": "https://dribbble.com/{}",
}  # fmt: skip
"""Where the profile of a user of a network is."""


_ADDRESS: Final = re.compile(r"(?:https?://|(?:[\w-]+\.)+[a-z]{2,}/)\S", re.IGNORECASE)
"""What some write in the place of a user's name."""


def location_of(value: Any, at: Pointer, source: Source) -> Iterator[Contact]:
    """A place as one line in the order of its country's addresses, and what else is told about it."""
    for place in source.objects(value, at, "address"):
        text = address_line(place)
        if text:
            yield Contact(kind="location", text=text)
        for extra in place.extras():
            yield Contact(kind="other", label=extra.label, text=words_of(extra.text))


def address_line(place: Fields) -> str:
    streets = [place.word(name) for name in ("address", "street", "address2")]
    american = place.has("zip", "zipcode") and place.has("state") and not place.has("country", "countrycode")
    postcode = place.word("postalcode", "zip", "zipcode", "postcode")
    city, region = place.word("city", "town"), place.word("region", "state", "province")
    country = [place.word("country"), place.word("countrycode")]
    if american or _POSTCODE_LAST.intersection(each.upper() for each in country):
        parts = [*streets, city, f"{region} {postcode}".strip(), *country]
    else:
        parts = [*streets, f"{postcode} {city}".strip(), region, *country]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def reached_by(person: Fields) -> Iterator[Contact]:
    """Mail, telephone and page, each of which may be a list."""
    for kind, names, link in _WAYS:
        for value, at in person.each(*names):
            for inner, member in members(value, at) if isinstance(value, list | tuple) else [(at, value)]:
                text = person.source.word(member, inner)
                url = link(text)
                if text and not url:
                    person.source.remark(inner, "this is no address that can be linked to; it is printed as text")
                if text:
                    yield Contact(kind=kind, text=shown(text), url=url)


_Way = tuple[ContactKind, tuple[str, ...], Callable[[str], str | None]]
_WAYS: Final[tuple[_Way, ...]] = (
    ("email", ("email", "emails", "mail"), mail_link),
    ("phone", ("phone", "phones", "telephone", "mobile", "tel"), phone_link),
    ("url", ("url", "website", "websites", "homepage", "web"), link_to),
)
"""The kind of a contact, the names of its fields, and how it becomes a link."""


def profiles_of(profiles: Iterator[Fields]) -> Iterator[Contact]:
    """Networks, by user name, address or both."""
    for profile in profiles:
        network, username = profile.word("network", "name", "site"), profile.word("username", "user", "handle")
        address = profile.word("url", "website", "link")
        if not address and _ADDRESS.match(username):
            username, address = "", username
        yield from profile_of(network, username, address)
        for extra in profile.extras():
            yield Contact(kind="other", label=f"{network} {extra.label}".strip(), text=words_of(extra.text))


def profile_of(network: str, username: str, address: str) -> Iterator[Contact]:
    """The address is printed where it tells the user name, else the name; both where neither tells the other."""
    url = link_to(address) if address else profile_link(network, username)
    text = shown(address or url or "").removeprefix("www.")
    if username and username.lower() not in text.lower():
        text = f"{username} ({text})" if address and text else username
    if text or network:
        yield Contact(kind="profile", text=text or network, label=network if text else "", url=url)


def profile_link(network: str, username: str) -> str | None:
    pattern = _PROFILES.get(re.sub(r"[\W_]", "", network.lower()))
    if re.fullmatch(r"@?[\w.-]+@[\w-]+\.[\w.-]+", username) and network.lower() == "mastodon":
        user, host = username.removeprefix("@").split("@")
        return link_to(f"https://{host}/@{user}")
    return link_to(pattern.format(username.lstrip("@"))) if pattern and username else None
