#!/usr/bin/python3
"""What gainsay-import makes of archives, without a server: --dry-run prints what it would send. $GAINSAY_BIN names the folder of
the programs."""
import contextlib
import gzip
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile

import jsonschema

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
SCHEMA = jsonschema.Draft202012Validator(json.loads((TOP / "docs/schema/item-1.json").read_text("utf-8")))
SOURCES = """
[us-register]
country = US
tier = government
language = en
url = https://www.federalregister.example/api/v1/documents.json
kind = json-api
zone = America/New_York

[us-register-old]
language = en
url = https://old.example/feed

[cn-mfa]
country = CN
tier = ministry
language = zh
url = https://mfa.example/list/
kind = listing
link_pattern = /list/[0-9]+[.]html
zone = +08:00
"""
REGISTER = {"count": 2, "results": [
    {"document_number": "2025-06378", "title": "Adjusting Imports", "abstract": "An order on imports of steel.", "type": "Notice",
     "html_url": "https://www.federalregister.example/documents/2025-06378", "publication_date": "2025-04-14",
     "agencies": [{"name": "Commerce Department"}]},
    {"document_number": "1994-00001", "title": "Old one", "abstract": None, "publication_date": "1994-01-03",
     "html_url": "https://www.federalregister.example/documents/1994-00001", "agencies": []}]}
RSS = """<rss version="2.0"><channel><title>Old</title><item><title>Tariffs fall</title><link>https://old.example/1</link>
<guid>old-1</guid><pubDate>Mon, 05 Mar 2001 10:00:00 GMT</pubDate><description>By half.</description></item></channel></rss>"""
PROSE = "The ministry said on Monday that no talks on tariffs had taken place, and that reports of a call were not true. " * 4
PAGE = f"""<html lang="zh"><head><title>Remarks</title><link rel="canonical" href="https://mfa.example/list/77.html">
<meta property="article:published_time" content="2019-05-13T15:00:00+08:00"></head><body><article><h1>Remarks</h1>
<p>{PROSE}</p><p>{PROSE}</p></article></body></html>"""


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gainsay-import-")
        self.dir = pathlib.Path(self.folder.name)
        (self.dir / "sources.conf").write_text(SOURCES, "utf-8")

    def tearDown(self):
        self.folder.cleanup()

    def put(self, name, content):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.utime(path, (1760000000, 1760000000))  # 2025-10-09T08:53:20Z
        return path

    def run_import(self, *words, code=0, **options):
        done = subprocess.run([BIN / "gainsay-import", "--dry-run", f"--poller.sources={self.dir}/sources.conf", *words],
                              env={**os.environ, "GAINSAY_CONFIG": ""}, capture_output=True, timeout=60, **options)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        items = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
        for item in items:
            SCHEMA.validate(item)
        return items, done.stderr.decode("utf-8")

    def test_lines_keep_their_dates_and_bad_ones_are_named(self):
        lines = self.put("a.jsonl", '{"id":"1","text":"One","published":"1997-03-01T12:00:00+02:00"}\n'
                                    'no json\n\n'
                                    '{"id":"2","text":"Two","published":"12 May 1998"}\n'
                                    '{"id":"3"}\n'
                                    '{"id":"4","text":"Four","published":"soon","fetched":"2020-01-01T00:00:00Z"}')
        items, said = self.run_import(lines, code=3)
        self.assertEqual([(i["guid"], i.get("published"), i["published_from"], i.get("published_precision"), i["fetched"]) for i in items],
                         [("1", "1997-03-01T10:00:00Z", "feed", "second", "1997-03-01T10:00:00Z"),
                          ("2", "1998-05-12T00:00:00Z", "feed", "day", "1998-05-12T00:00:00Z"),
                          ("4", None, "none", None, "2020-01-01T00:00:00Z")])
        self.assertEqual(items[2]["published_raw"], "soon")
        self.assertIn('a.jsonl:6: "published" is no date: "soon"; the item goes in without one', said)
        self.assertIn("a.jsonl:2: not JSON", said)
        self.assertIn("a.jsonl:5: neither", said)
        self.assertIn("3 items sent (1 without a date), 2 bad", said)

    def test_dates_before_all_news_and_of_days_to_come_are_impossible_and_blank_texts_are_none(self):
        lines = self.put("a.jsonl", "".join(json.dumps({"id": str(n), "title": " ", **more}) + "\n" for n, more in enumerate((
            {"text": "One", "published": "0001-01-01T00:00:00Z"}, {"text": "Two", "published": "2999-12-31"}, {"text": "\n\t"},
            {"text": "Four", "published": "", "published_from": "feed"}), 1)))
        items, said = self.run_import(lines, code=3)
        self.assertEqual([(i["guid"], i.get("published"), i["published_from"], i["fetched"]) for i in items],
                         [(n, None, "none", "2025-10-09T08:53:20Z") for n in "124"])
        for part in ('a.jsonl:1: "published" is an impossible date: "0001-01-01', 'a.jsonl:2: "published" is an impossible date: "2999-12-31"',
                     'a.jsonl:3: neither', "3 items sent (2 without a date), 1 bad"):
            self.assertIn(part, said)

    def test_the_same_file_twice_gives_the_same_bytes(self):
        lines = self.put("a.jsonl", '{"id":"1","text":"No date"}\n')
        self.assertEqual(self.run_import(lines)[0], self.run_import(lines)[0])
        self.assertEqual(self.run_import(lines)[0][0]["fetched"], "2025-10-09T08:53:20Z")

    def test_text_becomes_plain_nfc(self):
        lines = self.put("a.jsonl", json.dumps({"id": "1", "title": "Cafe\u0301", "text": "a\r\nb\u0007c"}) + "\n")
        self.assertEqual([(i["title"], i["text"]) for i in self.run_import(lines)[0]], [("Caf\u00e9", "a\nbc")])

    def test_what_is_compressed_is_read_as_it_is(self):
        line = b'{"id":"1","text":"One"}\n'
        plain = self.run_import(self.put("a.jsonl", line))[0]
        self.assertEqual(self.run_import(self.put("b.jsonl.gz", gzip.compress(line)))[0], plain)
        self.assertEqual(self.run_import("-", input=line)[0][0]["id"], plain[0]["id"])
        cut = self.put("c.jsonl.gz", gzip.compress(line * 20000)[:-200])
        _, said = self.run_import(cut, code=3)
        self.assertIn("c.jsonl.gz: ", said)

    def test_federal_register_bulk_json(self):
        path = self.put("us-register-2025-04.json", json.dumps(REGISTER))
        items, _ = self.run_import(path)
        self.assertEqual([(i["guid"], i["source"], i["country"], i["published"], i["published_precision"], i["text"]) for i in items],
                         [("2025-06378", "us-register", "US", "2025-04-14T04:00:00Z", "day", "An order on imports of steel."),
                          ("1994-00001", "us-register", "US", "1994-01-03T05:00:00Z", "day", "")])
        self.assertEqual(items[0]["url"], REGISTER["results"][0]["html_url"])

    def test_a_folder_of_recordings_finds_sources_by_file_and_folder(self):
        self.put("rec/us-register-old.2001.xml", RSS)
        self.put("rec/cn-mfa/77.html", PAGE)
        self.put("rec/cn-mfa/.hidden", "x")
        self.put("rec/nobody.xml", RSS)
        items, said = self.run_import(self.dir / "rec", code=3)
        self.assertEqual([(i["source"], i["guid"], i["published"], i["lang"]) for i in items],
                         [("us-register-old", "old-1", "2001-03-05T10:00:00Z", "en"),
                          ("cn-mfa", "https://mfa.example/list/77.html", "2019-05-13T07:00:00Z", "zh")])
        self.assertIn("no talks on tariffs", items[1]["text"])
        self.assertIn("nobody.xml: neither its name nor a folder's", said)
        self.assertNotIn("hidden", said)

    def test_a_tar_of_recordings_is_a_folder(self):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as tar:
            member = tarfile.TarInfo("us-register-old/day.xml")
            member.size, member.mtime = len(RSS), 990000000
            tar.addfile(member, io.BytesIO(RSS.encode()))
        items, _ = self.run_import(self.put("rec.tar.gz", packed.getvalue()))
        self.assertEqual([(i["source"], i["fetched"]) for i in items], [("us-register-old", "2001-05-16T08:00:00Z")])

    def test_names_and_times_in_an_archive_may_be_any(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, mode="w") as archive:
            archive.writestr("新闻/us-register-old/day.xml", RSS)
        items, _ = self.run_import(self.put("names.zip", packed.getvalue()))
        self.assertEqual([i["source"] for i in items], ["us-register-old"])
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
            member = tarfile.TarInfo("us-register-old/day.xml")
            member.size, member.mtime = len(RSS), 10 ** 15
            tar.addfile(member, io.BytesIO(RSS.encode()))
        items, _ = self.run_import(self.put("times.tar.gz", packed.getvalue()))
        self.assertEqual([i["fetched"] for i in items], ["2025-10-09T08:53:20Z"])

    def test_a_source_that_no_catalogue_knows_can_be_named(self):
        items, _ = self.run_import("--source=archive", "--lang=fr", self.put("x.xml", RSS))
        self.assertEqual([(i["source"], i["lang"]) for i in items], [("archive", "fr")])

    def test_csv_with_a_mapping(self):
        table = self.put("x.csv", '\ufeffNo,Date,Headline,text,Other\r\n'
                                  '1,"4 March 2018","Steel, ""aluminium""","Two\r\nlines",x\r\n'
                                  '2,2018-03-05,,,\r\n'
                                  '3,2018-03-06,Third,,\r\n')
        words = ("--map=guid=No,published=Date,title=Headline", "--source=desk", "--zone=-05:00")
        items, said = self.run_import(*words, table, code=3)
        self.assertEqual([(i["guid"], i["source"], i["published"], i["title"], i["text"]) for i in items],
                         [("1", "desk", "2018-03-04T05:00:00Z", 'Steel, "aluminium"', "Two\nlines"),
                          ("3", "desk", "2018-03-06T05:00:00Z", "Third", "")])
        self.assertIn("x.csv:4: neither", said)
        self.assertIn('z.csv:3: "published" is no date: "later"', self.run_import(self.put("z.csv", "id,text,published\n1,a,2018\n2,b,later\n"))[1])
        _, said = self.run_import("--map=guid=Number", table, code=1)
        self.assertIn('no column "Number" for an item\'s "guid"', said)
        tabs = self.put("y.tsv", "id\ttitle\n7\tA, b\n")
        self.assertEqual([i["title"] for i in self.run_import(tabs)[0]], ["A, b"])

    def test_an_interrupt_drains_and_says_so(self):
        reading, writing = os.pipe()
        printed = self.dir / "printed"
        with printed.open("wb") as out:
            importer = subprocess.Popen([BIN / "gainsay-import", "--dry-run", "-"], stdin=reading, stdout=out, stderr=subprocess.PIPE,
                                        env={**os.environ, "GAINSAY_CONFIG": ""})
        os.close(reading)
        line = b'{"id":"1","text":"One"}\n'
        end = time.monotonic() + 20
        asked = False
        # Where it waits for more it sees the signal with the next line; it may have ended before.
        with contextlib.suppress(BrokenPipeError):
            while importer.poll() is None and time.monotonic() < end:
                os.write(writing, line)
                if printed.stat().st_size > 0 and not asked:
                    importer.send_signal(signal.SIGINT)
                    asked = True
                time.sleep(0.001)
        os.close(writing)
        _, said = importer.communicate(timeout=20)
        self.assertEqual(importer.returncode, 1, said)
        self.assertIn(b"stopped before the end", said)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
