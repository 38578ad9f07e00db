"""Faults of one broker of several: the others go on, and so must everybody. Only in a run with --brokers 3."""
import time

from brokers import GROUPS
from faults_processes import rest
from faults_servers import must_go_on
from nemesis import fault
from world import SERVICES, Failed

MOVES_S = 30  # something new is stored so soon after a broker is lost
WHOLE_S = 90  # after a broker is back the others have brought it up to date in this time


def stored(world):
    return int(world.sql("SELECT count(*) FROM item_revision"))


def must_move(world, why):
    """Something that is served after now gets into the tables; how long that takes."""
    start = time.monotonic()
    # What is on its way already proves nothing.
    served, _ = world.generator.known()
    marks = set(served)
    def new_is_acknowledged():
        return any(version not in marks for version in world.generator.known()[1])
    if not world.wait(new_is_acknowledged, MOVES_S):
        raise Failed(f"nothing new was acknowledged in {MOVES_S} s after {why}")
    sent = time.monotonic() - start
    before = stored(world)
    if not world.wait(lambda: stored(world) > before, MOVES_S):
        raise Failed(f"nothing new was stored in {MOVES_S} s after {why}")
    return f"acknowledged again after {sent:.1f} s, stored {time.monotonic() - start:.1f} s"


def must_be_whole(world):
    if not world.brokers.wait_whole(WHOLE_S):
        raise Failed(f"a partition lacked a replica {WHOLE_S} s after all brokers were back")


def lose(world, node, what):
    must_be_whole(world)
    world.brokers.one("kill-kafka", node)
    told = must_move(world, what)
    must_go_on(world)
    world.brokers.one("start-kafka", node)
    must_be_whole(world)
    return f"{what}, node {node}: {told}"


@fault("kill -9 of a leader", weight=2, needs="cluster")
def kill_leader(world):
    place = world.random.choice(sorted(part for part in world.brokers.listing() if part[0].startswith("gainsay.")))
    leader, _ = world.brokers.listing()[place]
    return lose(world, leader, f"the leader of {place[0]}[{place[1]}]")


@fault("kill -9 of a group's coordinator", weight=2, needs="cluster")
def kill_coordinator(world):
    group = world.random.choice(GROUPS)
    # A cluster that has just begun has no topic of offsets yet.
    if not world.wait(lambda: world.brokers.coordinator(group), WHOLE_S):
        raise Failed(f"{group} had no coordinator for {WHOLE_S} s")
    return lose(world, world.brokers.coordinator(group), f"the coordinator of {group}")


@fault("rolling restart of the brokers", needs="cluster")
def rolling(world):
    start = time.monotonic()
    for node in world.random.sample(list(world.brokers.nodes), world.brokers.count):
        must_be_whole(world)
        world.brokers.one("stop-kafka", node)
        world.brokers.one("start-kafka", node)
        must_go_on(world)
    must_be_whole(world)
    took = time.monotonic() - start
    return f"all of them in {took:.0f} s; {must_move(world, 'the last restart')}"


@fault("two of three brokers killed", needs="cluster")
def two_killed(world):
    """No write is taken with one replica, nor can a leader be chosen: everybody waits."""
    must_be_whole(world)
    lost = world.random.sample(list(world.brokers.nodes), 2)
    for node in lost:
        world.brokers.one("kill-kafka", node)
    rest(world, 5, 15)
    must_go_on(world)
    world.brokers.all("start-kafka")
    must_be_whole(world)
    given_up = begin_again(world)
    return must_move(world, "both were back") + given_up


def begin_again(world):
    """A replica that comes back may lack what no second one had acknowledged. librdkafka takes the gap in its numbers for a loss and gives up;
    the service ends, says so, and sends it again when it is started again."""
    ended = [key for key in SERVICES if world.has_ended(key)]
    for key in ended:
        code = world.running.pop(key).returncode
        if code != 1 or "gave up" not in "".join(world.log(key).read_text("utf-8", "replace").splitlines()[-2:]):
            raise Failed(f"{key} ended with {code}")
        world.start(key)
    return f"; started again, for its client had given up: {', '.join(ended)}" if ended else ""
