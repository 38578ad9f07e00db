"""Faults of what is sent: poison, repetition, other orders, messages that are gone, sources that misbehave."""
import gzip
import re
import signal
import subprocess
import time

from faults_processes import rest
from generator import SOURCES
from nemesis import fault
from reading import Topic
from world import SERVICES, Failed, NotHere

REPEATED = 1500  # messages of a topic that are sent again
DEADLY_S = 180  # some five ends; after each a session runs out, and Kafka may wait longer for whoever had it (REJOIN_MS)
# With the message alone in hand. Before that two or three, and one more for each owner that came further before it ended: how many
# these are is the machine's doing, and DEADLY_S bounds them.
LEAST_ENDS = 3
CLOCKS_DIFFER_S = 10  # the store's allowance, in consumers/store/start.c
# After a broker's death Kafka may give the sources, and then the items, to nobody until the dead members' sessions are over (REJOIN_MS).
RECORDS_S = 90
READ_AHEAD_S = 5  # without a move of any offset: what the stores had read of a topic that is gone is stored by then
POISON = (
    b"{", b"[" * 20000, b"\xff\xfe\x00", b'"', b"null", b'{"schema":"item/9"}', b'{"schema":"record/1","item":{"id":"\\u0000"}}',
    b'{"schema":"item/1","id":1}', b'{"schema":"record/1"}', b'{"a":' * 1500 + b"1" + b"}" * 1500, b"\xed\xa0\x80",
    b'{"schema":"item/1","published":"2025-02-30T00:00:00Z"}', b"[" * 900000,
)



def send_poison(world, topic, value):
    """Sent to a partition by name, and found again by its key; (partition, offset) of what must be set aside."""
    log = Topic(world, topic)
    partition = world.random.choice(log.partitions())
    start = log.high(partition)
    world.kcat("-P", "-t", topic, "-p", str(partition), "-k", "poison", "-D", "\n", input=value)
    out = world.kcat("-C", "-t", topic, "-p", str(partition), "-o", str(start), "-e", "-q", "-f", "%o\t%k\n")
    found = [int(line.partition("\t")[0]) for line in out.decode("utf-8", "replace").splitlines() if line.endswith("\tpoison")]
    world.poison.update((topic, partition, offset) for offset in found)
    return partition, found[-1]


@fault("poison messages", weight=3)
def poison(world):
    topic = world.random.choice(["gainsay.items", "gainsay.records"])
    for value in world.random.sample(POISON, 3):
        send_poison(world, topic, value)


def deadly(topic, program):
    """A message at which a process ends each time that it reads it: set aside by those who come after it, and nothing else is."""
    def act(world):
        mark = f"deadly-{world.random.getrandbits(64):x}"
        keys = [key for key in SERVICES if key.startswith(program)]
        for key in keys:
            world.restart(key, GAINSAY_CRASH_AT=mark)
        # Were it read once, it would be set aside all the same, but not for this reason.
        partition, offset = send_poison(world, topic, f'{{"schema":"{mark}"}}'.encode())
        start, ends = time.monotonic(), 0
        letter = f"FROM dead_letter WHERE topic = '{topic}' AND partition = {partition} AND \"offset\" = {offset}"
        while not (told := world.sql(f"SELECT error_class, error {letter}")) and time.monotonic() - start < DEADLY_S:
            for key in keys:
                if world.has_ended(key):
                    world.running.pop(key)
                    world.start(key, GAINSAY_CRASH_AT=mark)
                    ends += 1
            time.sleep(0.1)
        for key in keys:
            world.restart(key)
        if "processes ended" not in told:
            raise Failed(f"after {ends} ends in {DEADLY_S} s the letter is: {told or 'none'}")
        if ends < LEAST_ENDS:
            raise Failed(f"only {ends} processes ended with it")
        return f"set aside after {ends} ends, {time.monotonic() - start:.0f} s"
    return act


fault("an item that ends who reads it", slow=True)(deadly("gainsay.items", "classifier"))
fault("a result that ends who reads it", slow=True)(deadly("gainsay.records", "store"))


def repeat(topic, shuffled, most=None):
    def act(world):
        out = world.kcat("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k\t%s\n")
        lines = [line for line in out.split(b"\n") if re.match(rb"[0-9a-f]{8,}\t\{\"schema\"", line)]
        # Each message once, or a topic would double with each time.
        lines = lines[-most:] if most else list(dict.fromkeys(lines))
        if shuffled:
            world.random.shuffle(lines)
        world.kcat("-P", "-t", topic, "-K", "\t", "-D", "\n", input=b"\n".join(lines))
        return f"{len(lines)} again"
    return act


for _topic in ("gainsay.items", "gainsay.records"):
    fault(f"{_topic} sent again")(repeat(_topic, False, REPEATED))
    fault(f"{_topic} sent again, shuffled")(repeat(_topic, True, REPEATED))
    fault(f"all of {_topic} sent again", slow=True)(repeat(_topic, False))


def again(world):
    """All items through a classifier of a greater generation, while others of the last one go on."""
    world.generation += 1
    return world.tool("gainsay-replay", f"--classifier.generation={world.generation}", f"--replay.name=again-{world.generation}",
                      timeout=300)


@fault("replay beside live traffic")
def replay(world):
    return again(world).stdout.strip()


@fault("replay killed, and begun again", slow=True)
def replay_killed(world):
    """It goes on where it was, or anew: who has its results already takes no notice."""
    words = [f"--classifier.generation={world.generation + 1}", f"--replay.name=again-{world.generation + 1}"]
    process = subprocess.Popen([world.bin / "gainsay-replay", *words], env=world.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rest(world, 0.1, 2)
    process.kill()
    code = process.wait()
    again(world)
    return "killed" if code == -signal.SIGKILL else f"it had ended with {code}"


@fault("crash at importer:sent", slow=True)
def importer(world):
    """What the sources say at the moment, as recorded feeds, killed on the way and begun again: all of it is known already."""
    name = world.random.choice(SOURCES)
    with world.generator.lock:
        document = world.generator.sources[name].archive()
    path = world.dir / "archive.xml"
    path.write_bytes(document)
    words = ("--format=feed", f"--source={name}", path)
    sent = world.random.randint(1, 15)
    killed = world.tool("gainsay-import", *words, check=False, GAINSAY_CRASH=f"importer:sent kill {sent}").returncode
    if killed not in (0, -signal.SIGKILL):
        raise Failed(f"the import ended with {killed}")
    if (done := world.tool("gainsay-import", *words, check=False)).returncode != 0:
        raise Failed(f"the second import: {done.stderr.strip()[-300:]}")
    return f"{document.count(b'<item>')} of {name}, {f'killed after {sent}' if killed else 'not killed'}"


@fault("records deleted before they were read", slow=True)
def overrun(world):
    """The store must halt there and say so; a replay of the items brings back what was in the records."""
    trim = world.bin / "trim_topic"
    if not trim.exists():
        raise NotHere("the build has no trim_topic")
    log = Topic(world, "gainsay.records")
    # A store that has never read a partition begins where the partition does, so that it must have read some.
    if not world.wait(lambda: len(world.reader.offsets()) == len(log.partitions()), 30):
        raise Failed("a partition has no offset after 30 s")
    for key in ("store-1", "store-2"):
        world.kill(key)
    offsets = world.reader.offsets()
    if not world.wait(lambda: any(log.high(p) > o + 3 for p, o in offsets.items()), RECORDS_S):
        raise Failed(f"no records came in {RECORDS_S} s")
    partition = next(p for p, o in offsets.items() if log.high(p) > o + 3)
    # The checker must know what was there, so it reads up to where it is cut off.
    world.reader.topics()
    high = world.reader.results.next[partition]
    world.tool("trim_topic", world.brokers.bootstrap, "gainsay.records", str(partition), str(high - 1))
    for key in ("store-1", "store-2"):
        world.start(key)
    told = world.wait(lambda: any(world.logged(key, "store.halted") for key in ("store-1", "store-2")), 15)
    if not told:
        raise Failed("no store said store.halted in 15 s")
    moved = world.reader.offsets()
    if moved.get(partition, 0) != offsets.get(partition, 0):
        raise Failed(f"the offset of partition {partition} moved over a gap by itself")
    # What docs/reliability.md tells the person to do.
    world.sql(f"UPDATE kafka_offset SET next_offset = {high - 1} WHERE consumer = 'gainsay-store'"
              f" AND topic = 'gainsay.records' AND partition = {partition}")
    again(world)


def stand_still(world):
    """Waits until no offset moves, and answers them."""
    offsets, since = world.reader.offsets(), time.monotonic()
    end = since + 60
    while time.monotonic() < min(since + READ_AHEAD_S, end):
        time.sleep(0.5)
        if (now := world.reader.offsets()) != offsets:
            offsets, since = now, time.monotonic()
    return offsets


@fault("records topic made anew", slow=True)
def made_anew(world):
    """Somebody deletes the topic under everybody, makes it again, and fills it past where the stores had read. They must halt and take
    nothing of it for stored; a replay brings back what was in it."""
    log = Topic(world, "gainsay.records")
    # Who has read nothing of a topic can't tell another one.
    if not world.wait(lambda: len(o := world.reader.offsets()) == len(log.partitions()) and all(o.values()), RECORDS_S):
        raise Failed(f"a partition was not read in {RECORDS_S} s")
    told = {key: world.logged(key, "store.halted") for key in ("store-1", "store-2")}
    world.tool("trim_topic", world.brokers.bootstrap, "gainsay.records")
    down = world.random.choice([True, False])
    rest(world, CLOCKS_DIFFER_S + 1 if down else 0, CLOCKS_DIFFER_S + 4)
    if down:
        for key in [key for key in told if key in world.running]:
            world.kill(key)
    # Thousands may wait in their memory after a replay, and are theirs to store.
    offsets = stand_still(world)
    if not world.wait(lambda: world.tool("gainsay", "topics", "create", check=False).returncode == 0 and log.partitions(), 30):
        raise Failed("the topic could not be made again")
    world.reader.begin_anew()
    # Whoever needs the topic may have ended and said so: it was not there.
    for key in [key for key in SERVICES if key in world.running and world.has_ended(key)]:
        if world.running.pop(key).returncode != 1:
            raise Failed(f"{key} ended badly when its topic was gone")
    for key in SERVICES:
        if key not in world.running and not (down and key in told):
            world.start(key)
    if down:
        # All of it again: by now it is as long as it was.
        again(world)
        for key in told:
            world.start(key)
    if not world.wait(lambda: any(world.logged(key, "store.halted") > told[key] for key in told), 30):
        raise Failed("no store said store.halted in 30 s")
    if any(moved > offsets[partition] for partition, moved in world.reader.offsets().items()):
        raise Failed("an offset moved on in another topic")
    # What docs/reliability.md tells the person to do, with the "first" of the events.
    world.sql("UPDATE kafka_offset SET next_offset = 0 WHERE consumer = 'gainsay-store' AND topic = 'gainsay.records'")
    again(world)
    return f"{'stores were down' if down else 'under the stores'}, which had read up to {max(offsets.values())}"


def with_status(status):
    def answer(handler, source):
        handler.send_error(status)
    return answer


def cut_off(handler, source):
    body = source.body()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) + 1000))
    handler.end_headers()
    handler.wfile.write(body[:handler.server.generator.random.randrange(len(body))])
    handler.close_connection = True


def broken(handler, source):
    """Mistakes between two entries; without an ETag, so that nobody takes it for the whole. Not inside of one: what a source garbles
    is what it says, and a revision like any other."""
    body = source.body()
    middle = body.find(b"<item>", len(body) // 2)
    plain(handler, body[:middle] + b"<&\x00<<" + body[middle:])


def bomb(handler, source):
    plain(handler, gzip.compress(b" " * (64 << 20)), ("Content-Encoding", "gzip"))


def endless(handler, source):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def drip(handler, source):
    handler.send_response(200)
    handler.end_headers()
    while time.monotonic() < source.fault_until:
        handler.wfile.write(b" ")
        time.sleep(0.2)
    handler.close_connection = True


def redirects(handler, source):
    handler.send_response(302)
    handler.send_header("Location", f"/{source.name}")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def deep(handler, source):
    plain(handler, b"<rss>" + b"<a>" * 100000)


def entities(handler, source):
    plain(handler, b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
          b"<rss version='2.0'><channel><title>&b;</title></channel></rss>")


def plain(handler, body, *headers):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/xml")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers:
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


HOSTILE = {
    "status 500": with_status(500), "status 404": with_status(404), "a body cut off": cut_off, "broken markup": broken,
    "a gzip bomb": bomb, "an endless body": endless, "a byte at a time": drip, "redirects in a circle": redirects,
    "100,000 tags deep": deep, "entities": entities,
}


@fault("hostile sources", weight=3)
def hostile(world):
    name = world.random.choice(SOURCES)
    what = world.random.choice(sorted(HOSTILE))
    source = world.generator.sources[name]
    source.fault_until = time.monotonic() + world.random.uniform(1, 4)
    source.fault = HOSTILE[what]
    rest(world, 1, 3)
    return f"{name}: {what}"


@fault("an oversized item")
def oversized(world):
    """A text that no message can hold: it is cut or set aside by rule, and what stands beside it goes through."""
    with world.generator.lock:
        world.generator.oversize(world.random.choice([300_000, 900_000, 1_200_000, 3_000_000]))
    rest(world, 1, 2)
