"""The poller on a real, private Kafka, as the tests of tests/integration see it: sources that a test writes, and what came of them.

    class Polling(PollerCase):
        def test_...(self):
            self.server.entries("/feed", [("guid", "Title", "Text")])
            source = self.source("s", "/feed")
            self.once()
            self.items(source), self.state(source)

    sys.exit(run([Polling], first=(), alone=()))

$GAINSAY_BIN names the folder of the programs.
"""
import concurrent.futures
import json
import os
import socket
import subprocess
import time
import unittest

from feed_server import FeedServer
from places import BIN
from servers import Servers

DEADLINE_S = 90
AT_ONCE = 6
PROSE = "The ministry said on Monday that no consultations on tariffs had taken place, and that reports of a call were not true. " * 3


def consume(environment, topic):
    """All of its messages, a line each; None while Kafka does not know it."""
    done = subprocess.run(["kcat", "-b", environment["GAINSAY_KAFKA_BROKERS"], "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f",
                           "%s\n"], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    return done.stdout.decode("utf-8") if done.returncode == 0 else None


def wait(what, condition):
    end = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited too long for {what}")
        time.sleep(0.2)


class PollerCase(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.environment = {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_KAFKA_BROKERS": cls.brokers,
                           "GAINSAY_POLLER_ALLOW": "127.0.0.0/8", "GAINSAY_KAFKA_SESSION_TIMEOUT_MS": "6000",
                           "GAINSAY_KAFKA_HEARTBEAT_INTERVAL_MS": "1000"}
        subprocess.run([BIN / "gainsay", "topics", "create"], env=cls.environment, check=True, stdout=subprocess.DEVNULL)
        # A topic that was just made takes a moment to be known.
        for topic in ("gainsay.items", "gainsay.sources"):
            wait(f"{topic} to be known", lambda topic=topic: consume(cls.environment, topic) is not None)

    def setUp(self):
        """Each test has a source server, a catalogue, and source ids of its own; the topics are everybody's."""
        self.server = FeedServer()
        self.catalogue = self.dir / f"{self._testMethodName}.conf"
        self.running = []
        self.sources = []

    def tearDown(self):
        for process in self.running:
            process.kill()
            process.wait()
        self.server.close()

    def source(self, name, path, server=None, **keys):
        identity = f"{self._testMethodName[5:].replace('_', '-')[:40]}.{name}"
        keys = {"url": (server or self.server).url(path), "language": "en", "interval": "1s", "min_interval": "1s", "gap": "0s",
                **keys}
        with self.catalogue.open("a") as out:
            out.write(f"[{identity}]\n" + "".join(f"{k} = {v}\n" for k, v in keys.items()))
        self.sources.append(identity)
        return identity

    def words(self, *options):
        return [BIN / "gainsay-poller", f"--poller.sources={self.catalogue}", f"--poller.group={self._testMethodName}", *options]

    def start(self, *options):
        with open(self.dir / f"{self._testMethodName}.log", "a", encoding="utf-8") as log:
            process = subprocess.Popen(self.words(*options), env=self.environment, stderr=log)
        self.running.append(process)
        return process

    def run_service(self, name):
        with open(self.dir / f"{name}.log", "a", encoding="utf-8") as log:
            self.running.append(subprocess.Popen([BIN / name], env=self.environment, stderr=log))

    def sql(self, text):
        return subprocess.run(["psql", self.environment["GAINSAY_POSTGRES_CONNINFO"], "-XAtqc", text], check=True, text=True,
                              stdout=subprocess.PIPE, timeout=60).stdout.strip()

    def once(self):
        code = self.start("--once").wait(timeout=DEADLINE_S)
        self.assertEqual(code, 0, (self.dir / f"{self._testMethodName}.log").read_text("utf-8")[-3000:])

    def messages(self, topic, source):
        found = [json.loads(line) for line in consume(self.environment, topic).splitlines() if line]
        return [message for message in found if message["source"] == source]

    def items(self, source):
        return self.messages("gainsay.items", source)

    def state(self, source):
        """The latest; the messages of one key are in order."""
        states = self.messages("gainsay.sources", source)
        return states[-1] if states else None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def closed_server(address="127.0.0.1"):
    server = FeedServer(address)
    server.close()
    return server


def run_one(test):
    result = unittest.TestResult()
    began = time.monotonic()
    test.run(result)
    trouble = [text for _, text in result.failures + result.errors]
    verdict = "FAIL" if trouble else "skipped" if result.skipped else "ok"
    print(f"{test._testMethodName} ... {verdict} ({time.monotonic() - began:.1f} s)", *trouble, sep="\n" if trouble else "", flush=True)
    return not trouble


def run(cases, first, alone, names=()):
    """Several tests at once, for they wait most of their time, and share nothing but the broker; the long ones `first`; those that freeze
    it come last, `alone`."""
    tests = [case(name) for case in cases for name in unittest.defaultTestLoader.getTestCaseNames(case) if not names or name in names]
    tests.sort(key=lambda test: test._testMethodName not in first)
    try:
        PollerCase.setUpClass()
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            passed = list(pool.map(run_one, [test for test in tests if test._testMethodName not in alone]))
        passed += [run_one(test) for test in tests if test._testMethodName in alone]
    finally:
        PollerCase.doClassCleanups()
    print(f"{sum(passed)} of {len(passed)} passed")
    return 0 if passed and all(passed) else 1
