"""`make soak`: kill -9 at random moments of ingest, of migration and of checkpoints, and schedulers started at once and killed.

    python tests/benchmarks/soak.py [--kills 1000] [--migrations 100] [--checkpoints 100] [--schedulers 200] [--state FILE]

After every kill the file must pass SQLite's quick_check; when a database's ingest has been let through to its end, documents,
claims, events, estimates and relations must be those of an uninterrupted run: none lost, none doubled. Children are forked from
this process, which has everything loaded, so that the moments of death fall into the work and not into the start of Python.
With --state, what was counted is kept after every database, and a run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from aggregator.core.settings import Settings
from aggregator.intake import Intake, files_of, utc_now
from aggregator.reader import Reader
from db import connect
from db.connect import reader, writer
from db.lease import holder
from db.migrations import migrate
from db.store import Store

PLACES = ("Aleppo", "Derna", "Goma", "Khartoum", "Kunduz", "Mariupol", "Baga", "Sanaa", "Idlib", "Kharkiv")
HARM = ("an airstrike", "a flood", "shelling", "a bombing", "an earthquake", "an ambush", "a fire", "a landslide")
SAYERS = ("police", "the health ministry", "a monitoring group", "the army", "rescue workers")
STATE = {
    "documents": "SELECT text_hash, retired_reason FROM documents",
    "claims": 'SELECT d.text_hash, c.start, c."end", c.outcome, c.low, c.high, c.claimant, c.retired_reason, '
    "(SELECT count(*) FROM attributions a WHERE a.claim = c.id) FROM claims c JOIN documents d ON d.id = c.document",
    "events": "SELECT title, documents, claims, claimants, conflicts, killed_low, killed_high, "
    "(SELECT group_concat(claim) FROM (SELECT claim FROM event_claims WHERE event = e.id AND retired_at IS NULL ORDER BY claim)) "
    "FROM events e WHERE retired_at IS NULL",
    "estimates": "SELECT outcome, population, basis, grp, low, high, best, support, best_claim FROM estimates "
    "WHERE retired_at IS NULL",
    "relations": "SELECT a, b, type, rule FROM relations WHERE retired_at IS NULL",
    "unfinished": "SELECT 'document', document FROM pending UNION ALL SELECT 'snapshot', id FROM snapshots WHERE read_by IS NULL",
    "problems": "SELECT origin, reason FROM problems WHERE resolved_at IS NULL",
}
State = dict[str, Counter[tuple[object, ...]]]


@dataclass
class Tally:
    """What a soak has seen."""

    kills: int = 0
    databases: int = 0
    lost: int = 0
    doubled: int = 0
    damaged: int = 0
    seconds: float = 0.0
    moments: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    takeovers: list[float] = field(default_factory=list)
    keep: Callable[[], None] = lambda: None

    @property
    def bad(self) -> int:
        return self.lost + self.doubled + self.damaged + sum(each > 2 for each in self.takeovers)

    def row(self, name: str) -> str:
        return (
            f"{name:<14}{self.kills:>6} kills  {self.databases:>4} databases  lost {self.lost}  doubled {self.doubled}  "
            f"damaged {self.damaged}  {self.seconds:.0f} s  {dict(self.moments)}"
        )

    def plain(self) -> dict[str, object]:
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "keep"}


def corpus(folder: Path, dice: random.Random, documents: int = 48) -> None:
    """Write reports in our own words: JSON Lines, plain text, HTML and RSS, some of one event and some copies."""
    folder.mkdir(parents=True)
    reports = []
    for n in range(documents):
        place, harm = PLACES[(n // 4) % len(PLACES)], HARM[(n // 4) % len(HARM)]
        count, hurt, sayer = dice.randrange(10, 90), dice.randrange(5, 200), dice.choice(SAYERS)
        text = f"At least {count} people were killed in {harm} in {place} on Monday, {sayer} said. A further {hurt} were injured."
        reports.append({"text": text, "published": f"2030-05-{14 + n % 4:02}T08:00:00Z", "publisher": f"Outlet {n % 7}"})
    fourth = documents // 4
    (folder / "a.jsonl").write_text("\n".join(json.dumps(each) for each in reports[:fourth]))
    for n, each in enumerate(reports[fourth : 2 * fourth]):
        (folder / f"b{n}.txt").write_text(f"Publisher: {each['publisher']}\nPublished: {each['published']}\n\n{each['text']}\n")
    for n, each in enumerate(reports[2 * fourth : 3 * fourth]):
        (folder / f"c{n}.html").write_text(
            f"<html><head><title>Report</title></head><body><article><p>{each['text']}</p></article></body></html>"
        )
    items = "".join(
        f"<item><title>Report</title><description>{each['text']}</description></item>" for each in reports[3 * fourth :]
    )
    (folder / "d.xml").write_text(f"<rss version='2.0'><channel><title>Outlet</title>{items}</channel></rss>")
    (folder / "broken.json").write_text('{"text": ')


def ingest(database: Path, folder: Path) -> None:
    """Read the corpus as `ingest --trusted` does."""
    settings = Settings(database=database)
    with Intake.opened(settings, reader=Reader()) as intake:
        for path in files_of([folder])[0]:
            intake.take(path)
        intake.finish()


def state(database: Path) -> State:
    """Return everything that must be the same however often ingest was interrupted."""
    with reader(database) as opened:
        return {name: Counter(tuple(row) for row in opened.execute(sql)) for name, sql in STATE.items()}


def child(work: Callable[[], None]) -> int:
    """Run `work` in a forked child; return its process id."""
    sys.stdout.flush()
    identity = os.fork()
    if identity:
        return identity
    code, ours = 1, sys.stderr
    try:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
        work()
        code = 0
    except Exception:  # a work that fails by itself is no kill: the reason must be seen
        traceback.print_exc(file=ours)
    finally:
        ours.flush()
        os._exit(code)


def killed(work: Callable[[], None], after: float) -> bool:
    """Run `work` in a child and kill -9 it after so many seconds; return whether it was killed before it had ended."""
    identity = child(work)
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.kill(identity, signal.SIGKILL)
    _, status = os.waitpid(identity, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError("the work failed by itself")
    return os.WIFSIGNALED(status)


def compare(tally: Tally, found: State, wanted: State) -> None:
    """Count what is missing and what is too much."""
    for name, rows in wanted.items():
        lost, more = rows - found[name], found[name] - rows
        tally.lost += lost.total()
        tally.doubled += more.total()
        tally.notes += [f"{name} lost {row}" for row in list(lost)[:2]] + [f"{name} too much {row}" for row in list(more)[:2]]


def moment(database: Path) -> str:
    """Name the stage at which a database was left: before its schema, before its documents, within them, or regrouping."""
    try:
        found = state(database)
    except Exception:  # no file, no schema
        return "before the schema"
    if not found["documents"]:
        return "before the first document"
    return "within the documents" if not found["events"] else "after the first events"


def ingest_soak(
    folder: Path, kills: int, dice: random.Random, work: Callable[[Path, Path], None] = ingest, tally: Tally | None = None
) -> Tally:
    """Kill ingest at random moments, over and over on one database until it is let through; compare with an uninterrupted run."""
    tally, texts = tally or Tally(), folder / "corpus"
    corpus(texts, dice)
    work(folder / "reference.db", texts)
    wanted = state(folder / "reference.db")
    began = time.monotonic()
    work(folder / "warm.db", texts)
    whole = time.monotonic() - began
    while tally.kills < kills:
        tally.databases += 1
        database = folder / f"{tally.databases}.db"
        for _ in range(dice.randrange(2, 8)):
            if killed(lambda path=database: work(path, texts), dice.random() * whole * 1.1):  # type: ignore[misc]
                tally.kills += 1
                tally.moments[moment(database)] += 1
                tally.damaged += _damaged(database)
            if tally.kills >= kills:
                break
        work(database, texts)
        compare(tally, state(database), wanted)
        for path in folder.glob(f"{database.name}*"):
            path.unlink()
        tally.keep()
    return tally


def _damaged(database: Path) -> bool:
    if not database.exists():
        return False
    with reader(database) as opened:
        return [row[0] for row in opened.execute("PRAGMA quick_check")] != ["ok"]


def checkpointing(database: Path, folder: Path) -> None:
    """Ingest with a checkpoint after every transaction, beside a second connection that checkpoints all the time."""
    before = connect.SHARED_PRAGMAS
    connect.SHARED_PRAGMAS = (*before, "wal_autocheckpoint=1")
    ended = threading.Event()

    def checkpoints() -> None:
        opened = writer(database)
        while not ended.is_set():
            with contextlib.suppress(Exception):
                opened.conn.execute("PRAGMA wal_checkpoint(RESTART)")
        opened.close()

    thread = threading.Thread(target=checkpoints)
    thread.start()
    try:
        ingest(database, folder)
    finally:
        ended.set()
        thread.join()
        connect.SHARED_PRAGMAS = before


def migration_soak(folder: Path, kills: int, dice: random.Random, tally: Tally | None = None) -> Tally:
    """Kill migrate at random moments; a database has all of the schema or none of it, and the next call completes it."""
    tally = tally or Tally()

    def work(database: Path) -> None:
        opened = writer(database)
        migrate(opened)
        opened.close()

    def schema(database: Path) -> Counter[tuple[object, ...]]:
        with reader(database) as opened:
            return Counter(tuple(row) for row in opened.execute("SELECT type, name, sql FROM sqlite_schema"))

    began = time.monotonic()
    work(folder / "reference.db")
    whole = time.monotonic() - began
    wanted = schema(folder / "reference.db")
    while tally.kills < kills:
        tally.databases += 1
        database = folder / f"{tally.databases}.db"
        if killed(lambda path=database: work(path), dice.random() * whole * 1.1):  # type: ignore[misc]
            tally.kills += 1
            tally.damaged += _damaged(database)
            found = schema(database) if database.exists() else Counter()
            tally.moments["nothing" if not found else "all" if found == wanted else "a part"] += 1
        work(database)
        found = schema(database)
        tally.lost += (wanted - found).total()
        tally.doubled += (found - wanted).total()
        tally.keep()
    return tally


def scheduler_soak(folder: Path, rounds: int, dice: random.Random, lifetime: float = 0.6, tally: Tally | None = None) -> Tally:
    """Start 2 to 8 schedulers at once, kill the holder, and time the takeover in lifetimes; no source is fetched twice."""
    from aggregator.schedule import run_forever
    from tests.outlet import outlet, source_file

    tally = tally or Tally()
    for number in range(tally.kills, rounds):
        home = folder / f"round{number}"
        with outlet() as state_of:
            state_of.items = {"1": "At least 12 people were killed in a flood in Goma on Monday, police said."}
            source_file(home / "sources", "one", f"{state_of.base}/feed")
            settings = Settings(database=home / "a.db", sources=home / "sources", allow_private=("127.0.0.1",))
            Store.open(settings.database, utc_now).close()
            work = lambda found=settings: run_forever(found, stop=threading.Event(), lifetime=lifetime)  # noqa: E731
            running = [child(work) for _ in range(dice.randrange(2, 9))]
            try:
                first = _holder(settings.database, 30)
                with contextlib.suppress(TimeoutError):
                    _until(lambda: state_of.asked.count("/feed"), 20)
                time.sleep(dice.random() * lifetime)
                began = time.monotonic()
                os.kill(int(first.split(":")[1]), signal.SIGKILL)
                tally.kills += 1
                second = _holder(settings.database, 20 * lifetime, but=first)
                tally.takeovers.append((time.monotonic() - began) / lifetime)
                time.sleep(lifetime)
                tally.doubled += max(0, state_of.asked.count("/feed") - 1) if _recorded(settings.database) == 1 else 0
                tally.doubled += max(0, _recorded(settings.database) - 1)
                tally.lost += second == first
            finally:
                for identity in running:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(identity, signal.SIGKILL)
                    os.waitpid(identity, 0)
            tally.databases += 1
            tally.damaged += _damaged(settings.database)
            tally.moments[f"{len(running)} at once"] += 1
        shutil.rmtree(home)
        tally.keep()
    return tally


def _recorded(database: Path) -> int:
    with reader(database) as opened:
        return int(opened.execute("SELECT count(*) FROM attempts").fetchone()[0])


def _until(true: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


def _holder(database: Path, seconds: float, but: str = "") -> str:
    """Wait for a holder of the lease other than `but`."""
    with reader(database) as opened:
        _until(lambda: (found := holder(opened, "scheduler")) and found[0] != but, seconds)
        found = holder(opened, "scheduler")
        assert found is not None
        return found[0]


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        yield Path(made)


def resumed(state: Path | None, name: str) -> Tally:
    """Return the tally of this soak as an earlier run left it in the file, else a new one; `keep` writes it back."""
    kept = json.loads(state.read_text()) if state and state.exists() else {}
    tally = Tally(**kept.get(name, {}))
    tally.moments = Counter(tally.moments)
    began, before = time.monotonic(), tally.seconds

    def keep() -> None:
        tally.seconds = before + time.monotonic() - began
        if state:
            part = state.with_suffix(".part")
            part.write_text(json.dumps(kept | {name: tally.plain()}))
            part.replace(state)

    tally.keep = keep
    return tally


def main() -> int:
    """Run the soaks and print a row each; exit with 1 when anything was lost, doubled or damaged."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, count in (("kills", 1000), ("migrations", 100), ("checkpoints", 100), ("schedulers", 200)):
        asked.add_argument(f"--{name}", type=int, default=count)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--state", type=Path, default=None)
    given = asked.parse_args()
    dice, bad = random.Random(given.seed), 0
    print(f"SQLite {connect.sqlite_version()}, seed {given.seed}", flush=True)
    soaks: list[tuple[str, int, Callable[[Path, Tally], Tally]]] = [
        ("ingest", given.kills, lambda home, tally: ingest_soak(home, given.kills, dice, tally=tally)),
        ("checkpoint", given.checkpoints, lambda home, tally: ingest_soak(home, given.checkpoints, dice, checkpointing, tally)),
        ("migration", given.migrations, lambda home, tally: migration_soak(home, given.migrations, dice, tally)),
        ("schedulers", given.schedulers, lambda home, tally: scheduler_soak(home, given.schedulers, dice, tally=tally)),
    ]
    for name, count, soak in soaks:
        if not count:
            continue
        with scratch() as home:
            tally = soak(home, resumed(given.state, name))
        tally.keep()
        print(tally.row(name), *tally.notes[:6], sep="\n  ", flush=True)
        if tally.takeovers:
            taken = sorted(tally.takeovers)
            print(f"  takeover in lifetimes: median {taken[len(taken) // 2]:.2f}, longest {taken[-1]:.2f}")
        bad += tally.bad
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
