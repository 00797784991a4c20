"""`serve`: the REST API and the pages, by waitress, on HOST and PORT."""

from __future__ import annotations

import click

from aggregator.core.settings import read as read_settings


@click.command()
def serve() -> None:
    """Serve the REST API and the web pages on HOST (127.0.0.1) and PORT (8000)."""
    from waitress import serve as serve_wsgi

    from api.app import create_app

    settings = read_settings()
    click.echo(f"http://{settings.host}:{settings.port}/")
    serve_wsgi(create_app(settings), host=settings.host, port=settings.port, threads=8, ident=None)
