"""The engine's state for Prometheus: queue depth, batch fill, device memory, cache hits, restarts.

with Session(backend="process") as session:
    serve(session.status, 9100)        # http://127.0.0.1:9100/metrics
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from visprog.errors import Unavailable, UsageError

COUNTERS = {
    "batches": "Batches that were computed",
    "items": "Calls that were computed in them",
    "seconds": "Seconds spent in batches",
    "restarts": "Workers started after one was lost",
    "losses": "Workers that died or hung",
    "retried": "Calls that were computed again alone",
    "out_of_memory": "Batches that did not fit",
    "evictions": "Times that a model left for another",
    "reused": "Embeddings that were found kept",
    "made": "Embeddings that were made",
}
"""Of each model, since the engine started; ``visprog_model_NAME_total``."""

GAUGES = {
    "queued": "Calls that wait",
    "running": "Calls that are computed now",
    "loaded": "Workers that are loaded",
    "fill": "Mean of batch size over largest batch size",
    "memory": "Bytes that the workers held after their last batch",
    "down": "1 when so many workers were lost that none is started",
}


class Collector:
    """What ``prometheus_client`` asks when somebody reads the metrics."""

    def __init__(self, status: Callable[[], Mapping[str, Any]]) -> None:
        self._status = status

    def collect(self) -> Iterator[Any]:
        families = _library("metrics_core")
        status = self._status()
        labels = ["role", "model", "backend"]
        for name, about in {**COUNTERS, **GAUGES}.items():
            kind = "Counter" if name in COUNTERS else "Gauge"
            family = getattr(families, f"{kind}MetricFamily")(
                f"visprog_model_{name}", about, labels=labels
            )
            for model in status["models"]:
                family.add_metric([model[label] for label in labels], float(model[name] or 0))
            yield family
        for name, about in (
            ("budget", "Bytes that models may hold"),
            ("held", "Bytes that models hold, by the ledger"),
            ("busy", "Batches that run now"),
        ):
            family = families.GaugeMetricFamily(f"visprog_device_{name}", about, labels=["device"])
            for device in status["devices"]:
                family.add_metric([device["device"]], float(device[name]))
            yield family
        for name, about in (("lookups", "Calls looked up"), ("hits", "Calls found")):
            yield families.CounterMetricFamily(
                f"visprog_cache_{name}", f"{about} in the cache of results", status["cache"][name]
            )
        for name in ("live", "waiting"):
            yield families.GaugeMetricFamily(
                f"visprog_programs_{name}", f"Programs that are {name}", status["programs"][name]
            )


def exposition(status: Mapping[str, Any]) -> str:
    """The metrics as Prometheus reads them, for a server of one's own."""
    library = _library()
    registry = library.CollectorRegistry()
    registry.register(Collector(lambda: status))
    text: str = library.generate_latest(registry).decode()
    return text


def serve(
    status: Callable[[], Mapping[str, Any]], port: int, host: str = "127.0.0.1"
) -> tuple[int, Callable[[], None]]:
    """Serve them on ``/metrics`` from a thread of its own: the port, and what ends it. Raises
    ``UsageError`` for a port that is taken."""
    library = _library()
    registry = library.CollectorRegistry()
    registry.register(Collector(status))
    try:
        server, thread = library.start_http_server(port, host, registry)
    except OSError as error:
        raise UsageError(f"cannot serve metrics on {host}:{port}: {error.strerror}") from None

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return int(server.server_port), end


def read(url: str) -> dict[str, dict[str, float]]:
    """What a running engine serves at ``url``: for each model (``ROLE MODEL``) and each device, its
    figures by name. Raises ``Unavailable`` when nobody answers there."""
    from urllib.error import URLError
    from urllib.request import urlopen

    parser = _library("parser")
    try:
        with urlopen(url, timeout=10) as answer:
            text = answer.read().decode()
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Unavailable(f"no metrics at {url}: {reason}; is it served there?") from None
    found: dict[str, dict[str, float]] = {}
    for family in parser.text_string_to_metric_families(text):
        for sample in family.samples:
            name = sample.name.removeprefix("visprog_").removesuffix("_total")
            if sample.name == name:
                continue
            kind, _, figure = name.partition("_")
            labels = sample.labels
            owner = labels.get("device") or " ".join(
                filter(None, (labels.get("role"), labels.get("model")))
            )
            found.setdefault(owner or kind, {})[figure] = sample.value
    return found


def _library(part: str = "") -> Any:
    try:
        return import_module("prometheus_client" + (f".{part}" if part else ""))
    except ImportError as error:
        raise Unavailable(
            "metrics need the library prometheus-client: pip install 'visprog[metrics]'"
        ) from error
