"""One address, one spelling: what can differ between two links to the same page is taken off."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2_000
# Parameters that say where a reader came from, not what is shown.
TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "cmpid", "cmp",
     "ocid", "ns_mchannel", "ns_source", "ns_campaign", "at_medium", "at_campaign", "at_custom1", "at_custom2",
     "at_custom3", "at_custom4", "xtor", "smid")
)  # fmt: skip
PORTS = {"http": ":80", "https": ":443"}


def canonical(url: str | None, base: str | None = None) -> str | None:
    """Return the http(s) address without fragment, tracking parameters, default port or upper-case host; None when it is none."""
    if not url:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or len(url) > LONGEST or any(ord(char) < 33 for char in url.strip()):
        return None
    name = f"[{host}]" if ":" in host else host
    place = name if port is None or f":{port}" == PORTS[parts.scheme] else f"{name}:{port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if key.lower() not in TRACKING and not key.lower().startswith("utm_")]
    if len(kept) != len(pairs):
        query = urlencode(kept)
    return urlunsplit((parts.scheme, place, parts.path or "/", query, ""))


def host_of(url: str | None) -> str | None:
    """Return the host of an address without `www.`, or None."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
