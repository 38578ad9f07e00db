"""The system under test: one broker, one database, each behind a proxy; a poller, two classifiers, two stores; and the sources."""
import os
import pathlib
import re
import signal
import subprocess
import time

from brokers import GROUPS, Brokers
from generator import ODD, SOURCES, Generator, host_of
from proxy import Proxy
from reading import Reader
from toxics import Toxics

TOP = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("poller", "classifier-1", "classifier-2", "store-1", "store-2")
SESSION_MS = 3000  # a member that is silent this long loses its partitions
REJOIN_MS = 30000  # a rebalance waits no longer for members that do not come; the services' default is twice that
# A soak has the services' own: on a busy machine three seconds are a fault by themselves.
IMPATIENT = {"GAINSAY_KAFKA_SESSION_TIMEOUT_MS": str(SESSION_MS), "GAINSAY_KAFKA_HEARTBEAT_INTERVAL_MS": "500",
             "GAINSAY_KAFKA_MAX_POLL_INTERVAL_MS": str(REJOIN_MS)}
IDLE_IN_TRANSACTION_MS = 8000  # a frozen store's transaction ends after this; the services' default is longer
PROBE_S = 30  # a consumer group of its own gets its partitions in a tenth of that
DRAIN_S = 12  # a service that is told to stop has 10 s, and a little


class Failed(Exception):
    """A service did not do what it must under this fault."""


class NotHere(Exception):
    """This machine's kernel or tools do not permit the fault."""


class World:
    def __init__(self, folder, programs, random, rate, own_network, brokers=1, toxiproxy=None):
        self.dir, self.bin = pathlib.Path(folder), pathlib.Path(programs)
        self.random = random
        self.generator = Generator(random, rate)
        self.toxics = Toxics(toxiproxy, self.dir / "toxiproxy.log") if toxiproxy else None
        self.brokers = Brokers(self.dir, brokers, self.toxics)
        self.kafka = self.brokers.links
        self.standby_port = None  # of the server that the services are led to instead of the usual one
        self.postgres = Proxy(lambda: ("127.0.0.1", self.standby_port or self.postgres_port()))
        self.postgres_front = self.toxics.front("postgres", self.postgres.port) if self.toxics else self.postgres.port
        self.running = {}
        self.surprises = []  # services that ended though nobody asked them to
        self.poison = set()  # (topic, partition, offset) of messages that must be set aside
        self.mounts = set()
        self.generation = 1
        self.own_network = own_network
        self.watch_heap = False
        self.probes = 0
        self.reader = Reader(self)
        for part in ("kafka", "postgres", "log"):
            (self.dir / part).mkdir()

    # The servers.

    def script(self, *words, check=True):
        """A command of tests/integration/pipeline.sh; what is about Kafka is for all brokers."""
        if words[-1].endswith("-kafka"):
            return self.brokers.all(words[-1], check)
        done = subprocess.run([TOP / "tests/integration/pipeline.sh", *words, self.dir], check=check, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=300)
        return done.stdout.strip()

    def mount(self, part, megabytes):
        """A file system of its own for a part, so that it can be full; where that is not permitted, it stays on the disk."""
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "none", self.dir / part], check=False,
                              stderr=subprocess.DEVNULL)
        if done.returncode == 0:
            self.mounts.add(part)

    def name_sources(self):
        """Gives each source a host name of its own, where a mount namespace of our own keeps that from everybody else."""
        if not self.own_network:
            return
        files = {"hosts": "".join([pathlib.Path("/etc/hosts").read_text(), *(f"127.0.0.1 {host_of(name)}\n" for name in (*SOURCES, ODD))]),
                 "resolv.conf": "nameserver 127.0.0.1\noptions timeout:2 attempts:2\n"}
        for name, text in files.items():
            (self.dir / name).write_text(text)
            if subprocess.run(["mount", "--bind", self.dir / name, f"/etc/{name}"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
                return
        self.generator.named = True

    def postgres_port(self):
        return int((self.dir / "postgres.port").read_text())

    def conninfo(self, database="gainsay", proxied=False):
        port = self.postgres_front if proxied else self.postgres_port()
        return f"host=127.0.0.1 port={port} user=gainsay dbname={database} passfile={self.dir}/passfile"

    def sql(self, text, database="gainsay", check=True):
        done = subprocess.run(["psql", self.conninfo(database), "-XAtqc", text], check=check, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        return done.stdout.strip()

    def kcat(self, *words, **options):
        return subprocess.run(["kcat", "-b", self.brokers.bootstrap, *words], check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=120, **options).stdout

    def start_servers(self):
        self.mount("kafka", 1500 * self.brokers.count)
        self.mount("postgres", 600)
        self.mount("log", 200)
        self.name_sources()
        self.brokers.prepare()
        self.script("start-kafka")
        self.script("start-postgres")
        self.tool("gainsay", "topics", "create")
        self.tool("gainsay", "migrate")
        self.sql(f"ALTER DATABASE gainsay SET idle_in_transaction_session_timeout = {IDLE_IN_TRANSACTION_MS}")
        self.sql("ALTER SYSTEM SET max_wal_size = '128MB'")

    def heal_servers(self):
        """Whatever a fault has left: the network whole, both servers up."""
        if self.toxics:
            self.toxics.reset()
        for proxy in (self.kafka, self.postgres):
            proxy.shape()
            proxy.silence(False)
        self.script("start-kafka")
        self.script("start-postgres")

    def broker_serves(self):
        """Whether the broker gives partitions to groups that have nothing to do with ours, one beside each of ours: a broker leads groups by
        partitions of its offsets topic, and may serve one and not another."""
        return all(self.serves_beside(group) for group in GROUPS)

    def serves_beside(self, group):
        self.probes += 1
        words = ["kcat", "-b", self.brokers.bootstrap, "-G", self.brokers.neighbour(group, self.probes), "-X", "auto.offset.reset=earliest",
                 "-X", f"session.timeout.ms={2 * SESSION_MS}", "-c", "1", "-e", "-q", "gainsay.records"]
        try:
            done = subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PROBE_S)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def broker_complaints(self):
        """Lines of the broker's log that are errors, by what they say."""
        log = "".join(path.read_text("utf-8", "replace") for path in self.brokers.logs())
        return sorted(set(re.findall(r"ERROR .*?(?:Exception|$)", log, re.MULTILINE)))

    # The services.

    def environment(self, **more):
        catalogue = self.dir / "sources.conf"
        if not catalogue.exists():
            catalogue.write_text("".join(
                f"[{name}]\nurl = {self.generator.url(name)}\nlanguage = en\ninterval = 1s\nmin_interval = 1s\ngap = 0s\n"
                for name in (*SOURCES, ODD)))
        return {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_KAFKA_BROKERS": self.brokers.bootstrap,
                "GAINSAY_TOPICS_REPLICAS": str(self.brokers.count),
                **({} if self.watch_heap else IMPATIENT),
                "GAINSAY_POSTGRES_CONNINFO": self.conninfo(proxied=True), "GAINSAY_STORE_WAIT": "100ms",
                "GAINSAY_CLASSIFIER_LEXICON": str(TOP / "consumers/classify/lexicon"),
                "GAINSAY_MIGRATE_DIRECTORY": str(TOP / "deploy/postgres/migrations"),
                "GAINSAY_POLLER_SOURCES": str(catalogue), "GAINSAY_POLLER_ALLOW": "127.0.0.0/8", **more}

    def tool(self, name, *words, check=True, timeout=120, **environment):
        return subprocess.run([self.bin / name, *words], env=self.environment(**environment), check=check, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)

    def heap(self, key):
        return self.dir / f"{key}.heap"

    def start(self, key, *words, **environment):
        if self.watch_heap:
            environment = {"LD_PRELOAD": str(next(self.bin.parent.rglob("libheap_watch.so"))), "GAINSAY_HEAP": str(self.heap(key)), **environment}
        with open(self.log(key), "a", encoding="utf-8") as log:
            self.running[key] = subprocess.Popen([self.bin / f"gainsay-{key.split('-')[0]}", *words], stdout=log, stderr=log,
                                                 env=self.environment(**environment))

    def log(self, key):
        return self.dir / "log" / f"{key}.log"

    def logged(self, key, text):
        """How many lines of a service's log have this text."""
        try:
            return sum(text in line for line in self.log(key).open(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            return 0

    def refusals(self):
        return sum(self.logged(key, "another store moved") for key in ("store-1", "store-2"))

    def kill(self, key, number=signal.SIGKILL, wait_s=DRAIN_S):
        process = self.running.pop(key)
        process.send_signal(number)
        if number != signal.SIGKILL:
            try:
                return process.wait(timeout=wait_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise Failed(f"{key} was still there {wait_s} s after a signal") from None
        return process.wait()

    def restart(self, key, **environment):
        if key in self.running:
            self.kill(key)
        self.start(key, **environment)

    def pause(self, key):
        self.running[key].send_signal(signal.SIGSTOP)

    def resume(self, key):
        self.running[key].send_signal(signal.SIGCONT)

    def is_stopped(self, key):
        stat = pathlib.Path(f"/proc/{self.running[key].pid}/stat").read_text()
        return stat.rsplit(")", 1)[1].split()[0] == "T"

    def has_ended(self, key):
        return self.running[key].poll() is not None

    def wait(self, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def revive(self):
        """Starts what should be running; what ended by itself is told."""
        for key in SERVICES:
            if key in self.running and not self.has_ended(key):
                continue
            if key in self.running:
                code = self.running.pop(key).returncode
                last = self.log(key).read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
                self.surprises.append(f"{key} ended by itself, code {code}: {' '.join(last)[-300:]}")
            self.start(key)

    def close(self):
        for key in list(self.running):
            self.kill(key)
        if self.toxics:
            self.toxics.close()
        self.script("stop-kafka", check=False)
        self.script("stop-postgres", check=False)
        for part in self.mounts:
            subprocess.run(["umount", "-l", self.dir / part], check=False)
