"""What is measured of requests; several web processes share it where PROMETHEUS_MULTIPROC_DIR is set before this is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
STEPS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
OWN = CollectorRegistry()
REQUESTS = Counter("zhiheng_requests", "Requests answered", ["method", "route", "status"], registry=OWN)
SECONDS = Histogram("zhiheng_request_seconds", "Seconds until a request was answered", ["route"], buckets=STEPS, registry=OWN)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True)
class Gauge:
    """A value as it is now; labels: of the value."""

    name: str
    words: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


class Gauges(Collector):
    """Values that are asked for when they are read."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self.gauges = list(gauges)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Every value as Prometheus reads it."""
        for one in self.gauges:
            family = GaugeMetricFamily(one.name, one.words, labels=[name for name, _ in one.labels])
            family.add_metric([value for _, value in one.labels], one.value)
            yield family


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request; route is the pattern of the address, never the address itself."""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def text_of(gauges: Iterable[Gauge]) -> bytes:
    """Everything in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Gauges(gauges))
    if os.environ.get(SHARED):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(OWN)
