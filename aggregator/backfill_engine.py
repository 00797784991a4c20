"""Tasks spread over processes of this machine or a Dask cluster: scheduling, retries and scaling are the engine's.

The only door to Dask.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from aggregator.core.errors import InputError

Item = TypeVar("Item")
Result = TypeVar("Result")

BYTES_A_WORKER = 4 << 30
RETRIES = 3


def spread(
    task: Callable[[Item], Result], items: Iterable[Item], *, processes: int = 1, address: str | None = None
) -> Iterator[Result]:
    """Yield `task` of each item as they finish: on processes of this machine, or on the Dask cluster at `address`.

    Raises InputError when items kept ending their worker.
    """
    if address:
        yield from _on_dask(task, items, address)
        return
    waiting = list(items)
    for _ in range(RETRIES * 100):
        if not waiting:
            return
        with ProcessPoolExecutor(processes, initializer=limit_memory) as pool:
            pending: dict[Future[Result], Item] = {}
            try:
                for item in list(waiting):
                    pending[pool.submit(task, item)] = item
                    if len(pending) >= processes * 2:
                        yield from _finished(pending, waiting)
                while pending:
                    yield from _finished(pending, waiting)
            except BrokenProcessPool:
                continue
    raise InputError(f"{len(waiting)} shard(s) kept ending their workers; the first is {waiting[0]}", field="INPUT")


def _finished(pending: dict[Future[Result], Item], waiting: list[Item]) -> Iterator[Result]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        result = future.result()
        waiting.remove(pending.pop(future))
        yield result


def _on_dask(task: Callable[[Item], Result], items: Iterable[Item], address: str) -> Iterator[Result]:
    from distributed import CancelledError, Client, as_completed

    try:
        with Client(address) as client:  # type: ignore[no-untyped-call]
            futures = client.map(task, list(items), retries=RETRIES, pure=False)
            for future in as_completed(futures):  # type: ignore[no-untyped-call]
                yield future.result()
    except (CancelledError, OSError) as error:  # what it lost is done again: the files of finished tasks are there
        raise InputError(f"the Dask scheduler at {address} went away ({error}); run the command again", field="dask") from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Search for no garbage cycles during a task that makes none: each search walks all its millions of values."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def limit_memory() -> None:
    """Bound a worker's address space, so that a document that needs more fails alone."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (BYTES_A_WORKER, BYTES_A_WORKER))
