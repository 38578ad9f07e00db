#!/usr/bin/python3
"""The alert rules, by promtool: they read well, name metrics that the services have, fire on a fault and are quiet without one. Grafana's
board names such metrics, too. tests/deploy/alerts brings promtool."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import CACHE, TOP  # noqa: E402

RULES = TOP / "deploy/prometheus/alerts.yaml"
BOARD = TOP / "deploy/prometheus/grafana.json"
PROMTOOL = shutil.which("promtool") or shutil.which(CACHE / "promtool")

# Series of each fault ("VALUE+STEPxTIMES", a step a minute) and the alerts that have to come.
CASES = {
    "a service is gone": ([('up{job="gainsay-store",instance="a"}', "0x60")], ("GainsayServiceDown",)),
    "a service is there": ([('up{job="gainsay-store",instance="a"}', "1x60")], ()),
    "letters": ([('gainsay_classifier_dead_letters_total{job="gainsay-classifier",class="bad-input"}', "0+1x60")], ("GainsayDeadLetters",)),
    "a halt": ([('gainsay_store_halted_partitions{instance="a"}', "1x60")], ("GainsayStoreHalted",)),
    "nothing stored": ([("gainsay_classifier_items_total", "0+10x60"), ("gainsay_store_results_total", "5x60")], ("GainsayStoreBehind",)),
    "all stored": ([("gainsay_classifier_items_total", "0+10x60"), ("gainsay_store_results_total", "0+10x60")], ()),
    "waits": ([('gainsay_store_retries_total{class="unavailable"}', "0+6x60")], ("GainsayStoreWaits",)),
    "refused": ([('gainsay_store_retries_total{job="gainsay-store",instance="a",class="config"}', "0+6x60")],
                ("GainsayStoreWaits", "GainsayStoreRefused")),
    "the network": ([("gainsay_poller_network_away", "1x60")], ("GainsayNetworkAway",)),
    "a troubled source": ([('gainsay_poller_source_state{source="wire",state="blocked"}', "1x600")], ("GainsaySourceTroubled",)),
    "an empty source": ([('gainsay_poller_source_state{source="wire",state="silent"}', "1x600")], ("GainsaySourceEmpty",)),
    "a source that is well again": ([('gainsay_poller_source_state{source="wire",state="blocked"}', "1x300 _x300")], ()),
    "many sources in trouble": ([('gainsay_poller_sources{state="ok"}', "40x600"), ('gainsay_poller_sources{state="limited"}', "2x600"),
                                 ('gainsay_poller_sources{state="blocked"}', "50x600")], ("GainsayManySourcesTroubled",)),
    "few sources in trouble": ([('gainsay_poller_sources{state="ok"}', "60x600"), ('gainsay_poller_sources{state="blocked"}', "40x600")], ()),
    "a backlog": ([('gainsay_kafka_lag_seconds{job="gainsay-store",topic="gainsay.records",partition="1"}', "1000+60x600")],
                  ("GainsayBehind",)),
    "no backlog": ([('gainsay_kafka_lag_seconds{job="gainsay-store",topic="gainsay.records",partition="1"}', "2x600")], ()),
    "old news": ([('gainsay_store_fetched_to_stored_seconds_bucket{le="300"}', "0x600"),
                  ('gainsay_store_fetched_to_stored_seconds_bucket{le="900"}', "0+1x600"),
                  ('gainsay_store_fetched_to_stored_seconds_bucket{le="+Inf"}', "0+1x600")], ("GainsayNewsIsOld",)),
    "fresh news": ([('gainsay_store_fetched_to_stored_seconds_bucket{le="1"}', "0+1x600"),
                    ('gainsay_store_fetched_to_stored_seconds_bucket{le="+Inf"}', "0+1x600")], ()),
    "restarts": ([('process_start_time_seconds{job="gainsay-store",instance="a"}', "0+60x600")], ("GainsayRestarts",)),
    "messages given up": ([('gainsay_kafka_delivery_failures_total{job="gainsay-poller"}', "0+1x600")], ("GainsayDeliveryFailures",)),
    "a text index behind": ([("gainsay_store_search_lag_seconds", "0+60x600")], ("GainsaySearchBehind",)),
    "no news": ([('gainsay_poller_items_total{source="wire",kind="new"}', "5x120")], ("GainsayNoItems",)),
    "a source that never answered": ([('gainsay_poller_source_answered_timestamp_seconds{source="wire"}', "0x1600")],
                                     ("GainsaySourceSilent",)),
    "mostly letters": ([('gainsay_store_dead_letters_total{job="gainsay-store"}', "0+3x60"),
                        ('gainsay_store_read_total{job="gainsay-store"}', "0+9x60")], ("GainsayDeadLetters", "GainsayManyDeadLetters")),
    "an overrun": ([('gainsay_poller_overruns_total{source="wire"}', "0+1x60")], ("GainsayWindowOverrun",)),
}


@unittest.skipIf(PROMTOOL is None, "there is no promtool: tests/deploy/alerts brings it")
class Alerts(unittest.TestCase):
    def promtool(self, *words):
        done = subprocess.run([PROMTOOL, *words], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_the_rules_read_well(self):
        self.assertIn("SUCCESS", self.promtool("check", "rules", str(RULES)))

    def test_each_alert_has_a_fault(self):
        named = {name for _, alerts in CASES.values() for name in alerts}
        self.assertEqual(named, set(re.findall(r"alert: (\w+)", RULES.read_text("utf-8"))))

    def test_each_fault_has_its_alert_and_health_has_none(self):
        for name, (series, alerts) in CASES.items():
            lines = ["rule_files: [" + str(RULES) + "]", "evaluation_interval: 1m", "tests:", "  - interval: 1m", "    input_series:"]
            for metric, values in series:
                lines += [f"      - series: '{metric}'", f"        values: '{values}'"]
            # Five minutes before the series end.
            steps = min(sum(map(int, re.findall(r"x(\d+)", values))) for _, values in series)
            end = f"        eval_time: {steps - 5}m"
            lines += ["    promql_expr_test:", "      - expr: 'count(ALERTS{alertstate=\"firing\"}) or vector(0)'", end,
                      f"        exp_samples: [{{labels: '{{}}', value: {len(alerts)}}}]"]
            for alert in alerts:
                lines += [f"      - expr: 'count(ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}})'", end,
                          "        exp_samples: [{labels: '{}', value: 1}]"]
            with self.subTest(name), tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                file.write("\n".join(lines) + "\n")
                file.flush()
                self.promtool("test", "rules", file.name)


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sources = "".join(path.read_text("utf-8") for room in ("producers", "consumers", "common") for path in (TOP / room).rglob("*.c"))
        cls.metrics = set(re.findall(r'"((?:gainsay|process)_[a-z_]+)"', sources))

    def assert_known(self, text):
        names = re.findall(r"\b(?:gainsay|process)_[a-z_]+(?=[{\[ )]|$)", text)
        self.assertTrue(names, text)
        for name in names:
            self.assertIn(name.removesuffix("_bucket"), self.metrics, text)

    def test_the_rules_name_metrics_that_the_services_have(self):
        self.assert_known(RULES.read_text("utf-8"))
        self.assertLessEqual({"gainsay_classifier_dead_letters_total", "gainsay_store_dead_letters_total"}, self.metrics)

    def test_the_board_names_metrics_that_the_services_have_and_each_panel_has_room(self):
        board = json.loads(BOARD.read_text("utf-8"))
        taken = set()
        for panel in board["panels"]:
            for target in panel["targets"]:
                self.assert_known(target["expr"])
            place = panel["gridPos"]
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & taken, panel["title"])
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            taken |= cells
        self.assertEqual(len({panel["id"] for panel in board["panels"]}), len(board["panels"]))

    @unittest.skipIf(PROMTOOL is None, "there is no promtool: tests/deploy/alerts brings it")
    def test_promtool_reads_each_query_of_the_board(self):
        queries = [target["expr"] for panel in json.loads(BOARD.read_text("utf-8"))["panels"] for target in panel["targets"]]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            rules = [{"record": f"board:query{n}", "expr": query.replace("$__rate_interval", "5m")} for n, query in enumerate(queries)]
            json.dump({"groups": [{"name": "board", "rules": rules}]}, file)
            file.flush()
            done = subprocess.run([PROMTOOL, "check", "rules", file.name], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
