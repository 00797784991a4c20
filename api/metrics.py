"""Counters for Prometheus: requests, how long they took, what the store holds. The only door to prometheus_client."""

from __future__ import annotations

import time

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from api.nouns import no_parameters
from api.store import snapshot

blueprint = Blueprint("metrics", __name__, url_prefix="/api/v1")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """One application's counters, in a registry of their own. Labels are route names, never what a caller typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("figures_requests", "Requests answered", ("endpoint", "status"), registry=self.registry)
        self.seconds = Histogram(
            "figures_request_seconds", "Time to the reply's first byte", ("endpoint",), buckets=BUCKETS, registry=self.registry
        )
        self.revision = Gauge("figures_data_revision", "Number of the last change", registry=self.registry)
        self.aside = Gauge("figures_set_aside", "Inputs, documents and events set aside after a fault", registry=self.registry)
        self.failing = Gauge("figures_feeds_failing", "Enabled feeds whose last try failed", registry=self.registry)


def install(app: Flask) -> None:
    """Count this application's requests."""
    metrics = Metrics()
    app.extensions["metrics"] = metrics

    def start() -> None:
        g.started = time.perf_counter()

    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        metrics.requests.labels(endpoint, str(response.status_code)).inc()
        metrics.seconds.labels(endpoint).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response

    app.before_request(start)
    app.after_request(count)


@blueprint.get("/metrics")
def metrics() -> Response:
    """The counters as Prometheus reads them."""
    no_parameters()
    kept: Metrics = current_app.extensions["metrics"]
    with snapshot() as reading:
        kept.revision.set(reading.revision())
        kept.failing.set(reading.failing_feeds())
        kept.aside.set(reading.set_aside())
    response = Response(generate_latest(kept.registry), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
