"""Schemathesis over the served OpenAPI document, all phases, against a seeded store: `make api-fuzz`.

Three parameters ask for what a schema cannot say, so they are left out here and tested in tests/test_queries.py: a box has its
south below its north, `q` holds a word, a cursor is one that the service gave. A URL that is too long is refused with 414 or 431.

    python tests/benchmarks/fuzz_api.py [EXAMPLES [OPTION ...]]

Options go to schemathesis as they are: `--max-time 600`, `--phases fuzzing,stateful`, `--include-path-regex review`. An ST201
whose URL lacks the parameter that it names is no failure: what was made of it was an empty list, of which nothing is sent.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from live import serving  # noqa: E402
from seeded import market  # noqa: E402

from aggregator.core.tokens import Scope  # noqa: E402
from api.openapi import document  # noqa: E402
from db.store import Store  # noqa: E402
from db.tokens import add  # noqa: E402

CONFIG = """
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "405", "413", "414", "415", "431"]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "301", "304", "404", "409", "414", "422", "431"]
"""
UNSAID = ("cursor", "q", "bbox")


def told() -> dict[str, object]:
    """The document, without what a schema cannot say."""
    schema = json.loads(json.dumps(document()))
    for name in UNSAID:
        del schema["components"]["parameters"][name]
    gone = [f"#/components/parameters/{name}" for name in UNSAID]
    for path in schema["paths"].values():
        for asked in path.values():
            asked["parameters"] = [p for p in asked["parameters"] if p.get("$ref") not in gone]
    return dict(schema)


def token_of(path: Path) -> str:
    """A token, so that what needs one is asked too."""
    store = Store.brief(path, lambda: datetime.now(UTC))
    try:
        return add(store, "fuzz", Scope.REVIEW, datetime.now(UTC) + timedelta(days=1)).text
    finally:
        store.close()


def main() -> int:
    """Serve, fuzz, and return schemathesis's own exit code."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "500"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        market(folder / "f.db").close()
        (folder / "openapi.json").write_text(json.dumps(told()), encoding="utf-8")
        (folder / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", "openapi.json", "-n", examples]
        with serving(folder / "f.db", review=True, rate="off") as url:
            command += ["--header", f"Authorization: Bearer {token_of(folder / 'f.db')}"]
            command += ["--url", url.rstrip("/"), *sys.argv[2:]]
            return subprocess.run(command, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
