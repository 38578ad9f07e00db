#!/usr/bin/python3
"""The poller on a real, private Kafka, against a source that the tests write. $GAINSAY_BIN names the folder of the programs; words name tests."""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from feed_server import FeedServer  # noqa: E402 (the path has to be set first)
from places import BIN, TOP, pipeline  # noqa: E402
from polling import DEADLINE_S, PROSE, PollerCase, closed_server, run, wait  # noqa: E402
from test_politeness import Politeness  # noqa: E402

LONG = ("test_pollers_share_the_sources_and_take_over_from_each_other", "test_killed_at_any_moment_it_loses_nothing")
# They freeze the broker, which would hold up the others.
ALONE = ("test_validators_wait_for_kafka", "test_a_term_signal_waits_for_what_was_sent_and_notes_it")


class Poller(PollerCase):
    def test_an_unchanged_source_is_asked_and_nothing_is_sent_twice(self):
        self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
        source = self.source("s", "/feed", country="CN", tier="ministry")
        self.once()
        first = self.items(source)
        self.assertEqual({item["guid"] for item in first}, {"a", "b"})
        self.assertEqual({(item["country"], item["kind"], item["lang"]) for item in first}, {("CN", "ministry", "en")})
        self.once()
        self.assertEqual(self.server.count("/feed", 304), 1)
        self.assertEqual(self.items(source), first)

    def test_messages_follow_their_schemas(self):
        self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", None, "/page")])
        self.server.page("/page", PROSE)
        source = self.source("s", "/feed")
        self.once()
        for name, found in (("item-1.json", self.items(source)), ("source-1.json", self.messages("gainsay.sources", source))):
            schema = json.loads((TOP / "docs/schema" / name).read_text("utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            self.assertTrue(found)
            for message in found:
                validator.validate(message)

    def test_an_edit_is_a_revision_and_an_entry_without_a_change_is_not(self):
        self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
        source = self.source("s", "/feed")
        self.once()
        self.server.entries("/feed", [("a", "One", PROSE + "One word more."), ("b", "Two", PROSE), ("c", "Three", PROSE)])
        self.once()
        revisions = collections.defaultdict(set)
        for item in self.items(source):
            revisions[item["id"], item["guid"]].add(item["revision"])
        self.assertEqual(sorted((guid, len(found)) for (_, guid), found in revisions.items()), [("a", 2), ("b", 1), ("c", 1)])
        self.assertEqual(len(self.items(source)), 4)
        state = self.state(source)
        self.assertEqual((state["items"], state["revisions"]), (3, 1))

    def test_guids_that_are_new_each_time_send_nothing_twice(self):
        def show(poll, *names):
            self.server.entries("/feed", [(f"{poll}-{name}", name, PROSE + name, f"/page-{name}") for name in names])

        source = self.source("s", "/feed")
        show(1, "one", "two", "three")
        self.once()
        show(2, "one", "two", "three", "four")
        self.once()
        self.assertEqual(sorted(item["title"] for item in self.items(source)), ["four", "one", "three", "two"])
        state = self.state(source)
        self.assertEqual(state["state"], "unsteady")
        self.assertIn("identity = url", state["reason"])
        show(2, "one", "two", "three", "four", "five")
        self.once()
        self.assertEqual(len(self.items(source)), 5)
        self.assertEqual(self.state(source)["state"], "ok")

    def test_a_lost_state_gives_the_same_ids_and_revisions(self):
        self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
        source = self.source("s", "/feed")
        self.once()
        subprocess.run(["kcat", "-b", self.environment["GAINSAY_KAFKA_BROKERS"], "-P", "-t", "gainsay.sources", "-k", source, "-Z"],
                       input=b"", check=True, timeout=60)
        subprocess.run(["kcat", "-b", self.environment["GAINSAY_KAFKA_BROKERS"], "-P", "-t", "gainsay.sources", "-k", source],
                       input=json.dumps({"schema": "source/1", "source": source, "state": "ok"}).encode(), check=True, timeout=60)
        time.sleep(1.1)
        before = {(item["id"], item["revision"]) for item in self.items(source)}
        self.source("other", "/feed")  # so that the catalogue is another one, too
        self.once()
        self.assertEqual({(item["id"], item["revision"]) for item in self.items(source)}, before)

    def test_a_page_is_fetched_where_the_feed_is_short_and_robots_allow_it(self):
        self.server.put("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
        self.server.page("/open", PROSE)
        self.server.page("/private", PROSE)
        self.server.entries("/feed", [("a", "One", None, "/open"), ("b", "Two", None, "/private"), ("c", "Three", PROSE, "/open")])
        source = self.source("s", "/feed")
        self.once()
        texts = {item["guid"]: item["text"] for item in self.items(source)}
        self.assertIn("no consultations", texts["a"])
        self.assertEqual(texts["b"], "In short.")
        self.assertEqual(self.server.count("/private", 200), 0)
        self.assertEqual(self.server.count("/open", 200), 1)
        self.assertEqual(self.server.count("/robots.txt", 200), 1)

    def test_a_page_that_fails_is_tried_again_and_given_up_at_last(self):
        self.server.put("/page", "", "text/html", status=500)
        self.server.entries("/feed", [("a", "One", None, "/page")])
        source = self.source("s", "/feed")
        for _ in range(5):
            self.once()
        self.assertEqual(self.server.count("/page", 500), 3)
        self.assertEqual([item["text"] for item in self.items(source)], ["In short."])
        self.server.entries("/feed", [("a", "One, edited", None, "/page")])
        self.server.page("/page", PROSE)
        self.once()
        self.assertIn("no consultations", self.items(source)[-1]["text"])

    def test_a_window_that_turned_over_is_followed_to_its_next_pages(self):
        def page(path, numbers, following=None):
            self.server.put(path, json.dumps({"results": [
                {"document_number": f"n{n}", "title": f"Notice {n}", "html_url": self.server.url(f"/{n}"), "abstract": "In short.",
                 "publication_date": "2025-04-28"} for n in numbers],
                "next_page_url": self.server.url(following) if following else None}), "application/json")
        source = self.source("s", "/api", kind="json-api", pages="never")
        page("/api", [1, 2, 3], "/api-2")
        page("/api-2", [0])
        self.once()
        self.assertEqual(self.server.count("/api-2", 200), 0)
        page("/api", [10, 9, 8], "/api-2")
        page("/api-2", [7, 6, 5], "/api-3")
        page("/api-3", [4, 3, 2], "/api-4")
        self.once()
        self.assertEqual({item["guid"] for item in self.items(source)}, {f"n{n}" for n in range(1, 11)})
        self.assertEqual(self.server.count("/api-4", 404), 0)
        self.assertEqual(self.state(source)["state"], "ok")
        page("/api", [20, 19])
        self.once()
        self.assertEqual((self.state(source)["state"], self.state(source)["overruns"]), ("overrun", 1))

    def test_a_first_poll_goes_back_as_far_as_it_is_asked_to(self):
        def page(path, *names):
            self.server.put(path, "".join(f'<li><a href="/art/{name}.html">Notice number {name}</a> 2025-04-28</li>' for name in names), "text/html")
        source = self.source("s", "/list/index.html", kind="listing", link_pattern="/art/", next_url="index_{1}.html", backfill=3, pages="never")
        page("/list/index.html", "f", "e")
        page("/list/index_1.html", "d", "c")
        numbered = self.source("numbered", "/numbered", kind="listing", link_pattern="/art/", next_url="?page={1}", backfill=10, pages="never")
        page("/numbered", "f", "e")
        page("/numbered?page=1", "f", "e")  # the front page once more, under its number
        page("/numbered?page=2", "d", "c")
        page("/numbered?page=3", "d", "c")
        page("/numbered?page=4", "older")
        page("/list/index_2.html", "b", "a")
        page("/list/index_3.html", "b", "a")
        page("/list/index_4.html", "older")
        self.once()
        self.assertEqual({item["title"][-1] for item in self.items(source)}, set("abcdef"))
        self.assertEqual(self.server.count("/list/index_4.html", 200), 0)
        self.assertEqual({item["title"][-1] for item in self.items(numbered)}, set("cdef"))
        self.assertEqual((self.server.count("/numbered?page=3", 200), self.server.count("/numbered?page=4", 200)), (1, 0))
        page("/list/index.html", "g", "f")
        self.once()
        self.assertEqual(len(self.items(source)), 7)
        self.assertEqual(self.server.count("/list/index_1.html", 200), 1)

    def test_wordpress_is_read_page_by_page_as_its_headers_say(self):
        """One names its next page in a Link header of its own beside others, as WordPress does; one only says how many there are."""
        def page(base, number, ids, **headers):
            address = base if number == 1 else f"{base}&page={number}"
            self.server.put(address, json.dumps([{
                "id": n, "date": "2025-04-28T16:15:30", "date_gmt": "2025-04-28T08:15:30", "modified_gmt": "2025-04-28T08:15:30",
                "guid": {"rendered": f"https://wp.example/?post_type=notice&#038;p={n}"}, "link": self.server.url(f"/{n}"),
                "title": {"rendered": f"Number&nbsp;{n}"}, "excerpt": {"rendered": "<p>Short</p>"},
                "content": {"rendered": f"<p>Text of {n}.</p>"}} for n in ids]), "application/json", **headers)
            return address

        def linked(base, number, ids, last):
            rel = lambda to, name: f'<{self.server.url(base)}&page={to}>; rel="{name}"'  # noqa: E731
            links = ['<https://wp.example/wp-json/>; rel="https://api.w.org/"']
            links += [rel(number - 1, "prev")] if number > 1 else []
            links += [rel(number + 1, "next")] if number < last else []
            page(base, number, ids, Link=links, X_WP_TotalPages=str(last))
        for base, backfill in (("/wp-json/wp/v2/posts?per_page=2", 10), ("/counted?per_page=2", 1)):
            source = self.source("wp" + str(backfill), base, zone="Asia/Shanghai", backfill=backfill, pages="never")
            for number, ids in enumerate(([6, 5], [4, 3], [2, 1]), 1):
                if backfill == 10:
                    linked(base, number, ids, 3)
                else:
                    page(base, number, ids, X_WP_TotalPages="3")
            self.once()
            items = {item["guid"]: item for item in self.items(source)}
            self.assertEqual(set(items), {f"https://wp.example/?post_type=notice&p={n}" for n in range(7 - 2 * min(3, backfill + 1), 7)})
            one = items["https://wp.example/?post_type=notice&p=5"]
            self.assertEqual((one["title"], one["published"], one["text"]), ("Number 5", "2025-04-28T08:15:30Z", "Text of 5."))
            self.assertEqual(self.server.count(f"{base}&page=4", 404), 0)
            # Two pages that turned over since: it goes back to where it knows something again.
            for number, ids in enumerate(([10, 9], [8, 7], [6, 5], [4, 3]), 1):
                page(base, number, ids, X_WP_TotalPages="5")
            self.once()
            self.assertEqual(len(self.items(source)), len(items) + 4)
            self.assertEqual(self.state(source)["state"], "ok")

    def test_a_check_is_set_beside_what_the_poller_saw(self):
        self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
        well, gone = self.source("well", "/feed"), self.source("gone", "/gone")
        new = self.source("new", "/feed", enabled="no", reason="not yet")

        def check(*words, code, **environment):
            done = subprocess.run([BIN / "gainsay", "sources", "check", *words, f"--poller.sources={self.catalogue}"], check=False,
                                  env={**self.environment, **environment}, capture_output=True, text=True, timeout=DEADLINE_S)
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            return done
        self.once()
        state = self.state(gone)
        self.server.entries("/feed", [("c", "Three", PROSE), ("a", "One", PROSE), ("b", "Two", PROSE)])
        told = check(well, code=0).stdout
        self.assertRegex(told, r"(?m)^  poller     ok since \d{4}-\d\d-\d\dT.*Z\n +asked it at .*Z, was answered well at .*Z, asks again at .*Z"
                         r"\n +has seen 2 of these 3 entries$")
        self.assertNotIn("differs", told)
        told = check(gone, code=1).stdout
        self.assertIn(f"  poller     backing_off since {state['since']}: {state['reason']}\n", told)
        self.assertNotIn("differs", told)
        self.server.entries("/gone", [("a", "One", PROSE)])
        self.assertRegex(check(gone, code=0).stdout, r"(?m)^  differs    all is well now")
        self.server.put("/feed", "", status=404)
        self.assertRegex(check(well, code=1).stdout, r"(?m)^  differs    the poller was answered well$")
        self.assertIn("  poller     has not asked it so far\n", check(new, code=1).stdout)
        done = check(gone, code=0, GAINSAY_KAFKA_BROKERS="127.0.0.1:1")
        self.assertIn("verdict    ok", done.stdout)
        self.assertNotIn("poller  ", done.stdout)
        self.assertIn("the poller's states are not compared: ", done.stderr)

    def test_an_index_of_sitemaps_is_followed_to_those_that_changed(self):
        def index(*rows):
            self.server.put("/index", "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + "".join(
                f"<sitemap><loc>{self.server.url(path)}</loc><lastmod>{when}</lastmod></sitemap>" for path, when in rows)
                + "</sitemapindex>")

        def sitemap(path, *names):
            self.server.put(path, "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
                            "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>" + "".join(
                                f"<url><loc>{self.server.url('/' + name)}</loc><news:news><news:title>{name}</news:title>"
                                "<news:publication_date>2025-04-28T08:00:00Z</news:publication_date></news:news></url>"
                                for name in names) + "</urlset>")
        source = self.source("s", "/index", kind="sitemap", pages="never", conditional="no")
        index(("/old", "2020-01-01T00:00:00Z"), ("/news", "2025-04-28T08:00:00Z"))
        sitemap("/old", "ancient")
        sitemap("/news", "one", "two")
        self.once()
        self.assertEqual({item["title"] for item in self.items(source)}, {"ancient", "one", "two"})
        self.once()
        self.assertEqual((self.server.count("/index", 200), self.server.count("/news", 200)), (2, 1))
        self.assertEqual(self.state(source)["state"], "ok")

    def test_trouble_has_a_name_a_reason_and_a_beginning(self):
        self.server.put("/gone", "", status=404)
        self.server.put("/busy", "", status=429, Retry_After="3600")
        self.server.page("/html", PROSE)
        rows = {self.source(name, path, interval="1m"): (state, reason) for name, path, state, reason in (
            ("gone", "/gone", "backing_off", "404"), ("busy", "/busy", "limited", "3600"), ("html", "/html", "moved", ""))}
        rows[self.source("away", "/feed", server=closed_server())] = ("backing_off", "unreachable")
        self.once()
        for source, (name, reason) in rows.items():
            with self.subTest(source):
                state = self.state(source)
                self.assertEqual(state["state"], name)
                self.assertIn(reason, state["reason"])
                self.assertIn("since", state)
                self.assertGreater(state["next_poll"], state["polled"])
                self.assertNotIn("answered", state)
        told = subprocess.run([BIN / "gainsay", "sources", "states"], env=self.environment, check=True, stdout=subprocess.PIPE,
                              text=True, timeout=DEADLINE_S).stdout.splitlines()
        for source, (name, reason) in rows.items():
            self.assertTrue(any(source in line and name in line and reason in line for line in told), told)

    def test_killed_at_any_moment_it_loses_nothing(self):
        expected = set()
        source = self.source("s", "/feed")
        pages = self.source("pages", "/short")
        for step in range(6):
            guids = [f"g{step}-{i}" for i in range(40)]
            expected |= set(guids)
            self.server.entries("/feed", [(guid, guid, PROSE + guid) for guid in guids])
            self.server.entries("/short", [(guid, guid, None, f"/page-{guid}") for guid in guids])
            for guid in guids:
                self.server.page(f"/page-{guid}", PROSE + guid)
            process = self.start()
            before = self.server.count("/feed", 200)
            wait("a poll", lambda: self.server.count("/feed", 200) > before)
            time.sleep(0.03 * step)
            process.kill()
            process.wait()
            self.once()
        for one in (source, pages):
            found = self.items(one)
            self.assertEqual({item["guid"] for item in found}, expected)
            self.assertEqual(len({(item["id"], item["revision"]) for item in found}), len(expected))
            self.assertTrue(all("no consultations" in item["text"] for item in found))

    def test_validators_wait_for_kafka(self):
        broker = int((self.dir / "kafka/pid").read_text().split()[0])
        source = self.source("s", "/feed")
        self.server.entries("/feed", [("a", "One", PROSE)])
        process = self.start()
        wait("the first item", lambda: self.state(source) is not None)
        os.kill(broker, signal.SIGSTOP)
        try:
            before = self.server.count("/feed", 200)
            self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
            wait("a poll", lambda: self.server.count("/feed", 200) > before)
            time.sleep(2)
            # The poll is not over, so the source is not asked again, however short its interval.
            self.assertEqual(self.server.count("/feed", 200), before + 1)
            process.kill()
            process.wait()
        finally:
            os.kill(broker, signal.SIGCONT)
        self.once()
        self.assertEqual({item["guid"] for item in self.items(source)}, {"a", "b"})

    def test_a_term_signal_ends_it_soon_and_well(self):
        self.server.entries("/feed", [("a", "One", PROSE)])
        source = self.source("s", "/feed")
        process = self.start()
        wait("the first state", lambda: self.state(source) is not None)
        before = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=15), 0)
        self.assertLess(time.monotonic() - before, 10)

    def test_a_term_signal_waits_for_what_was_sent_and_notes_it(self):
        broker = int((self.dir / "kafka/pid").read_text().split()[0])
        source = self.source("s", "/feed")
        self.server.entries("/feed", [("a", "One", PROSE)])
        process = self.start()
        wait("the first state", lambda: self.state(source) is not None)
        os.kill(broker, signal.SIGSTOP)
        try:
            before = self.server.count("/feed", 200)
            self.server.entries("/feed", [("a", "One", PROSE), ("b", "Two", PROSE)])
            wait("a poll", lambda: self.server.count("/feed", 200) > before)
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
        finally:
            os.kill(broker, signal.SIGCONT)
        self.assertEqual(process.wait(timeout=15), 0)
        self.once()
        self.assertEqual([item["guid"] for item in self.items(source)], ["a", "b"])

    def test_pollers_share_the_sources_and_take_over_from_each_other(self):
        """With the session timeout that services have by themselves, not the tests' short one; and on into PostgreSQL."""
        environment = {key: value for key, value in self.environment.items() if not key.startswith("GAINSAY_KAFKA_SESSION")}
        environment.update(GAINSAY_CLASSIFIER_LEXICON=str(TOP / "consumers/classify/lexicon"),
                           GAINSAY_POSTGRES_CONNINFO=pipeline("conninfo", self.dir))
        self.environment = environment
        subprocess.run([BIN / "gainsay", "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        servers = [FeedServer() for _ in range(12)]
        sources = []
        for number, server in enumerate(servers):
            server.entries("/feed", [(f"first-{number}", "One", PROSE)])
            sources.append(self.source(f"n{number}", "/feed", server=server))
        first = self.start()
        second = self.start()
        for service in ("gainsay-classifier", "gainsay-store"):
            self.run_service(service)
        wait("all sources", lambda: all(self.state(source) for source in sources))
        first.kill()
        first.wait()
        for number, server in enumerate(servers):
            server.entries("/feed", [(f"first-{number}", "One", PROSE), (f"second-{number}", "Two", PROSE)])
        began = time.monotonic()
        wait("the survivor", lambda: all({item["guid"] for item in self.items(source)}
                                         == {f"first-{number}", f"second-{number}"}
                                         for number, source in enumerate(sources)))
        took = time.monotonic() - began
        print(f"taken over {took:.1f} s after the kill", flush=True)
        self.assertLess(took, 60)
        self.assertIsNone(second.poll())
        rows = ("SELECT count(*), count(DISTINCT (source, guid)), (SELECT count(*) FROM item_revision r JOIN item i ON i.id = r.item_id"
                " WHERE source LIKE 'pollers-share%') FROM item WHERE source LIKE 'pollers-share%'")
        wait("the store", lambda: self.sql(rows) == "24|24|24")
        for server in servers:
            server.close()


if __name__ == "__main__":
    sys.exit(run([Poller, Politeness], LONG, ALONE, sys.argv[1:]))
