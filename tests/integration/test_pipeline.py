#!/usr/bin/python3
"""The pipeline on real parts: Apache Kafka and PostgreSQL, started privately; kcat and psql as clients.

Imports real press releases where they are at hand (../shared/eval/real_dev.jsonl beside the project), else the sample newsroom.
$GAINSAY_BIN names the folder of the programs.
"""
import json
import os
import pathlib
import re
import runpy
import shutil
import signal
import subprocess
import sys
import time
import unittest

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, TOP, pipeline  # noqa: E402
from servers import Servers  # noqa: E402

REAL = TOP.parent / "shared/eval/real_dev.jsonl"
DEADLINE_S = 120

# Everything that must be the same whatever happened on the way.
DIGEST = """
SELECT md5(coalesce(string_agg(line, E'\n' ORDER BY line), '')) FROM (
    SELECT concat_ws('|', 'item', id, source, guid, first_seen, revision) AS line FROM item
    UNION ALL SELECT concat_ws('|', 'revision', item_id, revision, fetched, title, text, published, generation, records)
        FROM item_revision
    UNION ALL SELECT concat_ws('|', 'statement', to_jsonb(s) - 'stored_at') FROM statement s
    UNION ALL SELECT concat_ws('|', 'tariff', to_jsonb(t) - 'stored_at') FROM tariff_change t
    UNION ALL SELECT concat_ws('|', 'link', denial_id, claim_id, score, reasons) FROM contradiction) AS lines
"""


class Pipeline(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = {}
        cls.logs = {}
        cls.run_tool("gainsay", "topics", "create")
        cls.run_tool("gainsay", "migrate")
        cls.items = cls.dir / "items.jsonl"
        cls.items.write_text(cls.make_items(), "utf-8")
        cls.count = len({json.loads(line)["id"] for line in cls.items.read_text("utf-8").splitlines()})

    @classmethod
    def tearDownClass(cls):
        for name in list(cls.running):
            cls.kill(name)

    @classmethod
    def make_items(cls):
        if REAL.exists():
            return REAL.read_text("utf-8")
        newsroom = runpy.run_path(str(TOP / "deploy/newsroom/serve"))
        stories = newsroom["read_stories"](TOP / "deploy/newsroom/stories.txt")
        return "".join(json.dumps({"id": s["id"], "source": s["feed"], "lang": "en", "published": s["published"],
                                   "title": s["title"], "text": "\n".join(s["paragraphs"])}) + "\n" for s in stories)

    @classmethod
    def environment(cls, conninfo=None):
        return {**os.environ, "GAINSAY_KAFKA_BROKERS": cls.brokers, "GAINSAY_POSTGRES_CONNINFO": conninfo or cls.conninfo,
                "GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"), "GAINSAY_CONFIG": "",
                # A short session, so that whoever is killed is replaced soon.
                "GAINSAY_KAFKA_SESSION_TIMEOUT_MS": "6000", "GAINSAY_KAFKA_HEARTBEAT_INTERVAL_MS": "1000"}

    @classmethod
    def run_tool(cls, name, *words, check=True, **options):
        return subprocess.run([BIN / name, *words], env=cls.environment(), check=check, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=DEADLINE_S, **options)

    @classmethod
    def start(cls, name, *words, key=None, conninfo=None):
        key = key or name
        log = open(cls.dir / f"{key}.log", "a", encoding="utf-8")
        cls.running[key] = subprocess.Popen([BIN / name, *words], env=cls.environment(conninfo), stderr=log, stdout=log)
        log.close()

    @classmethod
    def kill(cls, key, number=signal.SIGKILL):
        process = cls.running.pop(key)
        process.send_signal(number)
        return process.wait(timeout=30)

    @classmethod
    def sql(cls, text, conninfo=None):
        return subprocess.run(["psql", conninfo or cls.conninfo, "-XAtqc", text], check=True, text=True,
                              stdout=subprocess.PIPE, timeout=60).stdout.strip()

    @classmethod
    def kcat(cls, *words, **options):
        return subprocess.run(["kcat", "-b", cls.brokers, *words], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60, **options).stdout

    def messages(self, topic):
        lines = self.kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%s\n").decode("utf-8")
        return [json.loads(line) for line in lines.splitlines() if line.startswith("{\"schema\"")]

    def wait(self, what, condition):
        end = time.monotonic() + DEADLINE_S
        while not condition():
            for key, process in self.running.items():
                self.assertIsNone(process.poll(), f"{key} ended: {(self.dir / f'{key}.log').read_text()[-2000:]}")
            self.assertLess(time.monotonic(), end, f"waited too long for {what}")
            time.sleep(0.2)

    def stored(self, conninfo=None):
        """Offset that the store has reached, summed over partitions."""
        return int(self.sql("SELECT coalesce(sum(next_offset), 0) FROM kafka_offset WHERE topic = 'gainsay.records'", conninfo))

    def end_of(self, topic):
        listing = json.loads(self.kcat("-L", "-J", "-t", topic))
        partitions = [p["partition"] for p in listing["topics"][0]["partitions"]]
        total = 0
        for partition in partitions:
            line = self.kcat("-Q", "-t", f"{topic}:{partition}:-1").decode().strip()
            total += int(line.rsplit(" ", 1)[1])
        return total

    def caught_up(self, conninfo=None):
        return self.stored(conninfo) == self.end_of("gainsay.records")

    def test_1_an_import_survives_kill_9_of_every_service(self):
        self.start("gainsay-classifier")
        self.start("gainsay-store")
        # The importer is killed too, half-way; the second time it runs to its end.
        importer = subprocess.Popen([BIN / "gainsay-import", self.items], env=self.environment(), stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        importer.kill()
        importer.wait()
        self.run_tool("gainsay-import", self.items)
        for name in ("gainsay-classifier", "gainsay-store", "gainsay-classifier", "gainsay-store"):
            time.sleep(0.7)
            self.kill(name)
            self.start(name)
        self.wait("every item", lambda: int(self.sql("SELECT count(*) FROM item")) >= self.count)
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(int(self.sql("SELECT count(*) FROM item")), self.count)
        self.assertEqual(int(self.sql("SELECT count(*) FROM item_revision")), self.count)
        self.assertGreater(int(self.sql("SELECT count(*) FROM tariff_change")), 0)
        self.assertEqual(self.sql("SELECT count(*) FROM dead_letter"), "0")

    def test_2_another_database_filled_from_the_topic_holds_the_same(self):
        self.sql("CREATE DATABASE again")
        again = self.conninfo.replace("dbname=gainsay", "dbname=again")
        subprocess.run([BIN / "gainsay", "migrate"], env=self.environment(again), check=True, stdout=subprocess.DEVNULL)
        self.start("gainsay-store", "--store.group=again", "--store.batch=7", key="again", conninfo=again)
        self.wait("the second store", lambda: self.caught_up(again))
        self.assertEqual(self.kill("again", signal.SIGTERM), 0)
        self.assertEqual(self.sql(DIGEST), self.sql(DIGEST, again))

    def test_3_the_same_file_twice_changes_nothing(self):
        before = self.sql(DIGEST)
        end = self.end_of("gainsay.records")
        self.run_tool("gainsay-import", self.items)
        self.wait("the classifier", lambda: self.end_of("gainsay.records") >= end + self.count)
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(self.sql(DIGEST), before)

    def test_4_messages_follow_their_schemas(self):
        for topic, name in (("gainsay.items", "item-1.json"), ("gainsay.records", "record-1.json")):
            schema = json.loads((TOP / "docs/schema" / name).read_text("utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            messages = self.messages(topic)
            self.assertGreaterEqual(len(messages), self.count)
            for message in messages:
                validator.validate(message)

    def test_5_a_poison_message_is_set_aside_and_the_rest_flows(self):
        before = int(self.sql("SELECT count(*) FROM item"))
        for topic in ("gainsay.items", "gainsay.records"):
            for poison in (b"{", b"[" * 20000, b"\xff\xfe", b'{"schema":"item/9"}', b'{"schema":"record/1","item":{"a":"\\u0000"}}'):
                self.kcat("-P", "-t", topic, "-k", "poison", "-D", "\n", input=poison)
        line = {"id": "after-poison", "source": "test", "title": "After", "published": "2025-04-01T00:00:00Z",
                "text": "Canada imposed a 25% tariff on cars from the United States."}
        late = self.dir / "late.jsonl"
        late.write_text("not json\n" + json.dumps(line) + "\n", "utf-8")
        done = self.run_tool("gainsay-import", late, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("late.jsonl:1:", done.stderr)
        self.wait("the item behind the poison", lambda: int(self.sql("SELECT count(*) FROM item")) == before + 1)
        self.wait("five letters on the topic", lambda: self.end_of("gainsay.dead-letters") == 5)
        self.wait("the letters of both in the table", lambda: int(self.sql("SELECT count(*) FROM dead_letter")) == 10)
        headers = self.kcat("-C", "-t", "gainsay.dead-letters", "-o", "beginning", "-e", "-q", "-f", "%h\n").decode()
        self.assertIn("gainsay.error.topic=gainsay.items", headers)
        self.assertIn("gainsay.error.class=bad-input", headers)

    def test_5b_a_letter_is_sent_again_until_it_is_parked(self):
        def letters(*words, **options):
            return self.run_tool("gainsay", "dead-letters", *words, **options).stdout

        letter = letters("list", "--service", "gainsay-classifier").split()[0]
        self.assertRegex(letter, r"^gainsay-classifier-gainsay\.items-\d+-\d+$")
        self.assertIn("gainsay.items", letters("show", letter))
        self.assertIn("gainsay-store         gainsay.records       bad-input     waiting            5", letters("stats"))
        self.assertIn("10 letters would be sent again", letters("retry", "--dry-run"))
        for retries in (1, 2, 3):
            self.assertIn("1 letters sent again", letters("retry", letter))
            self.wait("the letter's way back", lambda: self.sql(
                f"SELECT state <> 'retried' AND retries = {retries} FROM dead_letter WHERE id = '{letter}'") == "t")
        self.assertIn("parked", letters("list", "--state", "parked"))
        self.assertIn("0 letters sent again", letters("retry", letter, check=False))
        self.assertEqual(self.sql("SELECT count(*) FROM dead_letter"), "10", "a letter that came back is the same letter")
        self.assertIn("1 letters discarded", letters("discard", letter))
        # What is sent again is the message that it was, attributes, trace and marks included.
        own = {"ce_id": "r1", "ce_type": "gainsay.item.v1", "backfill": "true", "tracestate": 'a="\\b"',
               "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
        words = [word for name, value in own.items() for word in ("-H", f"{name}={value}")]
        self.kcat("-P", "-t", "gainsay.items", "-k", "marked", "-D", "\n", *words, input=b"{marked")
        self.wait("its letter", lambda: self.sql("SELECT id FROM dead_letter WHERE key = 'marked'") != "")
        marked = self.sql("SELECT id FROM dead_letter WHERE key = 'marked'")
        self.assertIn('"backfill": "true"', letters("show", marked))
        self.assertIn("1 letters sent again", letters("retry", marked))
        self.wait("its way back", lambda: self.sql(f"SELECT state = 'waiting' AND retries = 1 FROM dead_letter WHERE id = '{marked}'") == "t")
        sent = [line for line in self.kcat("-C", "-t", "gainsay.items", "-o", "beginning", "-e", "-q", "-f", "%k %h\n").decode().splitlines()
                if line.startswith("marked ")]
        self.assertEqual(len(sent), 2)
        self.assertIn(f"gainsay.retry.of={marked}", sent[1])
        for name, value in own.items():
            self.assertIn(f"{name}={value}", sent[1])
        self.sql("DELETE FROM dead_letter WHERE key = 'marked'")
        # One of the store's, by a part of its error: it is the store's alone, and comes back to its own row.
        own = letters("list", "--service", "gainsay-store").split()[0]
        self.assertIn("1 letters sent again", letters("retry", "--service=gainsay-store", "--max=1", "--rate=50"))
        self.wait("the store's letter", lambda: self.sql(
            f"SELECT state = 'waiting' AND retries = 1 FROM dead_letter WHERE id = '{own}'") == "t")
        self.assertNotEqual(self.run_tool("gainsay", "dead-letters", "discard", check=False).returncode, 0)

    def test_5c_a_letter_that_no_table_takes_stops_no_store(self):
        headers = {"service": "other", "topic": "gainsay.items", "partition": "first", "offset": "7", "class": "bad-input", "message": "odd"}
        words = [word for name, value in headers.items() for word in ("-H", f"gainsay.error.{name}={value}")]
        self.kcat("-P", "-t", "gainsay.dead-letters", "-k", "odd", *words, input=b"odd\x1b[2J")
        # A header that is no text, of a message that is none of ours.
        self.kcat("-P", "-t", "gainsay.records", "-k", "odd", "-H", "gainsay.retry.of=\udcff", input=b"{")
        self.wait("both as letters of the store's own", lambda: self.sql(
            "SELECT count(*) FROM dead_letter WHERE service = 'gainsay-store' AND key = 'odd'") == "2")
        self.assertIn("first", self.sql("SELECT error FROM dead_letter WHERE topic = 'gainsay.dead-letters'"))
        letter = self.sql("SELECT id FROM dead_letter WHERE topic = 'gainsay.dead-letters'")
        shown = self.run_tool("gainsay", "dead-letters", "show", letter).stdout
        self.assertIn("odd [2J", shown)
        self.assertNotIn("\x1b", shown)
        self.assertEqual(self.sql("DELETE FROM dead_letter WHERE key = 'odd' RETURNING 1").split(), ["1", "1"])

    def test_6_an_outage_of_postgresql_loses_nothing(self):
        pipeline("kill-postgres", self.dir)
        line = {"id": "during-outage", "source": "test", "title": "Outage", "published": "2025-04-02T00:00:00Z",
                "text": "India raised its duty on almonds to 40%."}
        path = self.dir / "outage.jsonl"
        path.write_text(json.dumps(line) + "\n", "utf-8")
        self.run_tool("gainsay-import", path)
        time.sleep(3)
        self.assertIsNone(self.running["gainsay-store"].poll())
        pipeline("start-postgres", self.dir)
        type(self).conninfo = pipeline("conninfo", self.dir)
        self.wait("the item of the outage",
                  lambda: self.sql("SELECT count(*) FROM item WHERE guid = 'during-outage'") == "1")
        self.assertEqual(self.sql("SELECT count(*) FROM dead_letter"), "10")

    def test_7_a_replay_says_and_does_what_changes(self):
        def report(*words):
            done = self.run_tool("gainsay", "replay", *words)
            return done.stdout.splitlines()[-1]

        items = int(self.sql("SELECT count(*) FROM item"))
        # The same rules change nothing, and a dry run says so.
        self.assertIn("records: 0 would appear, 0 vanish, 0 change", report("--dry-run"))
        # From an offset on: of one partition its last item, of all of them what lies behind it.
        ends = [int(self.kcat("-Q", "-t", f"gainsay.items:{p}:-1").decode().rsplit(" ", 1)[1]) for p in range(4)]
        offsets = ",".join(f"{p}:{end - 1}" for p, end in enumerate(ends))
        self.assertIn("4 items read", report("--dry-run", f"--from-offset={offsets}"))
        self.assertIn(f"{sum(max(0, end - 3) for end in ends)} items read", report("--dry-run", "--from-offset=3"))
        self.assertIn("0 passed over", report("--dry-run", "--since=1990-01-01", "--until=2200-01-01"))
        self.assertNotEqual(self.run_tool("gainsay", "replay", "--dry-run", "--from-offset=9:1", check=False).returncode, 0)
        self.assertIn('none of them is of source "nowhere"', report("--dry-run", "--source=nowhere"))
        # A lesser generation than the tables' would change nothing, and a dry run says that, too.
        self.assertIn("stay, in 0 items, 0 of them new; nothing would change in 0 items", report("--dry-run", "--classifier.generation=0"))
        # Rules that know no tariff take records back.
        lexicon = self.dir / "lexicon"
        shutil.copytree(TOP / "consumers/classify/lexicon", lexicon)
        words = (lexicon / "tariffs.tsv").read_text("utf-8").splitlines(keepends=True)
        (lexicon / "tariffs.tsv").write_text("".join(line for line in words if "tariff" not in line.split("\t")[0]), "utf-8")
        said = self.run_tool("gainsay", "replay", "--dry-run", "--lexicon", lexicon).stdout.splitlines()
        self.assertNotIn(" 0 vanish", said[-1])
        done = self.run_tool("gainsay", "replay", "--dry-run", "--lexicon", lexicon)
        self.assertIn("raise classifier.generation", done.stderr)
        # In tables that are empty all of them appear.
        self.sql("CREATE DATABASE bare")
        bare = self.conninfo.replace("dbname=gainsay", "dbname=bare")
        subprocess.run([BIN / "gainsay", "migrate"], env=self.environment(bare), check=True, stdout=subprocess.DEVNULL)
        self.assertRegex(report("--dry-run", f"--postgres.conninfo={bare}"),
                         r"records: [1-9]\d* would appear, 0 vanish, 0 change, 0 stay, in (\d+) items, [1-9]\d* of them new")
        counts = [list(map(int, re.search(r": (\d+) would appear, (\d+) vanish, (\d+) change", line).groups())) for line in said[:-1]
                  if line[0] != " "]
        for place, what in enumerate(("appears", "vanishes", "changes")):
            named = sum(line.startswith(f"  {what}: ") for line in said)
            self.assertEqual(sum(count[place] for count in counts), named, "each item's line says what its records do")
            self.assertRegex(said[-1], rf" {named} (would appear|vanish|change),")
        self.assertEqual(self.sql("SELECT count(*) FROM item_revision WHERE generation > 1"), "0")
        # One source only, then all, of a later generation; run again under its name it has nothing left to do.
        source = self.sql("SELECT source FROM item GROUP BY source ORDER BY count(*) DESC LIMIT 1")
        of_source = int(self.sql(f"SELECT count(*) FROM item WHERE source = '{source}'"))
        self.assertIn(" passed over", report("--classifier.generation=2", "--name=one", "--source", source))
        self.wait("the source's items", lambda: int(self.sql("SELECT count(*) FROM item_revision WHERE generation = 2")) == of_source)
        # Stopped half-way it goes on where it was: no item is read twice, none left out.
        slow = subprocess.Popen([BIN / "gainsay", "replay", "--classifier.generation=3", "--name=all", "--rate=10"],
                                env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.wait("some results", lambda: int(self.sql("SELECT count(*) FROM item_revision WHERE generation = 3")) > 5)
        slow.send_signal(signal.SIGTERM)
        said = slow.communicate(timeout=30)[0]
        self.assertIn("the same command goes on from here", said)
        first = int(said.split(" ", 1)[0])
        rest = int(report("--classifier.generation=3", "--name=all").split(" ", 1)[0])
        self.assertEqual(first + rest, sum(ends))
        self.assertGreater(rest, 0)
        self.wait("every item", lambda: int(self.sql("SELECT count(*) FROM item_revision WHERE generation = 3")) == items)
        done = self.run_tool("gainsay", "replay", "--classifier.generation=3", "--name=all")
        self.assertIn('nothing is left under the name "all"', done.stdout)
        self.assertNotIn("not kept", done.stderr)
        # The live classifier still says generation 1, and changes nothing any more.
        self.run_tool("gainsay-import", self.items)
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(int(self.sql("SELECT count(*) FROM item_revision WHERE generation = 3")), items)

    def test_8_what_is_taken_down_stays_down_and_links_verify(self):
        verified = self.run_tool("gainsay", "verify").stdout
        self.assertIn(" 0 missing, 0 superfluous", verified)
        self.assertRegex(verified, r"digest of the stored ones (\w+), of a fresh linking \1\n")
        item = self.sql("SELECT item_id FROM statement ORDER BY item_id LIMIT 1")
        self.assertIn("taken down", self.run_tool("gainsay", "redact", "--by=desk", "--why=asked to", item).stdout)
        before = int(self.sql("SELECT count(*) FROM item"))
        end = self.end_of("gainsay.records")
        self.run_tool("gainsay-import", self.items)
        self.wait("the classifier", lambda: self.end_of("gainsay.records") >= end + self.count)
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(int(self.sql("SELECT count(*) FROM item")), before)
        self.assertEqual(self.sql(f"SELECT count(*) FROM statement WHERE item_id = '{item}'"), "0")
        self.assertEqual(self.sql("SELECT redacted_by || ': ' || reason FROM redaction"), "desk: asked to")
        self.assertEqual(self.sql("SELECT redacted_at BETWEEN now() - interval '10 minutes' AND now() FROM redaction"), "t")
        # Nor does a replay of a greater generation, and a dry run knows it.
        self.assertNotIn(" 0 taken down", self.run_tool("gainsay", "replay", "--dry-run").stdout)
        self.run_tool("gainsay", "replay", "--classifier.generation=9", "--name=after-redaction")
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(int(self.sql("SELECT count(*) FROM item_revision WHERE generation = 9")), before)
        self.assertEqual(self.sql(f"SELECT (SELECT count(*) FROM item WHERE id = '{item}')"
                                  f" + (SELECT count(*) FROM item_revision WHERE item_id = '{item}')"
                                  f" + (SELECT count(*) FROM statement WHERE item_id = '{item}')"), "0")
        # A link that nothing supports is found.
        denial, claim = self.sql(
            "SELECT d.id, c.id FROM statement d, statement c WHERE d.type = 'denial' AND c.type = 'claim' AND NOT EXISTS"
            " (SELECT FROM contradiction k WHERE k.denial_id = d.id AND k.claim_id = c.id) LIMIT 1").split("|")
        self.sql(f"INSERT INTO contradiction VALUES ('{denial}', '{claim}', 0.9, 'planted')")
        done = self.run_tool("gainsay", "verify", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(" 1 superfluous", done.stdout)
        self.assertNotRegex(done.stdout, r"digest of the stored ones (\w+), of a fresh linking \1\n")

    def test_8b_a_rebuild_makes_the_same_tables_beside_the_store_and_swaps_them(self):
        def rebuild(*words, **options):
            return self.run_tool("gainsay", "rebuild", *words, **options)

        self.sql("DELETE FROM contradiction WHERE reasons = 'planted'")
        before = self.sql(DIGEST)
        times = "SELECT md5(string_agg(id || stored_at, ' ' ORDER BY id)) FROM statement"
        stored = self.sql(times)
        letters = self.sql("SELECT id, state, retries FROM dead_letter ORDER BY id")
        withdrawn = self.sql("SELECT record_id, withdrawn_at, why FROM withdrawal ORDER BY 1, 2")
        self.assertIn("|redacted", withdrawn)
        self.sql("CREATE ROLE someone; GRANT SELECT ON statements TO someone")
        # Killed in the middle it leaves the old tables as they are; run again, it goes on.
        killed = subprocess.Popen([BIN / "gainsay", "rebuild"], env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait("the new schema", lambda: self.sql("SELECT to_regclass('gainsay_new.kafka_offset') IS NOT NULL") == "t")
        killed.kill()
        killed.wait()
        self.assertEqual(self.sql(DIGEST), before)
        done = rebuild()
        self.assertIn("0 of 10 tables hold something else", done.stdout)
        self.assertEqual(self.sql(DIGEST), before)
        self.assertEqual(self.sql("SELECT to_regclass('gainsay_old.item') IS NOT NULL, to_regclass('gainsay_new.item') IS NULL"), "t|t")
        # What is known nowhere else is there: who was taken down and why, letters, times, grants; and the words are indexed.
        self.assertEqual(self.sql("SELECT redacted_by || ': ' || reason FROM redaction"), "desk: asked to")
        self.assertEqual(self.sql("SELECT id, state, retries FROM dead_letter ORDER BY id"), letters)
        self.assertEqual(self.sql("SELECT record_id, withdrawn_at, why FROM withdrawal ORDER BY 1, 2"), withdrawn)
        self.assertEqual(self.sql(times), stored)
        self.assertEqual(self.sql("SELECT has_table_privilege('someone', 'statements', 'SELECT')"), "t")
        self.assertEqual(self.sql("SELECT (SELECT count(*) FROM item_words) = (SELECT count(*) FROM item)"), "t")
        # The store goes on in the new tables, and taken down stays down.
        line = {"id": "after-swap", "source": "test", "title": "Swap", "text": "Peru raised its duty on rice to 12%."}
        path = self.dir / "swap.jsonl"
        path.write_text(json.dumps(line) + "\n", "utf-8")
        self.run_tool("gainsay-import", path)
        self.wait("an item behind the swap", lambda: self.sql("SELECT count(*) FROM item WHERE guid = 'after-swap'") == "1")
        self.assertEqual(self.sql("SELECT count(*) FROM gainsay_old.item WHERE guid = 'after-swap'"), "0")
        self.run_tool("gainsay-import", self.items)
        self.wait("the end of the topic", self.caught_up)
        self.assertEqual(self.sql("SELECT count(*) FROM item JOIN redaction ON item_id = id"), "0")
        # A second one waits until somebody has let the replaced tables go, and refuses to lose what the topic lacks.
        done = rebuild(check=False)
        self.assertIn("DROP SCHEMA gainsay_old CASCADE", done.stderr)
        self.sql("DROP SCHEMA gainsay_old CASCADE")
        self.sql("INSERT INTO item VALUES ('gone', 'test', 'gone', now(), 'gone'); "
                 "INSERT INTO item_revision (item_id, revision, fetched, lang, title, text, published_from, digest, classifier, lexicon, generation,"
                 " classified, records) VALUES ('gone', 'gone', now(), 'en', 'T', 'T', 'none', '', '', '', 0, true, '[]')")
        done = rebuild(check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("1 revisions of items that the tables hold are not on the topic", done.stderr)
        self.assertEqual(self.sql("SELECT count(*) FROM item WHERE id = 'gone'"), "1")
        done = rebuild("--accept-loss")
        self.assertIn("item differs", done.stdout)
        self.assertEqual(self.sql("SELECT count(*) FROM item WHERE id = 'gone'"), "0")
        self.sql("DROP SCHEMA gainsay_old CASCADE; DROP OWNED BY someone; DROP ROLE someone")

    def test_91_what_was_deleted_before_it_was_read_is_not_skipped_silently(self):
        def send(guid):
            path = self.dir / f"{guid}.jsonl"
            path.write_text("".join(json.dumps({"id": f"{guid}-{n}", "source": "test", "title": "Late", "text": "Nothing."}) + "\n"
                                    for n in range(20)), "utf-8")
            self.run_tool("gainsay-import", path)

        def end(topic, partition):
            return int(self.kcat("-Q", "-t", f"{topic}:{partition}:-1").decode().rsplit(" ", 1)[1])

        self.kill("gainsay-store", signal.SIGTERM)
        before = self.end_of("gainsay.records")
        send("unread")
        self.wait("the results", lambda: self.end_of("gainsay.records") >= before + 20)
        where = "consumer = 'gainsay-store' AND topic = 'gainsay.records'"
        offsets = dict(line.split("|") for line in self.sql(f"SELECT partition, next_offset FROM kafka_offset WHERE {where}").splitlines())
        partition = next(p for p in offsets if end("gainsay.records", p) > int(offsets[p]) + 1)
        first = end("gainsay.records", partition) - 1
        self.run_tool("trim_topic", self.brokers, "gainsay.records", partition, str(first))
        self.start("gainsay-store")
        log = self.dir / "gainsay-store.log"
        self.wait("the store to halt", lambda: "event=store.halted" in log.read_text("utf-8"))
        moved = self.sql(f"SELECT next_offset FROM kafka_offset WHERE {where} AND partition = {partition}")
        self.assertEqual(moved, offsets[partition])
        # The other partitions go on, and this one when a person has decided.
        self.sql(f"UPDATE kafka_offset SET next_offset = {first} WHERE {where} AND partition = {partition}")
        self.wait("the end of the topic", self.caught_up)

        self.kill("gainsay-classifier", signal.SIGTERM)
        ends = [end("gainsay.items", p) for p in range(4)]
        send("unclassified")
        partition = next(p for p in range(4) if end("gainsay.items", p) > ends[p] + 1)
        self.run_tool("trim_topic", self.brokers, "gainsay.items", str(partition), str(end("gainsay.items", partition) - 1))
        self.start("gainsay-classifier")
        self.assertEqual(self.running.pop("gainsay-classifier").wait(timeout=DEADLINE_S), 1)
        log = self.dir / "gainsay-classifier.log"
        self.assertIn("messages were deleted before they were read", log.read_text("utf-8"))
        starts = log.read_text("utf-8").count("event=service.started")
        self.start("gainsay-classifier", "--classifier.group=another")
        self.wait("the classifier's start", lambda: log.read_text("utf-8").count("event=service.started") > starts)

    def test_9_a_drain_ends_with_0(self):
        for name in ("gainsay-classifier", "gainsay-store"):
            self.assertEqual(self.kill(name, signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
