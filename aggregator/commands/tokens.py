"""`tokens`: who may decide over HTTP. A token is shown once; only a hash of it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from aggregator.core.settings import read as read_settings
from aggregator.core.tokens import Scope

LONGEST = 3650


def _store() -> Any:
    from aggregator.intake import utc_now
    from db.store import Store

    return Store.brief(read_settings().database, utc_now)


@click.group()
def tokens() -> None:
    """Tokens for review over HTTP, which is off unless FIGURES_REVIEW=on."""


@tokens.command()
@click.argument("name")
@click.option("--days", type=click.IntRange(1, LONGEST), default=365, show_default=True, help="How long it holds.")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default=Scope.REVIEW.value,
    show_default=True,
    help="review: decide and see decisions; audit: only see them.",
)
def add(name: str, days: int, scope: str) -> None:
    """Make a token for the person NAME, who is then the author of what is decided with it, and print it, once."""
    from aggregator.intake import utc_now
    from db.tokens import add as add_token

    store = _store()
    try:
        token = add_token(store, name, Scope(scope), utc_now() + timedelta(days=days))
    finally:
        store.close()
    click.echo(f"{name} has a token for {days} days (id {token.id}), shown only now; send it over TLS only:", err=True)
    click.echo(token.text)


@tokens.command("list")
def listed() -> None:
    """List tokens, oldest first, with what became of them; never the tokens themselves."""
    from aggregator.intake import utc_now
    from db.rows import learned
    from db.tokens import listed as all_tokens

    store = _store()
    try:
        for row in all_tokens(store):
            if row["revoked_at"]:
                state = f"revoked {row['revoked_at'][:10]}"
            else:
                ended = row["expires_at"] <= learned(utc_now())
                state = f"{'expired' if ended else 'holds until'} {row['expires_at'][:10]}"
            used = f"{row['decisions']} decision(s), the last {row['used_at'][:16]}" if row["decisions"] else "not used"
            click.echo(f"{row['id']}  {row['name']}  {row['scope']}  {state}  {used}")
    finally:
        store.close()


@tokens.command()
@click.argument("token")
def revoke(token: str) -> None:
    """Revoke TOKEN, an id or a name of `tokens list`: it opens nothing from now on. What was decided with it stays."""
    from db.tokens import revoke as revoke_token

    store = _store()
    try:
        identity = revoke_token(store, token)
    finally:
        store.close()
    click.echo(f"token {identity} is revoked")
