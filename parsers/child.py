"""Runs one function on one body of bytes in a child process with a limit on time and memory: what hangs or bursts dies alone."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import Any

from aggregator.core.errors import FormatError

MOST_ANSWER = 100_000_000


def run(function: str, body: bytes, *, where: str, seconds: int = 30, memory: int = 1 << 30) -> Any:
    """Return what `module:function`(body) returns, by way of JSON; raises FormatError when it fails, hangs or outgrows them.

    `seconds` are both wall and processor time; `memory` is the child's address space in bytes.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "parsers.child", function, str(seconds), str(memory)],
            input=body,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FormatError(f"took more than {seconds} s", where=where) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1][:300] if said else f"the child ended with {done.returncode}"
        if done.returncode in (-9, -24):  # SIGKILL, SIGXCPU
            reason = f"took more than {seconds} s"
        raise FormatError(reason, where=where)
    return json.loads(done.stdout)


def main(function: str, seconds: str, memory: str) -> int:
    """The child: set the limits, read the body from stdin, write the answer to stdout as JSON."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _, attribute = function.partition(":")
    try:
        answer = json.dumps(getattr(importlib.import_module(module), attribute)(sys.stdin.buffer.read()))
    except MemoryError:
        print(f"took more than {int(memory) >> 20} MB", file=sys.stderr)  # noqa: T201
        return 1
    except ValueError as error:
        print(str(error).replace("\n", " "), file=sys.stderr)  # noqa: T201
        return 1
    if len(answer) > MOST_ANSWER:
        print(f"an answer of {len(answer):,} characters", file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
