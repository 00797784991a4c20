"""`review`: what people decide beside the machine's result. Nothing is overwritten; every decision can be undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from aggregator.core.decisions import FIELDS, Action, Decision
from aggregator.core.settings import read as read_settings


def _now() -> datetime:
    return datetime.now(UTC)


def _keep(decision: Decision) -> None:
    """Keep a decision, bring the events it touches up to date, and say its number."""
    from aggregator.regroup import regroup
    from db.decisions import decide
    from db.store import Store

    store = Store.brief(read_settings().database, _now)
    try:
        number = decide(store, decision)
        regroup(store)
    finally:
        store.close()
    click.echo(f"decision {number}: {decision.action} {decision.target}")


def who(command: Any) -> Any:
    """The two things that every decision has."""
    command = click.option("--reason", required=True, help="Why, for those who read it later.")(command)
    return click.option("--author", required=True, help="Who decides.")(command)


@click.group()
def review() -> None:
    """Decide beside the machine's result: accept, reject or correct a claim, merge or split events, undo."""


@review.command()
@click.argument("claim")
@who
def accept(claim: str, author: str, reason: str) -> None:
    """Mark CLAIM as seen and right."""
    _keep(Decision(action=Action.ACCEPT, target=claim, author=author, reason=reason))


@review.command()
@click.argument("claim")
@who
def reject(claim: str, author: str, reason: str) -> None:
    """Take CLAIM out of every range and relation; it stays listed."""
    _keep(Decision(action=Action.REJECT, target=claim, author=author, reason=reason))


@review.command(
    context_settings={"ignore_unknown_options": True},  # "-5" is a value, and refused as one
    help=f"Set FIELD of CLAIM to VALUE ('open' for an open bound). Fields: {', '.join(FIELDS)}.",
)
@click.argument("claim")
@click.argument("field")
@click.argument("value")
@who
def correct(claim: str, field: str, value: str, author: str, reason: str) -> None:
    """Set one field of a claim."""
    _keep(Decision(action=Action.CORRECT, target=claim, field=field, value=value, author=author, reason=reason))


@review.command()
@click.argument("event")
@click.argument("other")
@who
def merge(event: str, other: str, author: str, reason: str) -> None:
    """Make one event of EVENT and OTHER."""
    _keep(Decision(action=Action.MERGE, target=event, value=other, author=author, reason=reason))


@review.command()
@click.argument("event")
@click.argument("documents", nargs=-1, required=True)
@who
def split(event: str, documents: tuple[str, ...], author: str, reason: str) -> None:
    """Take DOCUMENTS out of EVENT; they are never grouped with the rest again."""
    _keep(Decision(action=Action.SPLIT, target=event, documents=documents, author=author, reason=reason))


@review.command()
@click.argument("number", type=int)
@who
def undo(number: int, author: str, reason: str) -> None:
    """Undo decision NUMBER; undoing an undoing brings it back."""
    from aggregator.regroup import regroup
    from db.decisions import undo as undo_decision
    from db.store import Store

    store = Store.brief(read_settings().database, _now)
    try:
        made = undo_decision(store, number, author=author, reason=reason)
        regroup(store)
    finally:
        store.close()
    click.echo(f"decision {made}: undoes {number}")


@review.command("list")
@click.option("--target", help="Only those of this claim or event.")
def listed(target: str | None) -> None:
    """List decisions, oldest first, with those that were undone."""
    from db.decisions import history
    from db.store import Store

    store = Store.brief(read_settings().database, _now)
    try:
        for row in history(store, target):
            told = " ".join(str(row[name]) for name in ("field", "value") if row[name] is not None)
            undone = f" (undone by {row['undone_by']})" if row["undone_by"] else ""
            click.echo(
                f"{row['id']} {row['at']} {row['author']}: {row['action']} {row['target']} {told}{undone} - {row['reason']}"
            )
    finally:
        store.close()
