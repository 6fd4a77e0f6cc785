"""What Prometheus reads, and what the example rules make of it."""

import re
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from server.fleet import commands
from server.fleet.metrics import Metrics, serve_metrics
from server.store import terminals
from server.store.alarms import Alarm, raise_
from server.store.database import add, close_store, run, to_text, writing
from server.store.quarantine import Reason
from tests.server.fleet.fleet import NOW, Fleet, at

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


def read() -> dict[str, Metric]:
    registry = CollectorRegistry()
    registry.register(Metrics(lambda: NOW))
    text = generate_latest(registry).decode()
    return {one.name: one for one in text_string_to_metric_families(text)}


def value(metric: Metric, **labels: str) -> float:
    found = [one.value for one in metric.samples if one.labels == labels]
    assert len(found) == 1, metric.samples
    return float(found[0])


@pytest.fixture
def busy(fleet: Fleet) -> Fleet:
    names = fleet.add("99001", 3)
    fleet.add("99003", 2)
    fleet.say(names[:1], printer="fault", unsent=4, oldest_unsent_seconds=90)
    fleet.last_word(names[1:2], at(7))
    with writing():
        terminals.revoke(names[2])
        commands.give(names[:2], "restart", by="Nam", now=NOW, until=at(20))
        raise_([Alarm(Reason.FORGED, names[0])], NOW)
        columns = ("terminal", "epoch", "through", "stored", "touched_at", "head", "aside")
        add("mark", columns, [(names[0], "a" * 32, 7, 8, to_text(NOW), "", 0)])
        add("mark", columns, [(names[1], "b" * 32, 5, 5, to_text(NOW), "", 0)])
        run(
            "INSERT INTO followed (reader, terminal, epoch, through) VALUES (?, ?, ?, ?)",
            ("oversight", names[0], "a" * 32, 3),
        )
        made = ("made_at", "folder", "size", "entries", "is_encrypted", "has_keys")
        add("backuptaken", made, [(to_text(at(1)), "x", 1, 1, 1, 0)])
    return fleet


def test_the_figures_are_those_of_the_store(busy: Fleet) -> None:
    assert busy.ids
    found = read()
    states = found["quay_terminals"]
    assert value(states, area="T", state="look") == 1
    assert value(states, area="T", state="silent") == 1
    assert value(states, area="T", state="revoked") == 1
    assert value(states, area="D", state="normal") == 2
    assert value(states, area="D", state="silent") == 0
    assert value(found["quay_terminals_in_trouble"], trouble="printer-fault") == 1
    assert value(found["quay_terminals_in_trouble"], trouble="heat") == 0
    assert value(found["quay_unsent_entries"]) == 4
    assert value(found["quay_oldest_unsent_seconds"]) == 90
    assert value(found["quay_newest_contact_seconds"]) == 0
    assert found["quay_entries_stored"].samples[0].value == 13
    assert value(found["quay_follow_lag_entries"], reader="oversight") == 4 + 5
    assert value(found["quay_alarms_open"], kind="forged", seen="no") == 1
    assert value(found["quay_commands_waiting"]) == 2
    assert value(found["quay_store_readable"]) == 1


def test_no_label_names_a_terminal_or_an_outlet(busy: Fleet) -> None:
    labels = {
        label
        for metric in read().values()
        for sample in metric.samples
        for label in sample.labels.values()
    }
    assert labels
    assert not [label for label in labels if any(name in label for name in busy.ids)]


def test_an_empty_store_has_figures_too(database: str) -> None:
    assert database
    found = read()
    assert value(found["quay_unsent_entries"]) == 0
    assert "quay_newest_contact_seconds" not in found


def test_where_the_store_cannot_be_read_only_that_is_told(
    busy: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert busy.ids
    close_store()
    monkeypatch.setattr("server.store.database._engine", None)
    found = read()
    assert list(found) == ["quay_store_readable"]
    assert value(found["quay_store_readable"]) == 0


def test_they_are_served_over_http_until_closed(busy: Fleet) -> None:
    assert busy.ids
    serving = serve_metrics("127.0.0.1", 0)
    address = f"http://127.0.0.1:{serving.port}"
    with urlopen(f"{address}/metrics", timeout=10) as answer:  # noqa: S310 (our own address)
        text = answer.read().decode()
    assert "quay_store_readable 1.0" in text
    assert "quay_commands_waiting" in text
    assert "process_" not in text
    serving.close()
    with pytest.raises(OSError, match=r"refused|reset"):
        urlopen(f"{address}/metrics", timeout=10)  # noqa: S310 (our own address)


def test_a_port_that_is_taken_is_an_error(database: str) -> None:
    assert database
    serving = serve_metrics("127.0.0.1", 0)
    with pytest.raises(OSError, match="in use"):
        serve_metrics("127.0.0.1", serving.port)
    serving.close()


def test_every_rule_of_the_example_asks_for_figures_that_exist(busy: Fleet) -> None:
    assert busy.ids
    samples = {sample.name for metric in read().values() for sample in metric.samples}
    rules = yaml.safe_load((EXAMPLES / "quay-alerts.yml").read_text())
    asked = 0
    for group in rules["groups"]:
        for rule in group["rules"]:
            names = set(re.findall(r"\bquay_\w+", rule["expr"]))
            assert names <= samples, rule["alert"]
            assert names or "up{" in rule["expr"]
            assert rule["labels"]["severity"] in {"page", "ticket"}
            assert rule["annotations"]["summary"]
            asked += len(names)
    assert asked > 10


def test_labels_in_the_rules_are_labels_of_the_figures(busy: Fleet) -> None:
    assert busy.ids
    known = {
        (sample.name, label)
        for metric in read().values()
        for sample in metric.samples
        for label in sample.labels
    }
    text = (EXAMPLES / "quay-alerts.yml").read_text()
    for name, labels in re.findall(r"\b(quay_\w+)\{([^}]*)\}", text):
        for label in re.findall(r"(\w+)(?:=|!=|=~|!~)\"", labels):
            assert (name, label) in known


def test_the_example_reads_the_rules_and_our_port() -> None:
    example = yaml.safe_load((EXAMPLES / "prometheus.yml").read_text())
    assert [(EXAMPLES / name).exists() for name in example["rule_files"]] == [True]
    (job,) = example["scrape_configs"]
    assert job["job_name"] == "quay"
