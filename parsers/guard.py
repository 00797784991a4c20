"""Which addresses we may connect to. A feed's address comes from outside: without this it could make us read our own network.

The check is made on the address of the connection itself, not on a name that can be made to resolve otherwise a moment later.
Networks: IANA's special-purpose registries (RFC 6890 and its updates), multicast, and IPv6 forms that carry IPv4.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from aggregator.core.errors import BlockedAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NETWORKS = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
::/128 ::1/128 ::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10
fec0::/10 ff00::/8
"""
CLOSED = tuple(ipaddress.ip_network(each) for each in NETWORKS.split())
# IPv6 networks whose last 32 bits are an IPv4 address that a gateway would connect to (RFC 4291, 6052).
CARRIERS = tuple(ipaddress.ip_network(each) for each in ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "::/96"))
UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out to the public
ISATAP = re.compile(r"(?:0000|0200):5efe:[0-9a-f]{4}:[0-9a-f]{4}\Z")
# Spellings that the C library takes for an address: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?\Z", re.IGNORECASE)
NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?\Z", re.IGNORECASE
)
LONGEST_URL = 4_000


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the one reading of an address that both the check and the connection use."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return f"{self.scheme}://{host}" + ("" if usual else f":{self.port}")


class Guard:
    """Says no. `allow` are hosts, addresses or networks that may be reached although they are private."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self.hosts: set[str] = set()
        self.networks: list[Network] = []
        for each in allow:
            try:
                self.networks.append(ipaddress.ip_network(each, strict=False))
            except ValueError:
                self.hosts.add(each.lower().rstrip("."))

    def target(self, url: str) -> Target:
        """Return what `url` asks for; raises BlockedAddress for another scheme, a login, an odd host or port."""
        parts = _split(url)
        host = _host(parts, url)
        try:
            port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        except ValueError:
            raise _blocked(url, "the port is no port") from None
        literal = _literal(host)
        if literal is not None:
            self.check(str(literal), host, url)
        if port < 1024 and port not in (80, 443):
            raise _blocked(url, f"port {port} is not the web's")
        return Target(parts.scheme, host, port, _path(parts))

    def check(self, address: str, host: str, url: str) -> None:
        """Raise BlockedAddress unless we may connect to `address` for `host`."""
        if host.lower().rstrip(".") in self.hosts:
            return
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            raise _blocked(url, f"{address!r} is no address") from None
        for each in (found, *_inside(found)):
            if any(each in network for network in self.networks if network.version == each.version):
                return
        for each in (found, *_inside(found)):
            for network in CLOSED:
                if network.version == each.version and each in network:
                    raise _blocked(url, f"{address} is not a public address ({network})")
            if each.version == 6 and each not in UNICAST and not any(each in network for network in CARRIERS):
                raise _blocked(url, f"{address} is not a public address (outside {UNICAST})")


def _blocked(url: str, why: str) -> BlockedAddress:
    return BlockedAddress(why, url=url[:500], kind="blocked", retry=False)


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or any(ord(char) <= 32 or ord(char) == 127 or char == "\\" for char in url):
        raise _blocked(url, "the address is too long or has spaces, control characters or backslashes in it")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _blocked(url, str(error)) from None
    if parts.scheme not in ("http", "https"):
        raise _blocked(url, f"the scheme is {parts.scheme!r}, not http or https")
    if "@" in parts.netloc:
        raise _blocked(url, "the address carries a login")
    return parts


def _host(parts: SplitResult, url: str) -> str:
    """The host in ASCII, lower case; an IPv6 literal without its brackets."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        try:
            return str(ipaddress.IPv6Address(host.partition("%")[0])) if "%" not in host else _zoned(url)
        except ValueError:
            raise _blocked(url, f"{host!r} is no IPv6 address") from None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise _blocked(url, "the host is no host name") from None
    if not NAME.match(host):
        raise _blocked(url, "the host is no host name")
    if NUMERIC.match(host) and _literal(host) is None:
        raise _blocked(url, f"{host!r} is an odd spelling of an address")
    return host.lower()


def _path(parts: SplitResult) -> str:
    """Path and query as they go on the wire: in ASCII, what is already escaped left alone."""
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def _zoned(url: str) -> str:
    raise _blocked(url, "an address with a zone is a local one")


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _inside(address: Address) -> Iterator[Address]:
    """The IPv4 address that an IPv6 address carries, where it carries one."""
    if isinstance(address, ipaddress.IPv6Address) and (
        any(address in network for network in CARRIERS) or ISATAP.search(address.exploded)
    ):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
