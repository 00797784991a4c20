"""Settings: read once from the environment at the edge, then passed. No module reads the environment by itself."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aggregator.core.errors import InputError, UnknownName

POLICIES = ("default", "acled", "strict")
SWITCHES = ("off", "on")
RATE = re.compile(r"[1-9][0-9]{0,8} per (second|minute|hour|day)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs. Every field is an environment variable of the name given in `read`."""

    database: Path = Path("data/figures.db")
    host: str = "127.0.0.1"
    port: int = 8000
    policy: str = "default"
    contact: str = ""
    sources: Path | None = None
    review: bool = False
    rate: str | None = None
    proxy: str | None = None
    allow_private: tuple[str, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    snapshots: Path | None = None
    snapshot_day: int | None = None
    site: str = ""

    @property
    def shelf(self) -> Path:
        """The folder of snapshots: beside the database unless another is named."""
        return self.snapshots or self.database.parent / "snapshots"


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings that `environ` (default: the process's) states, an empty variable being none; raise InputError for a
    value that cannot be.

    FIGURES_DB: the SQLite file. HOST, PORT: where the service listens. FIGURES_POLICY: how vague words are read.
    FIGURES_CONTACT: an address put into the user agent. FIGURES_SOURCES: a folder of source files instead of the bundled one.
    FIGURES_REVIEW: `on` lets holders of a token decide over HTTP. FIGURES_RATE: requests that one address may make, like
    `600 per minute`, or `off`. FIGURES_PROXY: the address of a reverse proxy whose X-Forwarded-For is believed.
    FIGURES_KEY_NAME: a key that a source `needs`; FIGURES_CONTACT counts as one, for sources that insist on a contact.
    FIGURES_ALLOW_PRIVATE: comma-separated hosts or networks that fetching may reach although they are private.
    FIGURES_SNAPSHOTS: the folder of snapshots. FIGURES_SNAPSHOT_DAY: the day of the month, 1 to 28, from which on the scheduler
    makes that month's. FIGURES_SITE: the address at which people reach the service, for citations.
    """
    env = {name: value for name, value in (os.environ if environ is None else environ).items() if value}
    base = Settings()
    port = env.get("PORT", str(base.port))
    if not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise InputError(f"PORT is {port!r}, not a number from 0 to 65535", field="PORT")
    policy = env.get("FIGURES_POLICY", base.policy)
    if policy not in POLICIES:
        raise UnknownName(f"FIGURES_POLICY is {policy!r}", field="FIGURES_POLICY", valid=POLICIES)
    review = env.get("FIGURES_REVIEW") or "off"
    if review not in SWITCHES:
        raise UnknownName(f"FIGURES_REVIEW is {review!r}", field="FIGURES_REVIEW", valid=SWITCHES)
    rate = env.get("FIGURES_RATE") or None
    if rate is not None and rate != "off" and not RATE.fullmatch(rate):
        raise InputError(f"FIGURES_RATE is {rate!r}, neither off nor like `600 per minute`", field="FIGURES_RATE")
    proxy = env.get("FIGURES_PROXY") or None
    if proxy is not None and not is_address(proxy):
        raise InputError(f"FIGURES_PROXY is {proxy!r}, not an IP address", field="FIGURES_PROXY")
    sources, snapshots = env.get("FIGURES_SOURCES"), env.get("FIGURES_SNAPSHOTS")
    day = env.get("FIGURES_SNAPSHOT_DAY", "")
    if day and (not day.isdecimal() or not 1 <= int(day) <= 28):
        raise InputError(f"FIGURES_SNAPSHOT_DAY is {day!r}, not a day from 1 to 28", field="FIGURES_SNAPSHOT_DAY")
    site = env.get("FIGURES_SITE", base.site)
    if site and not site.startswith(("http://", "https://")):
        raise InputError(f"FIGURES_SITE is {site!r}, not an address that begins with http", field="FIGURES_SITE")
    return Settings(
        database=Path(env.get("FIGURES_DB", str(base.database))),
        host=env.get("HOST", base.host),
        port=int(port),
        policy=policy,
        contact=env.get("FIGURES_CONTACT", base.contact),
        sources=Path(sources) if sources else None,
        review=review == "on",
        rate=rate,
        proxy=proxy,
        allow_private=tuple(part.strip() for part in env.get("FIGURES_ALLOW_PRIVATE", "").split(",") if part.strip()),
        snapshots=Path(snapshots) if snapshots else None,
        snapshot_day=int(day) if day else None,
        site=site,
        keys={name: value for name, value in env.items() if name.startswith(("FIGURES_KEY_", "FIGURES_CONTACT"))},
    )


def is_address(text: str) -> bool:
    """Return whether this is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
