"""How many requests one address may make; the only door to Flask-Limiter. Counted in this process's memory.

An address is what the connection comes from, or what a trusted proxy says it comes from; an IPv6 one counts by its /64, which one
household has. Without a setting the limit holds for others, not for this machine; one that is set holds for everyone.
"""

from __future__ import annotations

import ipaddress
import math
import time
from functools import lru_cache

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter, RateLimitExceeded

from aggregator.core.settings import Settings
from api.at_once import TRIED
from api.errors import reply

USUAL = "600 per minute"
REVIEWING = "60 per minute"
FREE = frozenset({"service.health", "service.ready", "metrics.metrics"})


def install(app: Flask, settings: Settings, *review: Blueprint) -> None:
    """Limit this application; `review` more tightly and also for this machine, wrong tokens counted like right ones.

    Where nobody else can come and no limit is asked for there is nothing to count, which costs each request some 60 microseconds.
    """
    alone = is_here(settings.host) and not settings.proxy
    if settings.rate == "off" or (settings.rate is None and alone and not settings.review):
        return
    limiter = Limiter(
        lambda: counted_as(request.remote_addr),
        application_limits=[settings.rate or USUAL],
        storage_uri="memory://",
        strategy="fixed-window",
    )

    @limiter.request_filter
    def free() -> bool:
        deciding = request.blueprint in {blueprint.name for blueprint in review}
        at_home = settings.rate is None and not deciding and is_here(request.remote_addr)
        return request.endpoint in FREE or at_home or TRIED in request.environ

    for blueprint in review:
        limiter.shared_limit(REVIEWING, scope="review", override_defaults=False)(blueprint)
    limiter.init_app(app)

    def refused(error: RateLimitExceeded) -> Response:
        current = limiter.current_limit
        seconds = max(1, math.ceil(current.reset_at - time.time())) if current else 60
        told = str(error.limit.limit).replace(" per 1 ", " requests per ") if error.limit else "so many requests"
        response = reply(429, f"one address may make {told} here; try again in {seconds} s")
        response.headers["Retry-After"] = str(seconds)
        return response

    app.register_error_handler(RateLimitExceeded, refused)


@lru_cache
def address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, an IPv4 one also where it is written as IPv6; None for what is none."""
    try:
        found = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return (found.version == 6 and found.ipv4_mapped) or found


@lru_cache
def counted_as(text: str | None) -> str:
    """Return what a request from this address counts for: an IPv4 address, the /64 of an IPv6 one."""
    found = address(text)
    if found is None:
        return "nowhere"
    return str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)


def is_here(text: str | None) -> bool:
    """Return whether this address is this machine's."""
    found = address(text)
    return found is not None and found.is_loopback
