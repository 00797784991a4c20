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
    """Return the settings that `environ` (default: the process's) states; raise InputError for a value that cannot be.

    FIGURES_DB: the SQLite file. HOST, PORT: where the service listens. FIGURES_POLICY: how vague words are read.
    FIGURES_CONTACT: an address put into the user agent. FIGURES_SOURCES: a folder of source files instead of the bundled one.
    FIGURES_REVIEW: `on` lets holders of a token decide over HTTP. FIGURES_RATE: requests that one address may make, like
    `600 per minute`, or `off`. FIGURES_PROXY: the address of a reverse proxy whose X-Forwarded-For is believed.
    FIGURES_KEY_NAME: a key that a source `needs`; FIGURES_CONTACT counts as one, for sources that insist on a contact.
    FIGURES_ALLOW_PRIVATE: comma-separated hosts or networks that fetching may reach although they are private.
    FIGURES_SNAPSHOTS: the folder of snapshots. FIGURES_SNAPSHOT_DAY: the day of the month, 1 to 28, from which on the scheduler
    makes that month's. FIGURES_SITE: the address at which people reach the service, for citations. An empty variable is none.
    """
    env = {name: value for name, value in (os.environ if environ is None else environ).items() if value}
    base = Settings()
    port = _number(env, "PORT", 0, 65535)
    rate = env.get("FIGURES_RATE")
    if rate is not None and rate != "off" and not RATE.fullmatch(rate):
        raise InputError(f"FIGURES_RATE is {rate!r}, neither off nor like `600 per minute`", field="FIGURES_RATE")
    proxy = env.get("FIGURES_PROXY")
    if proxy is not None and not is_address(proxy):
        raise InputError(f"FIGURES_PROXY is {proxy!r}, not an IP address", field="FIGURES_PROXY")
    site = env.get("FIGURES_SITE", base.site)
    if site and not site.startswith(("http://", "https://")):
        raise InputError(f"FIGURES_SITE is {site!r}, not an address that begins with http", field="FIGURES_SITE")
    return Settings(
        database=Path(env.get("FIGURES_DB", str(base.database))),
        host=env.get("HOST", base.host),
        port=base.port if port is None else port,
        policy=_choice(env, "FIGURES_POLICY", POLICIES),
        contact=env.get("FIGURES_CONTACT", base.contact),
        sources=_path(env, "FIGURES_SOURCES"),
        review=_choice(env, "FIGURES_REVIEW", SWITCHES) == "on",
        rate=rate,
        proxy=proxy,
        allow_private=tuple(part.strip() for part in env.get("FIGURES_ALLOW_PRIVATE", "").split(",") if part.strip()),
        snapshots=_path(env, "FIGURES_SNAPSHOTS"),
        snapshot_day=_number(env, "FIGURES_SNAPSHOT_DAY", 1, 28),
        site=site,
        keys={name: value for name, value in env.items() if name.startswith(("FIGURES_KEY_", "FIGURES_CONTACT"))},
    )


def _choice(env: Mapping[str, str], name: str, valid: tuple[str, ...]) -> str:
    """One of these words; the first where none is stated."""
    value = env.get(name, valid[0])
    if value not in valid:
        raise UnknownName(f"{name} is {value!r}", field=name, valid=valid)
    return value


def _number(env: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    """A whole number within bounds, None where none is stated."""
    value = env.get(name)
    if value is None:
        return None
    if not value.isdecimal() or len(value) > len(str(most)) or not least <= int(value) <= most:
        raise InputError(f"{name} is {value!r}, not a number from {least} to {most}", field=name)
    return int(value)


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]) if name in env else None


def is_address(text: str) -> bool:
    """Return whether this is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
