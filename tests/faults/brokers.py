"""The brokers of a run, one or several, each behind a proxy of its own. Several have every topic three times and take a write only when two
of them have it (min.insync.replicas); among themselves they speak past the proxies.
"""
import concurrent.futures
import itertools
import json
import os
import pathlib
import subprocess
import time

from proxy import Proxy

TOP = pathlib.Path(__file__).resolve().parents[2]
GROUPS = ("gainsay-classifier", "gainsay-store")
PORT_FROM = 27092  # of several brokers; below the ports that clients get
ONE = """advertised.listeners=BROKER://127.0.0.1:{proxy}
group.min.session.timeout.ms=1000
log.retention.check.interval.ms=1000"""
SEVERAL = """node.id={node}
controller.quorum.voters={voters}
listeners=BROKER://127.0.0.1:{port},PEERS://127.0.0.1:{peers},CONTROLLER://127.0.0.1:{control}
advertised.listeners=BROKER://127.0.0.1:{proxy},PEERS://127.0.0.1:{peers}
inter.broker.listener.name=PEERS
listener.security.protocol.map=BROKER:PLAINTEXT,PEERS:PLAINTEXT,CONTROLLER:PLAINTEXT
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
replica.lag.time.max.ms=5000
broker.session.timeout.ms=6000
group.min.session.timeout.ms=1000
log.retention.check.interval.ms=1000"""


class Links:
    """All of the proxies as if they were one."""

    def __init__(self, proxies, ports):
        self.proxies = proxies
        self.port = ports[0]

    def cut(self):
        for proxy in self.proxies:
            proxy.cut()

    def shape(self, **how):
        for proxy in self.proxies:
            proxy.shape(**how)

    def silence(self, silent):
        for proxy in self.proxies:
            proxy.silence(silent)


def java_hash(text):
    """As a broker takes it of a group's name, to tell which partition of the offsets topic is for it."""
    value = 0
    for letter in text:
        value = (31 * value + ord(letter)) & 0xFFFFFFFF
    return value & 0x7FFFFFFF


class Brokers:
    def __init__(self, folder, count, toxics):
        self.dir, self.count = folder, count
        self.nodes = range(1, count + 1)
        self.proxies = [Proxy(lambda node=node: ("127.0.0.1", self.port(node))) for node in self.nodes]
        # What the services see.
        self.ports = [toxics.front("kafka", proxy.port) if toxics else proxy.port for proxy in self.proxies]
        self.links = Links(self.proxies, self.ports)
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        self.cluster_id = "g" + "A" * 21  # of a cluster that nothing else is ever in

    def folder(self, node):
        return self.dir if self.count == 1 else self.dir / "kafka" / str(node)

    def port(self, node):
        return int((self.folder(node) / "kafka/port").read_text())

    def properties(self, node):
        proxy = self.ports[node - 1]
        if self.count == 1:
            return ONE.format(proxy=proxy)
        voters = ",".join(f"{other}@127.0.0.1:{PORT_FROM + 10 * other + 2}" for other in self.nodes)
        first = PORT_FROM + 10 * node
        return SEVERAL.format(node=node, voters=voters, port=first, peers=first + 1, control=first + 2, proxy=proxy)

    def prepare(self):
        if self.count > 1:
            for node in self.nodes:
                (self.folder(node) / "kafka").mkdir(parents=True, exist_ok=True)
                (self.folder(node) / "kafka/port").write_text(f"{PORT_FROM + 10 * node}\n")

    def one(self, word, node, check=True):
        """start-kafka, stop-kafka or kill-kafka, for one of them."""
        environment = {**os.environ, "KAFKA_PROPERTIES": self.properties(node)}
        if self.count > 1:
            # The lock on free ports lies there; a node whose ports are known needs none, and would keep those out that it waits for.
            environment.update(KAFKA_CLUSTER_ID=self.cluster_id, TMPDIR=str(self.folder(node)))
        subprocess.run([TOP / "tests/integration/pipeline.sh", word, self.folder(node)], check=check, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE, text=True, timeout=300, env=environment)

    def all(self, word, check=True):
        """At once: a quorum's first waits for the second."""
        with concurrent.futures.ThreadPoolExecutor(self.count) as pool:
            list(pool.map(lambda node: self.one(word, node, check), self.nodes))

    def logs(self):
        return [self.folder(node) / "kafka/broker.log" for node in self.nodes]

    # What the cluster says of itself.

    def listing(self):
        """{(topic, partition): (leader, replicas in step)}; {} where no broker tells."""
        done = subprocess.run(["kcat", "-b", self.bootstrap, "-L", "-J", "-m", "5"], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        topics = json.loads(done.stdout)["topics"] if done.returncode == 0 and done.stdout else []
        return {(topic["topic"], part["partition"]): (part["leader"], len(part["isrs"])) for topic in topics for part in topic["partitions"]}

    def is_whole(self):
        parts = self.listing().values()
        return bool(parts) and all(leader > 0 and in_step == self.count for leader, in_step in parts)

    def wait_whole(self, seconds):
        end = time.monotonic() + seconds
        while not self.is_whole():
            if time.monotonic() > end:
                return False
            time.sleep(0.3)
        return True

    def offsets(self):
        """{partition of the offsets topic: leader}"""
        return {part: leader for (topic, part), (leader, _) in self.listing().items() if topic == "__consumer_offsets"}

    def coordinator(self, group):
        """The broker that a consumer group is led by."""
        parts = self.offsets()
        return parts.get(java_hash(group) % len(parts)) if parts else None

    def neighbour(self, group, number):
        """A name for another group that the same partition of the offsets topic is for."""
        count = len(self.offsets()) or 1
        names = (f"probe-{number}-{letter}" for letter in itertools.count())
        return next(name for name in names if java_hash(name) % count == java_hash(group) % count)
