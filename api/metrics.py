"""Counters for Prometheus: requests, how long they took, what the store holds. The only door to prometheus_client."""

from __future__ import annotations

import logging
import time

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from aggregator.core.errors import StoreError
from api.nouns import no_parameters
from api.store import snapshot

blueprint = Blueprint("metrics", __name__, url_prefix="/api/v1")
log = logging.getLogger("api")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """One application's counters, in registries of their own: of the process, and of the store, which are left out while that
    cannot be read. Labels are route names, never what a caller typed.
    """

    def __init__(self) -> None:
        self.registry, self.of_store = CollectorRegistry(), CollectorRegistry()
        self.requests = Counter("figures_requests", "Requests answered", ("endpoint", "status"), registry=self.registry)
        self.seconds = Histogram(
            "figures_request_seconds", "Time to the reply's first byte", ("endpoint",), buckets=BUCKETS, registry=self.registry
        )
        self.readable = Gauge("figures_store_readable", "1 where the store can be read", registry=self.registry)
        self.revision = Gauge("figures_data_revision", "Number of the last change", registry=self.of_store)
        self.failing = Gauge("figures_feeds_failing", "Enabled feeds whose last try failed", registry=self.of_store)
        self.aside = Gauge("figures_set_aside", "Inputs, documents and events set aside after a fault", registry=self.of_store)


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
    """The counters as Prometheus reads them; those of the store where it can be read."""
    no_parameters()
    kept: Metrics = current_app.extensions["metrics"]
    told = [kept.registry]
    try:
        with snapshot() as reading:
            kept.revision.set(reading.revision())
            kept.failing.set(reading.failing_feeds())
            kept.aside.set(reading.set_aside())
        told.append(kept.of_store)
    except StoreError as error:
        log.warning("metrics without the store: %s", error)
    kept.readable.set(len(told) - 1)
    response = Response(b"".join(generate_latest(each) for each in told), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
