"""Faults of the network between the services and their servers."""
import contextlib
import shutil
import socket
import subprocess
import time

from faults_processes import REACH_S, rest
from faults_servers import must_go_on
from generator import SOURCES
from nemesis import fault
from world import Failed, NotHere

TABLE = "inet gainsay_faults"
ASKED_S = 60  # so long after its name is known again a source is polled


def proxy_of(world, server):
    return world.kafka if server == "kafka" else world.postgres


def port_of(world, server):
    """What the services connect to."""
    return world.kafka.port if server == "kafka" else world.postgres_front


def cut(server):
    def act(world):
        for _ in range(world.random.randint(1, 4)):
            proxy_of(world, server).cut()
            rest(world, 0, 0.7)
        must_go_on(world)
    return act


def cut_at_commit(answered):
    def act(world):
        world.postgres.cut_at(b"COMMIT\0", answered)
        if not world.wait(lambda: world.postgres.cuts == 1, REACH_S):
            world.postgres.cut_at(None, False)
            raise Failed(f"no COMMIT came by in {REACH_S} s")
        must_go_on(world)
    return act


def slow(server):
    def act(world):
        proxy_of(world, server).shape(delay_s=world.random.uniform(0.02, 0.2), bytes_s=50000)
        rest(world, 3, 7)
        proxy_of(world, server).shape()
        must_go_on(world)
    return act


def silent(server):
    def act(world):
        proxy_of(world, server).silence(True)
        rest(world, 3, 9)
        proxy_of(world, server).silence(False)
        must_go_on(world)
    return act


for _server in ("kafka", "postgres"):
    fault(f"connections to {_server} cut", weight=2)(cut(_server))
    fault(f"slow link to {_server}")(slow(_server))
    fault(f"{_server} takes and says nothing")(silent(_server))
fault("connection cut before COMMIT", weight=3)(cut_at_commit(False))
fault("connection cut after COMMIT", weight=3)(cut_at_commit(True))


@contextlib.contextmanager
def filtered(world, rule):
    """Packets to and from a server's proxy go through a rule of nftables; only in a network namespace of our own."""
    nft = shutil.which("nft", path="/usr/sbin:/usr/bin")
    if not world.own_network or nft is None:
        raise NotHere("no network namespace of our own" if nft else "nftables is not installed")

    def run(text):
        return subprocess.run([nft, "-f", "-"], input=text, text=True, check=False, stderr=subprocess.PIPE)
    made = run(f"table {TABLE} {{\nchain in {{\ntype filter hook input priority 0;\n{rule}\n}}\n}}\n")
    if made.returncode != 0:
        raise NotHere(f"nftables: {made.stderr.splitlines()[0]}")
    try:
        yield
    finally:
        run(f"delete table {TABLE}\n")


def lossy(server):
    def act(world):
        port = port_of(world, server)
        with filtered(world, f"tcp dport {port} numgen random mod 100 < 20 drop; tcp sport {port} numgen random mod 100 < 20 drop;"):
            rest(world, 3, 7)
        must_go_on(world)
    return act


def half_open(server):
    """Every packet is dropped, both ways: only time tells. Afterwards the old connections are gone for good."""
    def act(world):
        port = port_of(world, server)
        with filtered(world, f"tcp dport {port} drop; tcp sport {port} drop;"):
            rest(world, 4, 20)
            proxy_of(world, server).cut()
            time.sleep(0.2)
        must_go_on(world)
    return act


for _server in ("kafka", "postgres"):
    fault(f"link to {_server} loses a fifth")(lossy(_server))
    fault(f"half-open connections to {_server}", slow=True)(half_open(_server))


@fault("name servers fail")
def nameless(world):
    """No source has an address: the name server refuses, or says nothing."""
    if not world.generator.named:
        raise NotHere("no names of our own")
    silent = world.random.choice([True, False])
    hosts = world.dir / "hosts"
    known = hosts.read_text()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        if silent:
            server.bind(("127.0.0.1", 53))
        world.generator.closing = True
        hosts.write_text("127.0.0.1 localhost\n")
        rest(world, 5, 15)
    finally:
        server.close()
        hosts.write_text(known)
        world.generator.closing = False
    back = time.monotonic()
    if not world.wait(lambda: all(world.generator.sources[name].asked > back for name in SOURCES), ASKED_S):
        raise Failed(f"a source was not polled in the {ASKED_S} s after its name was known again")
    must_go_on(world)
    return f"{'silence' if silent else 'refused'}; all polled {time.monotonic() - back:.1f} s afterwards"
