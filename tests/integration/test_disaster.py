#!/usr/bin/python3
"""What docs/operations.md says to do when a database or a broker is lost, when a backup is restored and at an upgrade, on a real Kafka and
PostgreSQL: the tables end as they were.
$GAINSAY_BIN names the folder of the programs."""
import json
import os
import pathlib
import runpy
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, TOP, pipeline  # noqa: E402
from servers import Servers  # noqa: E402

DIGEST = runpy.run_path(str(TOP / "tests/integration/test_pipeline.py"))["DIGEST"]
DEADLINE_S = 90
COUNTRIES = ("Canada", "Mexico", "Japan", "India", "Brazil", "Norway")


def line(number, words="", **more):
    """A claim, a denial of the claim before it, or a tariff change, by turns."""
    who, whom = COUNTRIES[number % 6], COUNTRIES[(number + (-1 if number % 3 == 1 else 1)) % 6]
    text = (f"{who}'s trade minister said on Monday that {whom}'s prime minister had telephoned him about tariffs." if number % 3 == 0 else
            f"{who}'s foreign ministry said on Tuesday that there had been no phone call with {whom} about tariffs." if number % 3 == 1 else
            f"{who} imposed a tariff of {10 + number}% on cars from {whom}, the trade ministry said.")
    return json.dumps({"id": f"n{number}", "source": "wire", "title": f"Note \\ {number}", "published": f"2025-04-{1 + number % 28:02}T08:00:00Z",
                       "fetched": f"2025-04-{1 + number % 28:02}T09:00:00Z", "country": "CA", "kind": "wire", "author": "A \"quoted\" one",
                       "text": f"{text}\n\nDesk note {number}.{words}", **more}) + "\n"


class Disaster(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = {}
        cls.tool("gainsay", "topics", "create")
        cls.tool("gainsay", "migrate")
        items = cls.dir / "items.jsonl"
        items.write_text("".join(line(n) for n in range(60))
                         + "".join(line(n, " More.", fetched="2025-05-01T00:00:00Z") for n in range(0, 60, 7)), "utf-8")
        cls.tool("gainsay-import", items)

    @classmethod
    def tearDownClass(cls):
        cls.stop(signal.SIGKILL)

    @classmethod
    def environment(cls):
        return {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_KAFKA_BROKERS": cls.brokers, "GAINSAY_POSTGRES_CONNINFO": cls.conninfo,
                "GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"), "GAINSAY_STORE_WAIT": "100ms"}

    @classmethod
    def tool(cls, name, *words):
        return subprocess.run([BIN / name, *words], env=cls.environment(), check=True, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=DEADLINE_S).stdout

    @classmethod
    def start(cls, copy="", **more):
        """A classifier and a store."""
        for name in ("gainsay-classifier", "gainsay-store"):
            with open(cls.dir / f"{name}{copy}.log", "a", encoding="utf-8") as log:
                cls.running[name + copy] = subprocess.Popen([BIN / name], env={**cls.environment(), **more}, stderr=log)

    @classmethod
    def stop(cls, number=signal.SIGTERM):
        stopped, cls.running = cls.running, {}
        for process in stopped.values():
            process.send_signal(number)
        return {process.wait(timeout=30) for process in stopped.values()}

    @classmethod
    def make_database(cls):
        admin = cls.conninfo.replace("dbname=gainsay", "dbname=postgres")
        for statement in ("DROP DATABASE gainsay WITH (FORCE)", "CREATE DATABASE gainsay"):
            subprocess.run(["psql", admin, "-XAtqc", statement], check=True, timeout=60)

    @classmethod
    def dump(cls, *words):
        return subprocess.run(["pg_dump", cls.conninfo, *words], check=True, text=True, stdout=subprocess.PIPE, timeout=60).stdout

    @classmethod
    def send(cls, numbers):
        path = cls.dir / "more.jsonl"
        path.write_text("".join(line(n) for n in numbers), "utf-8")
        cls.tool("gainsay-import", path)

    @classmethod
    def psql(cls, *words):
        return subprocess.run(["psql", cls.conninfo, "-XAtqv", "ON_ERROR_STOP=1", *words], check=True, text=True, stdout=subprocess.PIPE,
                              timeout=60).stdout.strip()

    def rest(self, items):
        end = time.monotonic() + DEADLINE_S
        while True:
            for name, process in self.running.items():
                self.assertIsNone(process.poll(), (self.dir / f"{name}.log").read_text()[-2000:])
            told = json.loads(subprocess.run([BIN / "gainsay", "status", "--json"], env=self.environment(), text=True, check=False,
                                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60).stdout)
            behind = sum(one["messages"] for one in told["lag"])
            count = int(self.psql("-c", "SELECT count(*) FROM item"))
            if behind == 0 and count == items:
                return
            if time.monotonic() > end:
                self.fail(f"not at rest: {count} items, {told['lag']}")
            time.sleep(0.2)

    def test_1_a_lost_database_is_filled_anew_and_what_was_taken_down_stays_down(self):
        self.start()
        self.rest(60)
        item = self.psql("-c", "SELECT id FROM item WHERE guid = 'n4'")
        self.tool("gainsay", "redact", "--by=desk", "--why=asked to", item)
        before = self.psql("-c", DIGEST)
        self.assertEqual(self.psql("-c", "SELECT count(*) > 0 FROM contradiction"), "t")
        dump = self.dump("--data-only", "--table=redaction", "--table=withdrawal", "--table=dead_letter")
        self.assertEqual(self.stop(), {0})
        self.make_database()
        self.tool("gainsay", "migrate")
        (self.dir / "redaction.sql").write_text(dump, "utf-8")
        self.psql("-f", self.dir / "redaction.sql")
        self.start()
        self.rest(59)
        self.assertEqual(self.psql("-c", DIGEST), before)
        self.assertEqual(self.psql("-c", "SELECT redacted_by FROM redaction"), "desk")

    def test_2_lost_brokers_are_filled_from_the_tables(self):
        before = self.psql("-c", DIGEST)
        self.assertEqual(self.stop(), {0})
        pipeline("kill-kafka", self.dir)
        shutil.rmtree(self.dir / "kafka/data")
        pipeline("start-kafka", self.dir)
        type(self).brokers = pipeline("brokers", self.dir)
        self.tool("gainsay", "topics", "create")
        self.psql("-c", "DELETE FROM kafka_offset WHERE consumer = 'gainsay-store'")
        (self.dir / "back.jsonl").write_text(self.psql("-f", TOP / "deploy/postgres/export-items.sql") + "\n", "utf-8")
        self.start()
        self.tool("gainsay-import", self.dir / "back.jsonl")
        self.rest(59)
        self.assertEqual(self.psql("-c", DIGEST), before)
        self.assertIn("records: 0 would appear, 0 vanish, 0 change", self.tool("gainsay", "replay", "--dry-run"))

    def test_3_a_backup_of_an_older_state_reads_on_from_there(self):
        (self.dir / "older.sql").write_text(self.dump(), "utf-8")
        self.send(range(60, 72))
        self.rest(71)
        before = self.psql("-c", DIGEST)
        self.assertEqual(self.stop(), {0})
        self.make_database()
        self.psql("-f", self.dir / "older.sql")
        self.assertEqual(self.psql("-c", "SELECT count(*) FROM item"), "59")
        self.start()
        self.rest(71)
        self.assertEqual(self.psql("-c", DIGEST), before)

    def test_4_another_copy_takes_over_and_the_older_one_drains(self):
        older = list(self.running)
        self.start("-newer", GAINSAY_CLASSIFIER_GENERATION="2")
        self.tool("gainsay", "migrate")
        self.send(range(72, 84))
        self.rest(83)
        for name in older:
            self.running[name].send_signal(signal.SIGTERM)
        self.send(range(84, 96))
        self.assertEqual({self.running.pop(name).wait(timeout=30) for name in older}, {0})
        self.rest(95)
        self.assertEqual(self.psql("-c", "SELECT count(*) FROM dead_letter"), "0")
        # What came after the older one had gone is the newer one's.
        self.send(range(96, 99))
        self.rest(98)
        self.assertEqual(self.psql("-c", "SELECT DISTINCT generation FROM item_revision JOIN item ON id = item_id WHERE guid IN ('n96', 'n97', 'n98')"), "2")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
