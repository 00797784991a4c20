"""Addresses that must not be reached, in every spelling: as the URL, behind a name, behind a redirect, and by rebinding."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.errors import BlockedAddress, FetchError
from aggregator.core.settings import Settings
from parsers.fetch import Fetcher
from parsers.guard import CARRIERS, Guard
from tests.servers import FaultServer, Wire

# Hosts written as an address, in forms that some reader somewhere takes for one of ours. PORT stands for the canary's port.
LITERALS = """
127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0 0.0.0.0 0.0.0.1 0.255.255.255 2130706433 017700000001 0x7f000001
0x7f.1 0x7f.0.0.1 0177.0.0.1 0177.0.0.01 00000177.0.0.1 127.0.0.1. 127.0.0x0.1 127.0.0.0x1 4294967295 0x7F000001
0X7F000001 3232235777 0xc0a80101 192.168.257 169.254.169.254 169.254.0.1 2852039166 0xa9fea9fe 0251.0376.0251.0376
169.254.43518 0xa9.254.169.254 10.0.0.1 10.255.255.255 10.1 012.1.2.3 172.16.0.1 172.31.255.254 192.168.0.1 192.168.1.1
100.64.0.1 100.127.255.254 192.0.0.1 192.0.0.170 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 [::1] [::] [0:0:0:0:0:0:0:1]
[0000:0000:0000:0000:0000:0000:0000:0001] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:a00:1] [::ffff:169.254.169.254]
[::ffff:0:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe]
[64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:7f00:1::] [2001::1] [fe80::1] [fe80::1%25eth0]
[fe80::1%lo] [fc00::1] [fd00::1] [fd12:3456:789a::1] [fec0::1] [ff02::1] [ff05::2] [2001:db8::1] [100::1] [2001:10::1]
[2001:20::1] [3fff::1] [5f00::1] [2606:4700::200:5efe:7f00:1] [2606:4700::5efe:127.0.0.1] [::ffff:0x7f000001]
[127.0.0.1] [::1
"""
ODD_URLS = (
    "http://127.0.0.1:{port}\\@public.example/",
    "http://public.example\\@127.0.0.1:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://public.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@public.example/",
    "http://127%2e0%2e0%2e1:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127.0.0.1:{port}\r\nHost: public.example/",
    "http://127.0.0.1\t:{port}/",
    " http://127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http://127.0.0.1:0{port}/",
    "http://127.0.0.1:99999/",
    "http://public.example:22/",
    "http://public.example:25/",
    "http://",
    "http://./",
    "http://a..b/",
    "http://-/",
    "//127.0.0.1:{port}/",
    "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_x",
    "dict://127.0.0.1:{port}/",
    "data:text/plain,x",
    "jar:http://127.0.0.1:{port}/!/",
    "unix:///run/docker.sock",
    "http+unix://%2Frun%2Fdocker.sock/",
    "javascript:alert(1)",
)
# Addresses that a harmless name may resolve to.
RESOLVED = """
127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.20.0.1 192.168.3.4 169.254.169.254 100.100.100.200 192.0.0.192 198.18.0.5
224.0.0.9 255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1:: fe80::1
fe80::1%eth0 fc00::2 fd00:ec2::254 ff02::1
"""
PUBLIC = "93.184.215.14"


def vectors(port: int) -> list[str]:
    """Every URL that must be refused before any connection, with `port` where a port may stand."""
    return [f"http://{host}:{port}/" for host in LITERALS.split()] + [url.format(port=port) for url in ODD_URLS]


def names(address: str, port: int) -> list[Any]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return [(family, socket.SOCK_STREAM, 0, "", (address, port))]


@pytest.fixture(scope="module")
def canary() -> Iterator[FaultServer]:
    """Listens where nothing may arrive."""
    with FaultServer() as server:
        yield server


def refused(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(BlockedAddress) as caught:
        fetcher.fetch(url)
    assert caught.value.retry is False
    assert caught.value.kind == "blocked"


def strict(**kinds: Any) -> Fetcher:
    return Fetcher(Settings(), pause=0.0, sleep=lambda seconds: None, **kinds)


def test_over_a_hundred_spellings_are_refused_without_a_connection(canary: FaultServer) -> None:
    tried = vectors(canary.port)
    assert len(set(tried)) >= 100
    before = canary.accepted
    for url in tried:
        refused(strict(), url)
    assert canary.accepted == before


@pytest.mark.parametrize("address", RESOLVED.split())
def test_a_harmless_name_for_an_inner_address_is_refused(address: str, canary: FaultServer) -> None:
    before = canary.accepted
    refused(strict(resolve=lambda host, port, **_: names(address, canary.port)), f"http://news.example:{canary.port}/feed")
    assert canary.accepted == before


def test_a_name_with_one_inner_address_among_public_ones_is_refused(canary: FaultServer) -> None:
    before = canary.accepted
    both = strict(resolve=lambda host, port, **_: [*names(PUBLIC, port), *names("127.0.0.1", port)])
    refused(both, f"http://news.example:{canary.port}/feed")
    assert canary.accepted == before


@pytest.mark.parametrize("url", vectors(65000), ids=str)
def test_a_redirect_to_an_inner_address_is_refused(url: str) -> None:
    """The first hop is allowed by name only, so that the address behind it stays closed to every other name."""
    target = url.replace("65000", "{port}")
    hops: list[str] = []

    def hop(wire: Wire) -> None:
        hops.append(wire.path)
        wire.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode("utf-8", "replace") + b"\r\n\r\n")

    with FaultServer({"/hop": hop}) as server:
        location = target.replace("{port}", str(server.port)).replace("\r\n", "")
        if location.startswith("//"):
            location = "http:" + location
        allowed = Settings(allow_private=("first.example",))
        fetcher = Fetcher(allowed, pause=0.0, resolve=lambda host, port, **_: names("127.0.0.1", server.port))
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(server.url("hop", host="first.example"))
        assert set(hops) == {"/hop"}
        # Read as relative, an odd one may lead back to the allowed host, to nothing (404) or to itself.
        assert caught.value.kind in ("blocked", "status", "redirects")


def test_a_name_cannot_be_rebound_between_check_and_connection(canary: FaultServer) -> None:
    """Each connection resolves once, and what was checked is what is connected to: a second answer is never asked for."""
    asked: list[str] = []

    def rebinding(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return names("127.0.0.1" if len(asked) % 2 == 0 else "127.0.0.2", port)

    before = canary.accepted
    fetcher = Fetcher(Settings(allow_private=("127.0.0.2/32",)), pause=0.0, robots=False, sleep=lambda s: None, resolve=rebinding)
    with pytest.raises(FetchError) as first:
        fetcher.fetch(f"http://rebound.example:{canary.port}/ok")
    # First answer: 127.0.0.2, allowed, nobody listens there. Second attempt, second answer: 127.0.0.1, refused.
    assert first.value.kind == "blocked"
    assert asked == ["rebound.example"] * 2
    assert canary.accepted == before


def test_the_allow_list_opens_hosts_addresses_and_networks_and_nothing_else() -> None:
    by_network = Guard(["10.1.0.0/16", "::1"])
    by_network.check("10.1.2.3", "a.example", "u")
    by_network.check("::1", "a.example", "u")
    by_network.check("::ffff:10.1.2.3", "a.example", "u")
    by_name = Guard(["Intra.Example."])
    by_name.check("192.168.0.9", "intra.example", "u")
    for guard, address, host in (
        (by_network, "10.2.0.1", "a.example"),
        (by_name, "192.168.0.9", "other.example"),
        (by_name, "x", "y"),
    ):
        with pytest.raises(BlockedAddress):
            guard.check(address, host, "u")


PUBLIC_ONES = """
93.184.215.14 8.8.8.8 1.1.1.1 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.167.1.1 2606:4700::1111 2a00:1450::1
"""


@pytest.mark.parametrize("address", PUBLIC_ONES.split())
def test_public_addresses_pass(address: str) -> None:
    Guard().check(address, "news.example", "u")


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://news.example", "news.example", 80, "/"),
        ("https://News.Example:8443/a?b=1#c", "news.example", 8443, "/a?b=1"),
        ("https://münchen.example/ä%20b?c=ü&d=1", "xn--mnchen-3ya.example", 443, "/%C3%A4%20b?c=%C3%BC&d=1"),
        ("http://93.184.215.14/x", "93.184.215.14", 80, "/x"),
        ("http://[2606:4700::1111]/x", "2606:4700::1111", 80, "/x"),
        ("http://a_b.example/", "a_b.example", 80, "/"),
        ("http://1e100.example/", "1e100.example", 80, "/"),
    ],
)
def test_ordinary_addresses_are_read_as_they_are(url: str, host: str, port: int, path: str) -> None:
    target = Guard().target(url)
    assert (target.host, target.port, target.path) == (host, port, path)


@given(st.one_of(st.text(max_size=60), st.from_regex(r"https?://[\[\]0-9a-fx:.@%\\/?#-]{0,40}", fullmatch=True)))
def test_any_address_is_read_or_refused(url: str) -> None:
    try:
        target = Guard().target(url)
    except BlockedAddress:
        return
    assert target.scheme in ("http", "https")
    assert target.path.startswith("/")
    assert f"{target.host}{target.path}".isascii()
    assert not any(char.isspace() for char in target.host + target.path)


@given(st.ip_addresses())
def test_what_python_calls_private_is_refused(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if any(address in network for network in CARRIERS):
        return  # judged by the address inside: below
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast or address.is_reserved:
        with pytest.raises(BlockedAddress):
            Guard().check(str(address), "news.example", "u")


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "::ffff:0:{}"]))
def test_an_address_inside_another_is_judged_as_itself(address: ipaddress.IPv4Address, form: str) -> None:
    def passes(words: str) -> bool:
        try:
            Guard().check(words, "news.example", "u")
        except BlockedAddress:
            return False
        return True

    assert not passes(form.format(address)) or passes(str(address))
