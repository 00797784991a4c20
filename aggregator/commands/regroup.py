"""`regroup`: events up to date with what waits for it. `Regrouper`: the same as a process beside a service that only reads."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import click

from aggregator.core.settings import Settings
from aggregator.core.settings import read as read_settings

PATIENCE = 8.0  # shorter than most clients wait
ROOT = Path(__file__).resolve().parent.parent.parent  # where `-m aggregator` is found, wherever the service was started
log = logging.getLogger("api")


@click.command()
def regroup() -> None:
    """Bring the events up to date with documents and decisions that wait for it (ingest, run and review do so themselves)."""
    from aggregator.intake import utc_now
    from aggregator.regroup import regroup as bring_up_to_date
    from db.store import Store

    store = Store.brief(read_settings().database, utc_now)
    try:
        number = bring_up_to_date(store)
    finally:
        store.close()
    click.echo(f"{number} document(s) regrouped")


class Regrouper:
    """Runs `regroup` in a process of its own, one at a time: grouping takes seconds and memory that a service does not have.

    Calls that come while one runs are served together by the next.
    """

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        self.environment = {"FIGURES_DB": str(settings.database.absolute()), "FIGURES_POLICY": settings.policy}
        self.patience = patience
        self._turn = threading.Condition()
        self._asked = self._served = 0
        self._running = False

    def __call__(self) -> bool:
        """Return whether a regrouping that began after this call has ended within `patience` seconds; it goes on where not."""
        with self._turn:
            self._asked += 1
            mine = self._asked
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="regroup", daemon=True).start()
            return self._turn.wait_for(lambda: self._served >= mine, self.patience)

    def _run(self) -> None:
        """Run the command for all who asked, again while others have asked meanwhile."""
        while True:
            with self._turn:
                if self._served == self._asked:
                    self._running = False
                    return
                everyone = self._asked
            try:
                self._regroup()
            finally:
                with self._turn:
                    self._served = everyone
                    self._turn.notify_all()

    def _regroup(self) -> None:
        command = [sys.executable, "-m", "aggregator", "regroup"]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=os.environ | self.environment, capture_output=True, text=True, check=False
            )
        except OSError as error:
            log.error("events could not be regrouped: %s", error)
            return
        if done.returncode:
            log.error("events could not be regrouped: %s", done.stderr.strip()[-2000:])
