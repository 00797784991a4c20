"""A headless Chromium by its DevTools pipe: open a page, ask it things. Needs Debian's `chromium` and no package."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "Debian's package `chromium` is not installed: apt-get install chromium"
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage", "--mute-audio"),
    *("--remote-debugging-pipe", "--hide-scrollbars", "about:blank"),
)


class Browser:
    """One page of one browser. Messages are JSON with a NUL after each, to file descriptor 3 and from 4."""

    def __init__(self, send: int, receive: int) -> None:
        self.send, self.receive = send, receive
        self.number, self.rest = 0, b""
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank", session=None)["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True, session=None)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    session: str | None = None

    def ask(self, method: str, session: str | None = "own", **given: Any) -> Any:
        """Send a command and wait for its answer; what else the browser says is kept in `events`."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": given}
        if session and self.session:
            message["sessionId"] = self.session
        os.write(self.send, json.dumps(message).encode() + b"\0")
        while True:
            found = self.read()
            if found.get("id") == self.number:
                assert "error" not in found, found
                return found["result"]
            self.events.append(found)

    def read(self) -> dict[str, Any]:
        """Wait for the browser's next message."""
        while b"\0" not in self.rest:
            more = os.read(self.receive, 1 << 16)
            assert more, "the browser has gone"
            self.rest += more
        text, _, self.rest = self.rest.partition(b"\0")
        return dict(json.loads(text))

    def open(self, url: str) -> None:
        """Go to an address and wait until all of it is there; clears `events`."""
        self.events = []
        self.ask("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())

    def tell(self, script: str) -> Any:
        """Return what a script gives in the page (DevTools is not held by the page's own policy)."""
        found = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def size(self, width: int, height: int) -> None:
        """Look at the page through a window of this size."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def requested(self) -> list[str]:
        """Return what the page asked the network for since it was opened."""
        sent = [event for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in sent]

    def press(self, key: str, code: int, *, shift: bool = False, text: str = "") -> None:
        """Press and release a key; `text` is what it writes, if anything."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **named, **({"text": text} if text else {}))
        self.ask("Input.dispatchKeyEvent", type="keyUp", **named)

    def write(self, text: str) -> None:
        """Type a text, a key after the other."""
        for letter in text:
            self.press(letter, ord(letter.upper()), text=letter)

    def leave(self, key: str, code: int, text: str) -> None:
        """Press a key that leads to another page, and wait until all of it is there; clears `events`."""
        self.events = []
        self.press(key, code, text=text)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Run a browser beside the block."""
    assert CHROMIUM, MISSING
    there, send = os.pipe()
    receive, back = os.pipe()

    def hand_over() -> None:
        a, b = os.dup(there), os.dup(back)
        os.dup2(a, 3)
        os.dup2(b, 4)

    with tempfile.TemporaryDirectory(prefix="figures-chrome-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [CHROMIUM, *FLAGS[:-1], f"--user-data-dir={profile}", FLAGS[-1]],
            preexec_fn=hand_over,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(there)
        os.close(back)
        try:
            yield Browser(send, receive)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(send)
            os.close(receive)
