"""The review page: a form that a person fills in, without script or cookie, and that no other site can send for them."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from test_review import REVIEW, House, house, token_of

from aggregator.core.settings import Settings
from aggregator.core.tokens import Scope
from api.app import create_app

__all__ = ["house"]


def page(house: House, path: str) -> Any:
    with urllib.request.urlopen(house.url + path, timeout=120) as reply:
        assert (reply.headers["Cache-Control"], reply.headers["Set-Cookie"]) == ("no-store", None)
        return html.fromstring(reply.read())


def sent(house: House, form: Any, given: dict[str, str], **headers: str) -> tuple[int, Any]:
    """Send a form as a browser does, with what a person put in; the page that comes back."""
    fields = {**dict(form.form_values()), **given}
    body = urllib.parse.urlencode(
        [(n, v) for n, values in fields.items() for v in ([values] if isinstance(values, str) else values)]
    )
    asked = urllib.request.Request(house.url + form.action.lstrip("/"), data=body.encode(), headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=120) as reply:
            return reply.status, html.fromstring(reply.read())
    except urllib.error.HTTPError as error:
        return error.code, html.fromstring(error.read())


def words(tree: Any) -> str:
    return " ".join(tree.find(".//main").text_content().split())


def test_a_person_corrects_a_claim_and_undoes_it_and_the_form_counts_once(house: House) -> None:
    aim = house.claim(20)["id"]
    (form,) = page(house, f"review?claim={aim}").forms
    given = {"verb": "correct", "field": "low", "value": "15", "reason": "the list says so", "token": house.token}
    for _ in range(2):  # the page after it is loaded again
        status, after = sent(house, form, given)
        assert status == 200 and "Decision 1 is kept" in words(after) and house.token not in html.tostring(after).decode()
    (row,) = house.ask("GET", f"{REVIEW}/decisions").body["data"]
    assert (row["author"], row["field"], row["value"], row["reason"]) == ("ana", "low", "15", "the list says so")
    status, after = sent(house, form, given | {"value": "16"})
    assert status == 422 and "asked for something else" in words(after)
    (undo,) = sent(house, form, given)[1].forms
    status, after = sent(house, undo, {"reason": "no", "token": house.token})
    assert status == 200 and "undo of decision 1" in words(after)


def test_a_person_splits_an_event_and_merges_it_again(house: House) -> None:
    ferry = house.claim(12)["event"]
    _, split = page(house, f"review?event={ferry}").forms
    leaving: Any = [house.claim(20)["document"]]
    assert sent(house, split, {"documents": leaving, "reason": "r", "token": house.token})[0] == 200
    house.command("regroup")
    assert house.claim(20)["event"] != house.claim(12)["event"]
    (merge,) = page(house, f"review?event={house.claim(12)['event']}").forms  # one document is left: nothing to split
    status, after = sent(house, merge, {"other": house.claim(20)["event"], "reason": "r", "token": house.token})
    assert status == 200, words(after)
    assert [row["action"] for row in house.ask("GET", f"{REVIEW}/decisions").body["data"]] == ["split", "merge"]


def test_only_the_token_in_the_form_counts(house: House) -> None:
    (form,) = page(house, f"review?claim={house.claim(12)['id']}").forms
    given = {"verb": "accept", "reason": "r"}
    bearer, cookie = {"Authorization": f"Bearer {house.token}"}, {"Cookie": f"token={house.token}"}
    for token, headers in (("", bearer), ("", cookie), ("x", {}), (house.token + "x", {})):
        status, after = sent(house, form, given | {"token": token}, **headers)
        assert status == 401 and "token" in words(after), token
    audit = token_of(house.path, "auditor", Scope.AUDIT)
    assert sent(house, form, given | {"token": audit})[0] == 403
    for wrong, named in (
        ({"verb": "adopt"}, "accept"),
        ({"verb": "correct", "field": "low", "value": "-3"}, "value"),
        ({"verb": "correct", "field": "place", "value": "x"}, "outcome"),
        ({"verb": "accept", "reason": " "}, "reason"),
        ({"key": "two words"}, "Idempotency-Key"),
    ):
        status, after = sent(house, form, given | {"token": house.token} | wrong)
        assert status == 400 and named in words(after), wrong
    assert sent(house, form, given | {"token": house.token}, **{"Content-Type": "text/plain"})[0] == 415
    assert house.ask("GET", f"{REVIEW}/decisions").body["data"] == []


def test_the_page_is_where_review_is_on_and_the_event_leads_there(house: House) -> None:
    event = house.claim(12)["event"]
    with urllib.request.urlopen(f"{house.url}events/{event}", timeout=120) as reply:
        assert f"/review?event={event}" in reply.read().decode()
    off = create_app(Settings(database=house.path)).test_client()
    assert "/review" not in off.get(f"/events/{event}").get_data(as_text=True)
    assert off.get("/review").status_code == off.post("/review").status_code == 404
    keys = [re.findall(r'name="key" value="(\w+)"', html.tostring(page(house, f"review?event={event}")).decode()) for _ in "ab"]
    assert keys[0] and not set(keys[0]) & set(keys[1])
    for path in ("claim=nowhere", "event=nowhere", "calim=x"):
        with pytest.raises(urllib.error.HTTPError):
            page(house, "review?" + path)


def test_tries_at_the_page_and_at_the_api_are_counted_together(tmp_path: Path, house: House) -> None:
    asking = create_app(Settings(database=house.path, review=True)).test_client()
    form = {"verb": "accept", "token": "x"}
    seen = [asking.post("/review", data=form).status_code for _ in range(30)]
    seen += [asking.get(f"{REVIEW}/decisions").status_code for _ in range(30)]
    assert set(seen) == {401} and asking.post("/review", data=form).status_code == 429
