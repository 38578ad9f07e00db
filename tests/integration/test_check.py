#!/usr/bin/python3
"""`gainsay sources check`, import and export against sources that the tests write. Needs neither Kafka nor PostgreSQL. $GAINSAY_BIN
names the folder of the programs."""
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
sys.path.insert(0, str(TOP / "tests/support"))
from feed_server import FeedServer  # noqa: E402 (the path has to be set first)

LISTING = "".join(f'<li><a href="/art/{n}.html">Notice number {n} on duties</a> 2025-04-2{n}</li>' for n in range(1, 5))


def feed(*items):
    body = "".join(f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>{link}</link>"
                   f"<pubDate>{date}</pubDate></item>" for guid, title, link, date in items)
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Port</title><ttl>30</ttl>{body}</channel></rss>'


class Check(unittest.TestCase):
    def setUp(self):
        self.server = FeedServer()
        self.folder = tempfile.TemporaryDirectory(prefix="gainsay-test-")
        self.catalogue = pathlib.Path(self.folder.name, "sources.conf")

    def tearDown(self):
        self.server.close()
        self.folder.cleanup()

    def source(self, path, **keys):
        keys = {"url": self.server.url(path), "language": "en", "gap": "0s", **keys}
        self.catalogue.write_text("[port]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()))

    def run_sources(self, *words, code=0):
        done = subprocess.run([BIN / "gainsay", "sources", *words, f"--poller.sources={self.catalogue}", "--poller.allow=127.0.0.0/8"],
                              env={**os.environ, "GAINSAY_CONFIG": ""}, text=True, capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def check(self, code=0):
        """What is said, by the name of the line."""
        said, name = {}, ""
        for line in self.run_sources("check", "port", code=code).splitlines()[1:]:
            name = line[2:13].strip() or name
            said[name] = (said.get(name, "") + " " + line[13:]).strip()
        return said

    def test_what_a_source_is_like_and_how_it_was_found(self):
        self.server.put("/feed", feed(("a", "Rope", "http://port.example/1", "Mon, 28 Apr 2025 08:15:30 GMT"),
                                      ("b", "Tar", "http://port.example/2", "2025-04-27")), Last_Modified="Mon, 28 Apr 2025 09:00:00 GMT")
        self.source("/feed", next_url="?paged={2}")
        said = self.check()
        self.assertEqual(said["document"], "rss 2.0, UTF-8 (by bytes)")
        self.assertEqual(said["polite"], "ETag, Last-Modified")
        self.assertEqual(said["again"], "status 304: its validators work")
        self.assertEqual(said["pace"], "it says that it changes every 30 min")
        self.assertTrue(said["next page"].endswith("/feed?paged=2"), said)
        self.assertEqual(said["identity"], "auto; 2 with a guid, 2 with an address; ids from 2 guids, 0 addresses, 0 dates and titles")
        self.assertIn("2, from 2025-04-27T00:00:00Z to 2025-04-28T08:15:30Z", said["dates"])
        self.assertIn("2 from the entry, 0 from the page, 0 by address; 1 without an hour", said["dates"])
        self.assertEqual(said["verdict"], "ok")
        self.assertNotIn("suggestion", said)

    def test_guids_that_are_all_alike_get_an_identity_suggested(self):
        self.server.put("/feed", feed(("x", "Rope", "http://port.example/1", "2025-04-28"), ("x", "Tar", "http://port.example/2", "2025-04-28")))
        self.source("/feed")
        said = self.check()
        self.assertIn("finding: guid-alike", said["identity"])
        self.assertEqual(said["suggestion"], "set identity = url, for the guids do not tell entries apart")
        self.source("/feed", identity="url")
        self.assertNotIn("suggestion", self.check())

    def test_guids_that_are_new_each_time_are_seen_by_asking_twice(self):
        numbers = itertools.count()
        documents = self.server.documents
        link = "http://port.example/all"

        class Documents(dict):
            def get(self, path, default=None):
                if path == "/feed":
                    body = feed(*((f"guid-{next(numbers)}", title, link, date)
                                  for title, date in (("Rope", "2025-04-28"), ("Tar", "2025-04-28"), ("Tar", "2025-04-27"))))
                    return 200, body.encode(), "text/xml", {}
                return documents.get(path, default)
        self.server.documents = Documents()
        self.source("/feed")
        said = self.check()
        self.assertEqual(said["again"], "status 200 in spite of its validators; 3 of 3 entries have another guid")
        self.assertEqual(said["suggestion"], "set identity = url+date+title, for the guids are new each time")

    def test_a_listing_is_asked_for_only_where_robots_txt_allows_it(self):
        self.server.put("/list", LISTING, "text/html")
        self.server.put("/robots.txt", "User-agent: *\nDisallow: /private\nCrawl-delay: 0.1\n", "text/plain")
        self.source("/list", kind="listing", link_pattern="/art/")
        said = self.check()
        self.assertEqual(said["robots"], "allowed (status 200), asks for a Crawl-delay")
        self.assertEqual(said["verdict"], "ok")
        self.server.put("/robots.txt", "User-agent: gainsay\nDisallow: /\n", "text/plain")
        asked = self.server.count("/list", 200) + self.server.count("/list", 304)
        self.assertEqual(self.check(code=1)["verdict"], "blocked: robots.txt does not allow it")
        self.assertEqual(self.server.count("/list", 200) + self.server.count("/list", 304), asked)

    def test_a_page_where_a_feed_is_due_is_named_with_the_feed_that_it_names(self):
        self.server.put("/feed", '<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head><body>We moved</body></html>',
                        "text/html")
        self.source("/feed")
        self.assertIn(f"it names the feed {self.server.url('/new.xml')}", self.check(code=1)["verdict"])

    def test_a_recorded_document_is_checked_offline(self):
        recorded = pathlib.Path(self.folder.name, "feed.xml")
        recorded.write_text(feed(("x", "Rope", "http://port.example/1", "2025-04-28"), ("x", "Tar", "http://port.example/2", "2025-04-28")))
        self.source("/feed")
        said = self.run_sources("check", recorded)
        self.assertIn("set identity = url", said)
        self.assertIn("verdict    ok", said)

    def test_a_recorded_document_is_parsed_as_the_poller_reads_its_source(self):
        recorded = pathlib.Path(self.folder.name, "list.html")
        recorded.write_text(LISTING)
        self.source("/list", kind="listing", link_pattern="/art/[12]", zone="Asia/Shanghai")

        def parse(*words):
            done = subprocess.run([BIN / "gainsay", "feed", "parse", *words, recorded], text=True, capture_output=True, timeout=60, check=False,
                                  env={**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_POLLER_SOURCES": str(self.catalogue)})
            return [json.loads(line) for line in done.stdout.splitlines()]
        entries = parse("--source", "port")
        self.assertEqual([(entry["url"], entry["published"]) for entry in entries],
                         [(self.server.url("/art/1.html"), "2025-04-20T16:00:00Z"), (self.server.url("/art/2.html"), "2025-04-21T16:00:00Z")])
        self.assertEqual(parse("--source", "nowhere"), [])
        self.assertEqual(len(parse("--source", "port", "--links", "/art/", "--url", "http://port.example/")), 4)

    def test_what_is_exported_as_opml_is_imported_again(self):
        self.source("/feed?a=1&b=2", name='Port & "Quay" <daily>')
        opml = pathlib.Path(self.folder.name, "all.opml")
        opml.write_text(self.run_sources("export"))
        written = pathlib.Path(self.folder.name, "written.opml")
        self.assertEqual(self.run_sources("export", written), "")
        self.assertEqual(written.read_text(), opml.read_text())
        self.run_sources("export", "/nowhere/all.opml", code=1)
        self.run_sources("export", "one", "two", code=2)
        outline = xml.etree.ElementTree.parse(opml).find(".//outline")
        self.assertEqual((outline.get("text"), outline.get("xmlUrl")), ('Port & "Quay" <daily>', self.server.url("/feed?a=1&b=2")))
        self.assertEqual(self.run_sources("import", opml), "")
        url = self.server.url("/feed?a=1&b=2")
        self.catalogue.write_text("[other]\nlanguage = en\nurl = http://other.example/\n")
        imported = self.run_sources("import", opml)
        self.assertEqual(imported, f'[port-quay-daily]\nname = Port & "Quay" <daily>\nlanguage = und\nurl = {url}\n\n')
        self.catalogue.write_text(imported)
        self.assertIn("1 sources, 1 enabled", self.run_sources("list"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
