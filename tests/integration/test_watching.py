#!/usr/bin/python3
"""What a person sees of running services, on a real Kafka and PostgreSQL: ledgers that balance, lag, freshness, traces, and
`gainsay status`. $GAINSAY_BIN names the folder of the programs."""
import email.utils
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feed_server import FeedServer  # noqa: E402 (the path has to be set first)
from places import BIN, TOP, pipeline  # noqa: E402
from scrape import free_ports, get, scrape, total  # noqa: E402
from servers import Servers  # noqa: E402

DEADLINE_S = 60
SERVICES = ("poller", "classifier", "store")
TEXT = "Canada raised its tariff on cars from the United States to {}%."
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Watching(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feeds = FeedServer()
        cls.ports = dict(zip(SERVICES, free_ports(3)))
        (cls.dir / "sources.conf").write_text(f"[wire]\nurl = {cls.feeds.url('/feed')}\nlanguage = en\ninterval = 1s\n"
                                              "min_interval = 1s\ngap = 0s\npages = never\n")
        cls.settle()
        cls.run_tool("gainsay", "topics", "create")
        cls.run_tool("gainsay", "migrate")
        cls.running = {}
        for name in SERVICES:
            cls.start(name)

    @classmethod
    def settle(cls):
        cls.environment = {
            **os.environ, "GAINSAY_CONFIG": "", "GAINSAY_KAFKA_BROKERS": cls.brokers, "GAINSAY_STORE_WAIT": "100ms",
            "GAINSAY_POSTGRES_CONNINFO": pipeline("conninfo", cls.dir), "GAINSAY_POLLER_ALLOW": "127.0.0.0/8",
            "GAINSAY_POLLER_SOURCES": str(cls.dir / "sources.conf"),
            "GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"),
            "GAINSAY_STATUS_SERVICES": " ".join(f"{name}=127.0.0.1:{port}" for name, port in cls.ports.items())}

    @classmethod
    def tearDownClass(cls):
        for name in list(cls.running):
            cls.stop(name, signal.SIGKILL)
        cls.feeds.close()

    @classmethod
    def start(cls, name):
        with open(cls.dir / f"{name}.log", "a", encoding="utf-8") as log:
            cls.running[name] = subprocess.Popen([BIN / f"gainsay-{name}", f"--http.listen=127.0.0.1:{cls.ports[name]}"],
                                                 env=cls.environment, stderr=log)

    @classmethod
    def stop(cls, name, number=signal.SIGTERM):
        process = cls.running.pop(name)
        process.send_signal(number)
        return process.wait(timeout=30)

    @classmethod
    def run_tool(cls, name, *words, check=True, **options):
        return subprocess.run([BIN / name, *words], env=cls.environment, check=check, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=DEADLINE_S, **options)

    @classmethod
    def sql(cls, text):
        subprocess.run(["psql", cls.environment["GAINSAY_POSTGRES_CONNINFO"], "-XAtqc", text], check=True, timeout=60)

    @classmethod
    def kcat(cls, *words, **options):
        return subprocess.run(["kcat", "-b", cls.brokers, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=60, **options).stdout.decode("utf-8", "replace")

    def sample(self, name):
        return scrape(self.ports[name])

    def wait(self, what, condition):
        end = time.monotonic() + DEADLINE_S
        while True:
            for name, process in self.running.items():
                self.assertIsNone(process.poll(), f"{name} ended: {(self.dir / f'{name}.log').read_text()[-2000:]}")
            try:
                found = condition()
            except OSError:
                found = None  # not listening yet
            if found:
                return found
            if time.monotonic() > end:
                self.fail(f"waited too long for {what}: {self.seen()}")
            time.sleep(0.2)

    def seen(self):
        return {name: {key: value for key, value in self.sample(name).items() if value and "bucket" not in str(key)}
                for name in SERVICES}

    def publish(self, entries):
        """Serves entries of (guid, title, text, published or None[, summary])."""
        items = "".join(f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title>"
                        + (f"<pubDate>{email.utils.formatdate(when)}</pubDate>" if when else "")
                        + f"<description>{''.join(summary)}</description><content:encoded>{text}</content:encoded></item>"
                        for guid, title, text, when, *summary in entries)
        self.feeds.put("/feed", "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
                       f"<title>t</title>{items}</channel></rss>")

    def poller(self):
        """(in, sent, dropped by gate)"""
        sample = self.sample("poller")
        gates = {key[2]: value for key, value in sample.items() if key[0] == "gainsay_poller_dropped_total" and value}
        self.assertEqual(sample["gainsay_poller_entries_waiting"], 0)
        return (total(sample, "gainsay_poller_entries_total"), total(sample, "gainsay_poller_items_total"), gates)

    def classifier(self):
        sample = self.sample("classifier")
        gates = {key[1]: value for key, value in sample.items() if key[0] == "gainsay_classifier_dropped_total" and value}
        return sample["gainsay_classifier_read_total"], sample["gainsay_classifier_items_total"], gates

    def store(self):
        sample = self.sample("store")
        gates = {key[1]: value for key, value in sample.items() if key[0] == "gainsay_store_dropped_total" and value}
        out = sum(sample[f"gainsay_store_{name}_total"] for name in ("results", "source_states", "letters_entered"))
        return sample["gainsay_store_read_total"], out + sample["gainsay_store_held_messages"], gates

    def assert_balanced(self, ledger):
        """What was taken went out or to a gate. States of sources come all the time: one that was read may not be at its place yet
        when the page is asked for, so that the page is asked for again. What is lost stays missing."""
        end = time.monotonic() + DEADLINE_S
        taken, out, gates = ledger()
        while taken != out + sum(gates.values()) and time.monotonic() < end:
            time.sleep(0.2)
            taken, out, gates = ledger()
        self.assertEqual(taken, out + sum(gates.values()), gates)

    def lag(self, name, what="messages"):
        return total(self.sample(name), f"gainsay_kafka_lag_{what}")

    def at_rest(self):
        """Nothing is on its way between poller, classifier and store."""
        ends = {topic: sum(int(self.kcat("-Q", "-t", f"{topic}:{p}:-1").rsplit(" ", 1)[1]) for p in range(4))
                for topic in ("gainsay.items", "gainsay.records")}
        return (self.classifier()[0] >= ends["gainsay.items"] and self.lag("classifier") == 0 and self.lag("store") == 0
                and self.store()[0] >= ends["gainsay.records"])

    def test_1_what_comes_in_goes_out_or_is_dropped_at_a_gate(self):
        entries = [(f"first-{n}", f"Note {n}", TEXT.format(n), None) for n in range(10)]
        self.publish(entries)
        self.wait("the first poll", lambda: self.poller()[1] == 10)
        # The second window: known ones, one that is new, one revised, one changed in nothing that is sent, one twice.
        again = entries[:5] + [("first-5", "Note 5", TEXT.format(55), None), ("first-6", "Note 6", TEXT.format(6), None, "Short."),
                               *2 * [("late", "Late", TEXT.format(77), time.time() - 60)]]
        self.publish(again)
        self.wait("the second window", lambda: self.poller()[1] >= 12)
        taken, sent, gates = self.wait("the answer 304", lambda: self.feeds.count("/feed", 304) > 2 and self.poller())
        self.assertEqual(sent, 12)
        self.assertEqual(taken, 19)
        self.assertEqual(gates, {"known": 5, "repeated": 1, "cosmetic": 1})
        # An archive: two good lines, two bad ones; and poison on each topic, beside a retry that is meant for somebody else.
        lines = [json.dumps({"id": f"old-{n}", "source": "archive", "title": f"Old {n}", "published": "2025-04-01T00:00:00Z",
                             "text": TEXT.format(n)}) for n in range(2)]
        (self.dir / "archive.jsonl").write_text("\n".join([lines[0], "{", lines[1], '{"id": 7}']) + "\n", "utf-8")
        done = self.run_tool("gainsay-import", self.dir / "archive.jsonl", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("2 items sent, 2 bad", done.stderr)
        for topic in ("gainsay.items", "gainsay.records"):
            for poison in ("{", '{"schema":"item/9"}', "[" * 20000):
                self.kcat("-P", "-t", topic, "-k", "poison", "-D", "\n", "-H", f"traceparent={PARENT}", input=poison.encode())
            self.kcat("-P", "-t", topic, "-k", "other", "-D", "\n", "-H", "gainsay.retry.service=nobody", input=b"{}")
        self.wait("everything", self.at_rest)
        taken, out, gates = self.classifier()
        self.assertEqual((taken, out, gates), (12 + 2 + 3 + 1, 14, {"bad-input": 3, "for_another_service": 1}))
        # The letters and the message for another may come in different batches: all four, before they are told apart.
        taken, _, gates = self.wait("the store", lambda: sum(self.store()[2].values()) >= 4 and self.store())
        self.assertEqual(gates, {"dead_letter": 3, "passed_over": 1})
        sample = self.sample("store")
        self.assertEqual(sample["gainsay_store_results_total"], 14)
        self.wait("the classifier's letters", lambda: self.sample("store")["gainsay_store_letters_entered_total"] == 3)
        for name in ("poller", "classifier", "store"):
            self.assert_balanced(getattr(self, name))

    def test_2_live_news_is_measured_to_its_rows_and_the_past_is_not(self):
        sample = self.sample("store")
        # One revised, one new: the first poll, and the archive, are of the past.
        self.assertEqual(sample["gainsay_store_fetched_to_stored_seconds_count"], 2)
        self.assertEqual(sample["gainsay_store_published_to_stored_seconds_count"], 1)
        self.assertGreaterEqual(sample["gainsay_store_published_to_stored_seconds_sum"], 60)
        self.assertLess(sample["gainsay_store_published_to_stored_seconds_sum"], 60 + DEADLINE_S)
        # The revised item changes once where both its revisions come in one batch, else twice.
        self.assertIn(sample["gainsay_store_items_changed_total"], (13, 14))

    def headers(self, topic):
        """[(key, {header: value})]"""
        found = []
        for line in self.kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k\t%h\n").splitlines():
            key, _, headers = line.partition("\t")
            found.append((key, dict(part.split("=", 1) for part in headers.split(",") if "=" in part)))
        return found

    def test_3_a_trace_is_carried_from_the_source_to_the_records_and_the_dead_letters(self):
        sent = {(key, headers["ce_id"]): headers["traceparent"] for key, headers in self.headers("gainsay.items") if "ce_id" in headers}
        results = {(key, headers["ce_id"]): headers["traceparent"] for key, headers in self.headers("gainsay.records")
                   if "ce_id" in headers}
        self.assertEqual(len(sent), 14)
        self.assertEqual(sent, results)
        for parent in sent.values():
            self.assertRegex(parent, r"^00-[0-9a-f]{32}-[0-9a-f]{16}-01$")
        self.assertEqual(len({parent.split("-")[1] for parent in sent.values()}), 14)
        letters = [headers for _, headers in self.headers("gainsay.dead-letters")]
        self.assertEqual([letter["traceparent"] for letter in letters], [PARENT] * 3)
        # A stranger's context is handed on, a broken one is not.
        item = next(line for line in self.kcat("-C", "-t", "gainsay.items", "-o", "beginning", "-e", "-q", "-f", "%s\n").splitlines()
                    if '"old-0"' in line)
        for parent, state in ((PARENT, "vendor=1"), ("00-zz-1-01", "vendor=2")):
            self.kcat("-P", "-t", "gainsay.items", "-k", json.loads(item)["id"], "-D", "\n", "-H", f"traceparent={parent}",
                      "-H", f"tracestate={state}", input=item.encode())
        mine = lambda: [headers for key, headers in self.headers("gainsay.records") if key == json.loads(item)["id"]]  # noqa: E731
        self.wait("the results", lambda: len(mine()) == 3)
        own, theirs, begun = mine()
        self.assertEqual((theirs["traceparent"], theirs["tracestate"]), (PARENT, "vendor=1"))
        self.assertEqual((begun["traceparent"], begun.get("tracestate")), (own["traceparent"], None))

    def test_4_the_lag_is_told_by_partition_in_messages_and_seconds(self):
        self.wait("rest", self.at_rest)
        self.assertEqual(self.lag("store", "seconds"), 0)
        pipeline("kill-postgres", self.dir)
        self.publish([(f"outage-{n}", f"Outage {n}", TEXT.format(n), None) for n in range(5)])
        self.wait("the store to be behind", lambda: self.lag("store") >= 5 and self.lag("store", "seconds") >= 2)
        self.assertEqual(get(self.ports["store"], "/healthz")[0], 200)
        self.assertEqual(get(self.ports["store"], "/readyz")[0], 503)
        sample = self.sample("store")
        behind = {key[1:]: value for key, value in sample.items() if key[0] == "gainsay_kafka_lag_messages" and value}
        self.assertLessEqual({topic for topic, _ in behind}, {"gainsay.records", "gainsay.sources", "gainsay.dead-letters"})
        self.assertGreater(sample["gainsay_store_waiting_seconds_total", "unavailable"], 0)
        done = self.run_tool("gainsay", "status", "--max-letters=6", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("PostgreSQL: connection to server", done.stdout)
        self.assertRegex(done.stdout, r"store +127.0.0.1:\d+ .* not ready: ")
        pipeline("start-postgres", self.dir)
        type(self).settle()
        self.wait("the store to be level again", lambda: self.lag("store") == 0 and self.lag("store", "seconds") == 0)
        self.assert_balanced(self.store)

    def test_6_every_process_tells_its_memory_and_its_descriptors(self):
        for name in SERVICES:
            sample, pid = self.sample(name), self.running[name].pid
            # Connections come and go, the scrape's own among them.
            self.assertLessEqual(abs(sample["process_open_fds"] - len(os.listdir(f"/proc/{pid}/fd"))), 4, name)
            self.assertLess(abs(sample["process_start_time_seconds"] - time.time()), 10 * DEADLINE_S)
            self.assertGreater(sample["process_resident_memory_bytes"], 1 << 20)

    def status(self, *words, code):
        done = self.run_tool("gainsay", "status", *words, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def test_7_status_shows_everything_on_one_screen_and_its_code_says_whether_all_is_well(self):
        self.wait("rest", self.at_rest)
        self.wait("the text index", lambda: self.sample("store")["gainsay_store_search_items_total"] >= 18
                  and self.sample("store")["gainsay_store_search_lag_seconds"] == 0)
        text = self.status(code=1)
        self.assertIn("1 thing is wrong\n  6 dead letters wait for somebody", text)
        self.assertLessEqual(len(text.splitlines()), 24)
        text = self.status("--max-letters=6", code=0)
        for name in SERVICES:
            self.assertRegex(text, rf"(?m)^  {name} +127.0.0.1:{self.ports[name]} +up .* MB +\d+ files  ready$")
        self.assertRegex(text, r"(?m)^  gainsay-classifier +gainsay.items +4 +0 +0.0 s +0$")
        self.assertRegex(text, r"(?m)^  gainsay-store +gainsay.records +4 +0 +0.0 s +0$")
        self.assertIn("\nsources: 1 ok\n", text)
        self.assertIn("\ndead letters: 6 waiting\n", text)
        self.assertRegex(text, r"\nsearch: 0 items wait")
        self.assertRegex(text, r"\nfetched to stored: half within .* of 7 items\n")
        self.assertRegex(text, r"\nrows: 18 items, 19 revisions, 0 claims, 0 denials, 18 tariff changes, 0 contradictions\n")
        self.assertIn("\nall is well\n", text)
        told = json.loads(self.status("--json", "--max-letters=6", code=0))
        self.assertEqual((told["fine"], told["wrong"]), (True, []))
        self.assertEqual({one["name"]: one["ready"] for one in told["services"]}, dict.fromkeys(SERVICES, True))
        self.assertEqual(sum(one["messages"] for one in told["lag"]), 0)
        self.assertEqual(told["sources"], [{"state": "ok", "sources": 1}])
        self.assertEqual([(one["state"], one["letters"]) for one in told["dead_letters"]], [("waiting", 6)])
        self.assertEqual(told["fetched_to_stored"]["items"], 7)
        self.assertEqual({one["what"]: one["rows"] for one in told["rows"]}["revisions"], 19)
        self.sql("UPDATE source SET state = 'blocked', reason = 'a log-in page', since = now()")
        text = self.status("--max-letters=6", code=1)
        self.assertRegex(text, r"(?m)^  wire +blocked +since .* a log-in page$")
        self.assertIn("1 of 1 sources are not ok", text)
        self.assertIn("sources: 1 blocked", self.status("--max-letters=6", "--max-troubled=100", code=0))
        self.sql("UPDATE source SET state = 'ok', reason = NULL")
        self.sql("INSERT INTO source (id, state, reason, since, details) SELECT 't-' || n, (ARRAY['limited','overrun','blocked'])[n % 3 + 1],"
                 " E'it \\x1bsays ' || n, now() - n * interval '1 hour', '{}' FROM generate_series(1, 30) AS n")
        text = self.status("--max-letters=6", "--max-troubled=100", code=0)
        listed = re.findall(r"(?m)^  (t-\d+) +(\w+) +since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  it  says (\d+)$", text)
        self.assertEqual([state for _, state, _ in listed], ["blocked"] * 10 + ["overrun"] * 10)
        self.assertEqual([int(n) for _, _, n in listed[:10]], sorted(range(2, 31, 3), reverse=True))
        self.assertIn("\n  and 10 more: gainsay sources states tells all\n", text)
        told = json.loads(self.status("--json", "--max-letters=6", "--max-troubled=100", code=0))
        self.assertEqual((len(told["troubled"]), told["troubled_more"]), (20, 10))
        self.assertEqual((told["troubled"][0]["source"], told["troubled"][0]["state"]), ("t-29", "blocked"))
        self.assertLess(told["troubled"][0]["since"], told["time"])
        self.sql("DELETE FROM source WHERE id LIKE 't-%'")
        self.assertEqual(self.run_tool("gainsay", "status", "nonsense", check=False).returncode, 2)
        self.assertEqual(self.run_tool("gainsay", "status", "--max-letters=x", check=False).returncode, 2)

    def test_8_a_watch_looks_again_until_it_is_told_to_stop(self):
        watch = subprocess.Popen([BIN / "gainsay", "status", "--watch", "--interval=1s", "--json", "--max-letters=6"],
                                 env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        looks = [json.loads(watch.stdout.readline()) for _ in range(3)]
        self.assertEqual([look["fine"] for look in looks], [True] * 3)
        self.assertEqual(len({look["time"] for look in looks}), 3)
        watch.send_signal(signal.SIGTERM)
        self.assertEqual(watch.wait(timeout=30), 0)
        watch.stdout.close()

    def test_9_a_breaker_ends_a_service_that_sets_most_messages_aside_and_says_what_to_do(self):
        self.assertEqual(self.run_tool("gainsay", "dead-letters", "retry", "nobody-s-letter", check=False).returncode, 1)
        # More than a window of 1,000, which may have begun with what was good.
        poison = "\n".join(f"{{ poison {n}" for n in range(2000)) + "\n"
        self.kcat("-P", "-t", "gainsay.items", "-k", "poison", input=poison.encode())
        self.assertEqual(self.running.pop("classifier").wait(timeout=DEADLINE_S), 1)
        last = next(line for line in (self.dir / "classifier.log").read_text().splitlines() if "event=service.failed" in line)
        self.assertRegex(last, r"\d+ of the last \d+ messages went to the dead letters")
        self.assertIn("gainsay dead-letters retry", last)
        # Whoever starts it again, without having mended anything, gets no further; who says that they are junk does.
        self.start("classifier")
        self.assertEqual(self.running.pop("classifier").wait(timeout=DEADLINE_S), 1)
        self.environment["GAINSAY_CLASSIFIER_BREAKER"] = "0"
        self.start("classifier")
        self.wait("all letters", lambda: self.sample("classifier")["gainsay_classifier_dead_letters_total", "bad-input"] > 250
                  and self.lag("classifier") == 0)

    def test_a_readiness_depends_on_kafka_and_postgresql_and_liveness_on_neither(self):
        """Of services that have nothing to do, too. The last one: the poller takes a while to get its partitions back."""
        def answers(path):
            return {name: get(self.ports[name], path)[0] for name in SERVICES}

        self.wait("all to be ready", lambda: set(answers("/readyz").values()) == {200})
        pipeline("kill-postgres", self.dir)
        self.wait("the store to say so", lambda: "PostgreSQL" in get(self.ports["store"], "/readyz")[1])
        self.wait("the others to be ready", lambda: answers("/readyz") == {"poller": 200, "classifier": 200, "store": 503})
        pipeline("start-postgres", self.dir)
        pipeline("kill-kafka", self.dir)
        self.wait("all to say so", lambda: set(answers("/readyz").values()) == {503})
        self.assertEqual(set(answers("/healthz").values()), {200})
        pipeline("start-kafka", self.dir)
        self.wait("the store and the classifier to be ready again", lambda: answers("/readyz")["classifier"] == answers("/readyz")["store"] == 200)

    def test_95_tables_get_another_column_while_the_store_runs(self):
        self.sql("ALTER TABLE statement ADD COLUMN another text; ALTER TABLE tariff_change ADD COLUMN another text;"
                 " ALTER TABLE item ADD COLUMN another text; ALTER TABLE item_revision ADD COLUMN another text")
        before = self.sample("store")["gainsay_store_items_changed_total"]
        self.publish([("column", "Column", "Canada's trade minister said on Monday that Mexico's prime minister had telephoned him about"
                       " tariffs. " + TEXT.format(9), None)])
        self.wait("the row", lambda: self.sample("store")["gainsay_store_items_changed_total"] > before)

    def test_96_an_import_and_a_replay_tell_how_far_they_are(self):
        port = free_ports(1)[0]
        lines = [json.dumps({"id": f"long-{n}", "source": "archive", "title": f"Long {n}", "text": TEXT.format(n)}) + "\n" for n in range(200)]
        tool = subprocess.Popen([BIN / "gainsay-import", f"--import.listen=127.0.0.1:{port}", "-"], env=self.environment, text=True,
                                stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        tool.stdin.write("".join(lines[:100]) + "{\n")
        tool.stdin.flush()
        self.wait("the bad line", lambda: scrape(port)["gainsay_import_bad_total"] == 1)
        # What was acknowledged is looked at with what is read next.
        tool.stdin.write("".join(lines[100:]))
        tool.stdin.flush()
        self.wait("some items", lambda: scrape(port)["gainsay_import_items_total"] > 0 or tool.stdin.write(lines[0]) and tool.stdin.flush())
        self.assertEqual(get(port, "/readyz")[0], 200)
        self.assertIn("items sent, 1 bad", tool.communicate(timeout=DEADLINE_S)[1])
        self.assertEqual(tool.returncode, 3)
        tool = subprocess.Popen([BIN / "gainsay-replay", f"--replay.listen=127.0.0.1:{port}", "--replay.rate=20", "--replay.name=watched"],
                                env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

        def balanced():
            sample = scrape(port)
            read, sent = sample["gainsay_replay_read_total"], sample["gainsay_replay_results_total"]
            return sent > 40 and read == sent + total(sample, "gainsay_replay_dropped_total") and sample

        left = total(self.wait("some results", balanced), "gainsay_replay_left_messages")
        self.assertGreater(left, 0)
        self.wait("more results", lambda: total(scrape(port), "gainsay_replay_left_messages") < left)
        tool.send_signal(signal.SIGTERM)
        self.assertIn("stopped before the end; the same command goes on from here", tool.communicate(timeout=DEADLINE_S)[0])

    def test_5_every_source_shows_how_it_does(self):
        def well():
            sample = self.sample("poller")
            return sample["gainsay_poller_sources", "ok"] == 1 and sample

        sample = self.wait("the source to be well: states are counted once a second", well)
        now = time.time()
        for what in ("answered", "changed", "unchanged", "next_poll"):
            self.assertLess(abs(sample[f"gainsay_poller_source_{what}_timestamp_seconds", "wire"] - now), 10 * DEADLINE_S, what)
        self.assertEqual(total(sample, "gainsay_poller_source_state"), 0)
        self.assertEqual(total(sample, "gainsay_poller_sources"), 1)
        self.assertGreater(sample["gainsay_poller_polls_total", "wire", "304"], 0)
        self.assertEqual(sample["gainsay_poller_documents_total", "wire", "ok"], sample["gainsay_poller_polls_total", "wire", "2xx"])
        self.assertGreater(sample["gainsay_poller_bytes_total", "wire"], 0)
        self.assertGreaterEqual(sample["gainsay_poller_source_overlap_ratio", "wire"], 0)
        self.assertEqual(sample["gainsay_poller_fetch_seconds_count"], total(sample, "gainsay_poller_polls_total"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
