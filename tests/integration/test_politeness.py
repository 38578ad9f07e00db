"""How the poller treats its sources, and what it says of them; test_poller.py runs these beside its own, with one broker."""
import calendar
import email.utils
import json
import pathlib
import subprocess
import sys
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feed_server import FeedServer  # noqa: E402 (the path has to be set first)
from places import BIN  # noqa: E402
from polling import DEADLINE_S, PROSE, PollerCase, closed_server, free_port, wait  # noqa: E402


def rfc3339(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Politeness(PollerCase):
    def put_state(self, state):
        """As another poller would have left it."""
        subprocess.run(["kcat", "-b", self.environment["GAINSAY_KAFKA_BROKERS"], "-P", "-t", "gainsay.sources", "-k", state["source"]],
                       input=json.dumps(state).encode(), check=True, timeout=60)

    def test_a_host_is_asked_by_one_connection_one_request_after_the_other_with_a_gap(self):
        self.server.put("/robots.txt", "User-agent: *\nAllow: /\n", "text/plain")
        for number in range(3):
            self.server.page(f"/page-{number}", PROSE)
        self.server.entries("/feed", [(f"g{n}", "T", None, f"/page-{n}") for n in range(3)])
        self.server.entries("/other", [("o", "T", PROSE)])
        self.source("pages", "/feed", gap="400ms")
        self.source("other", "/other", gap="400ms")
        self.once()
        # What robots.txt allows is asked right behind it.
        made = [request for request in self.server.requests if request.path != "/robots.txt"]
        self.assertEqual(len(made), 5)
        for before, after in zip(made, made[1:]):
            self.assertGreater(after.began - before.ended, 0.35)
        self.assertEqual(self.server.connections, 1)

    def test_two_ports_of_a_host_share_its_gap_and_have_robots_of_their_own(self):
        other = FeedServer()
        for server, rule in ((self.server, "Allow: /"), (other, "Disallow: /closed")):
            server.put("/robots.txt", f"User-agent: *\n{rule}\n", "text/plain")
            for path in ("/open", "/closed"):
                server.entries(path, [("a", "One", PROSE)])
        here = self.source("here", "/closed", robots="all", gap="400ms")
        there = [self.source(path[1:], path, server=other, robots="all", gap="400ms") for path in ("/open", "/closed")]
        self.once()
        self.assertEqual([self.state(source)["state"] for source in (here, *there)], ["ok", "ok", "blocked"])
        self.assertEqual([len(server.asked("/robots.txt")) for server in (self.server, other)], [1, 1])
        made = sorted((request for request in self.server.requests + other.requests if request.path != "/robots.txt"),
                      key=lambda request: request.began)
        self.assertEqual(len(made), 2)
        self.assertGreater(made[1].began - made[0].ended, 0.35)
        other.close()

    def test_a_crawl_delay_goes_before_a_shorter_gap(self):
        self.server.put("/robots.txt", "User-agent: gainsay\nCrawl-delay: 1\n", "text/plain")
        for number in range(3):
            self.server.page(f"/page-{number}", PROSE)
        self.server.entries("/feed", [(f"g{n}", "T", None, f"/page-{n}") for n in range(3)])
        self.source("s", "/feed")
        self.once()
        made = [request for request in self.server.requests if request.path.startswith("/page-")]
        self.assertEqual(len(made), 3)
        for before, after in zip(made, made[1:]):
            self.assertGreater(after.began - before.ended, 0.95)

    def test_pages_that_ask_for_a_wait_are_left_alone_and_fetched_later(self):
        """429 for the first page: the others are not asked, the summaries go, and the source is not asked sooner than it said."""
        for number in range(3):
            self.server.put(f"/page-{number}", "", status=429, Retry_After="1800")
        self.server.entries("/feed", [(f"g{n}", "T", None, f"/page-{n}") for n in range(3)])
        source = self.source("s", "/feed")
        self.once()
        self.assertEqual(sum(self.server.count(f"/page-{n}", 429) for n in range(3)), 1)
        self.assertEqual([item["text"] for item in self.items(source)], 3 * ["In short."])
        state = self.state(source)
        self.assertEqual(state["state"], "limited")
        self.assertIn("1800", state["reason"])
        for number in range(3):
            self.server.page(f"/page-{number}", PROSE)
        self.once()
        self.assertEqual(len(self.items(source)), 6)
        self.assertTrue(all("no consultations" in item["text"] for item in self.items(source)[-3:]))
        self.assertEqual(self.state(source)["state"], "ok")

    def test_a_slow_host_delays_no_other(self):
        slow = FeedServer("127.0.0.2")
        slow.entries("/feed", [("a", "One", PROSE)])
        slow.delays["/feed"] = 60
        self.source("slow", "/feed", server=slow)
        source = self.source("quick", "/feed")
        self.server.entries("/feed", [("first", "One", PROSE)])
        self.start()
        wait("the first item", lambda: len(self.items(source)) == 1)
        polls = len(self.server.asked("/feed"))
        self.server.entries("/feed", [("first", "One", PROSE), ("second", "Two", PROSE)])
        wait("the second item", lambda: len(self.items(source)) == 2)
        wait("further polls", lambda: len(self.server.asked("/feed")) >= polls + 5)
        gaps = [after.began - before.began for before, after in zip(self.server.asked("/feed"), self.server.asked("/feed")[1:])]
        self.assertLess(max(gaps), 10)
        self.assertEqual(slow.asked("/feed"), [])  # nothing was answered yet
        slow.close()

    def test_a_whole_document_is_asked_for_once_a_day_and_where_validators_are_not_trusted(self):
        self.server.entries("/feed", [("a", "One", PROSE)])
        daily = self.source("daily", "/feed")
        doubted = self.source("doubted", "/doubted", conditional="no")
        self.server.entries("/doubted", [("a", "One", PROSE)])
        self.once()
        self.once()
        self.assertIn("If-None-Match", self.server.asked("/feed")[1].headers)
        self.assertEqual(self.server.count("/doubted", 200), 2)
        state = self.state(daily)
        self.put_state({**state, "validated": rfc3339(time.time() - 86500), "polled": rfc3339(time.time() + 1)})
        self.once()
        self.assertNotIn("If-None-Match", self.server.asked("/feed")[2].headers)
        self.assertEqual([len(self.items(daily)), len(self.items(doubted))], [1, 1])

    def test_an_error_keeps_the_validators_and_a_304_may_renew_them(self):
        source = self.source("s", "/feed")
        self.server.entries("/feed", [("a", "One", PROSE)])
        whole = self.server.documents["/feed"]
        self.once()
        tag = self.state(source)["etag"]
        self.server.put("/feed", "", status=500)
        self.once()
        self.assertEqual(self.state(source)["etag"], tag)
        self.server.put("/feed", "", status=304, ETag='"renewed"')
        self.once()
        self.assertEqual(self.server.asked("/feed")[2].headers["If-None-Match"], tag)
        self.assertEqual(self.state(source)["state"], "ok")
        self.server.documents["/feed"] = whole
        self.once()
        self.assertEqual(self.server.asked("/feed")[3].headers["If-None-Match"], '"renewed"')
        self.assertEqual(len(self.items(source)), 1)

    def test_a_304_that_nobody_asked_for_is_no_answer(self):
        source = self.source("s", "/feed")
        self.server.put("/feed", "", status=304)
        self.once()
        state = self.state(source)
        self.assertEqual(state["state"], "backing_off")
        self.assertIn("304", state["reason"])

    def test_a_wait_is_kept_in_both_forms_of_retry_after(self):
        at = time.time() + 7200
        sources = {self.source(name, path, interval="1m"): seconds for name, path, seconds in (("seconds", "/seconds", 3600), ("date", "/date", 7200))}
        self.server.put("/seconds", "", status=503, Retry_After="3600")
        self.server.put("/date", "", status=500, Retry_After=email.utils.formatdate(at, usegmt=True))
        self.once()
        for source, seconds in sources.items():
            state = self.state(source)
            self.assertEqual(state["state"], "limited")
            wait_s = seconds_of(state["next_poll"]) - seconds_of(state["polled"])
            self.assertGreater(wait_s, seconds - 30)
            self.assertLess(wait_s, 1.1 * seconds + 30)

    def test_an_outage_of_our_own_network_counts_against_no_source(self):
        """Five hosts that nobody answers for; then they do."""
        gone = [closed_server(f"127.0.1.{n}") for n in range(1, 6)]
        sources = [self.source(f"n{n}", "/feed", server=server) for n, server in enumerate(gone)]
        process = self.start()
        log = self.dir / f"{self._testMethodName}.log"
        wait("the outage", lambda: "event=network.away" in log.read_text())
        wait("further tries", lambda: log.read_text().count("outcome=unreachable") > 15)
        servers = [FeedServer(*server.http.server_address) for server in gone]
        for number, server in enumerate(servers):
            server.entries("/feed", [(f"g{number}", "One", PROSE)])
        wait("all of them", lambda: all(self.items(source) for source in sources))
        self.assertIn("event=network.back", log.read_text())
        self.assertIsNone(process.poll())
        for source in sources:
            failures = [state.get("failures", 0) for state in self.messages("gainsay.sources", source)]
            # What the first ones were blamed for before it was clear is taken back.
            self.assertLessEqual(max(failures), 0.5)
            self.assertEqual(self.state(source)["state"], "ok")
        for server in servers:
            server.close()

    def test_what_is_wrong_with_a_source_shows_in_metrics_and_states(self):
        port = free_port()
        self.server.put("/gone", "", status=404)
        self.server.entries("/fine", [("a", "One", PROSE)])
        gone = self.source("gone", "/gone")
        fine = self.source("fine", "/fine")
        self.start(f"--http.listen=127.0.0.1:{port}")
        wait("both states", lambda: self.state(gone) and self.state(fine))

        def metrics():
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                return answer.read().decode()
        wait("the gauges", lambda: 'gainsay_poller_sources{state="backing_off"} 1' in metrics())
        told = metrics()
        self.assertIn('gainsay_poller_sources{state="ok"} 1', told)
        self.assertIn(f'gainsay_poller_source_state{{source="{gone}",state="backing_off",reason="{self.state(gone)["reason"]}"}} 1', told)
        self.assertNotIn(f'gainsay_poller_source_state{{source="{fine}"', told)
        since = seconds_of(self.state(gone)["since"])
        self.assertIn(f'gainsay_poller_source_trouble_timestamp_seconds{{source="{gone}"}} {since}', told)
        self.assertIn(f'gainsay_poller_source_answered_timestamp_seconds{{source="{fine}"}}', told)
        told = subprocess.run([BIN / "gainsay", "sources", "states"], env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
                              timeout=DEADLINE_S).stdout
        line = next(line for line in told.splitlines() if gone in line)
        for word in ("backing_off", rfc3339(since), "status 404"):
            self.assertIn(word, line)
        self.server.entries("/gone", [("a", "One", PROSE)])
        wait("its recovery", lambda: f'trouble_timestamp_seconds{{source="{gone}"}} 0' in metrics())
        self.assertNotIn(f'gainsay_poller_source_state{{source="{gone}"', metrics())


def seconds_of(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
