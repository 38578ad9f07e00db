"""Faults of the services themselves: killed, frozen, told to stop, short of memory, with a wrong clock."""
import pathlib
import signal
import subprocess
import time

from nemesis import fault
from world import IDLE_IN_TRANSACTION_MS, SERVICES, SESSION_MS, Failed, NotHere

FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
REACH_S = 40  # a loop comes by each of its points in this time, on a busy machine and after a rebalance too
POINTS = {
    "poller": ("fetched", "item_sent", "items_acknowledged", "state_sent"),
    "classifier": ("read", "sent", "acknowledged", "committed"),
    "store": ("settled", "filled", "begun", "merged", "before_commit", "after_commit", "before_hint"),
}


def pick(world, program=None):
    return world.random.choice([key for key in SERVICES if program is None or key.startswith(program)])


def rest(world, least, most):
    time.sleep(world.random.uniform(least, most))


def kill_random(program):
    def act(world):
        key = pick(world, program)
        world.kill(key)
        rest(world, 0, 1)
        world.start(key)
        rest(world, 0.2, 1.5)
    return act


def crash_at(program, point):
    def act(world):
        key = pick(world, program)
        world.restart(key, GAINSAY_CRASH=f"{program}:{point} kill {world.random.randint(1, 3)}")
        reached = world.wait(lambda: world.has_ended(key), REACH_S)
        world.restart(key)  # also where it did not come by: it must not crash later, when another fault is at hand
        if not reached:
            raise Failed(f"{key} did not come by {point} in {REACH_S} s")
    return act


def zombie(point, hold_s):
    """Frozen inside a batch, and woken when the others have gone on."""
    def act(world):
        key = pick(world, "store")
        before = world.refusals()
        world.restart(key, GAINSAY_CRASH=f"store:{point} stop {world.random.randint(1, 3)}")
        if not world.wait(lambda: world.is_stopped(key), REACH_S):
            world.restart(key)
            raise Failed(f"{key} did not come by {point} in {REACH_S} s")
        time.sleep(hold_s)
        world.resume(key)
        # Whoever lost says so when it next writes.
        world.wait(lambda: world.refusals() > before, 6)
        return f"{world.refusals() - before} refused"
    return act


for _program in POINTS:
    fault(f"kill -9 {_program}", weight=2)(kill_random(_program))
for _program, _points in POINTS.items():
    for _point in _points:
        fault(f"crash at {_program}:{_point}")(crash_at(_program, _point))
_TAKEN_OVER_S = SESSION_MS / 1000 + 3
fault("zombie, batch in hand", weight=3)(zombie("filled", _TAKEN_OVER_S))
fault("zombie between insert and commit", weight=2)(zombie("before_commit", _TAKEN_OVER_S))
fault("zombie whose transaction is ended", slow=True)(zombie("merged", IDLE_IN_TRANSACTION_MS / 1000 + 2))


@fault("freeze", weight=2)
def freeze(world):
    key = pick(world)
    world.pause(key)
    rest(world, 0.5, 2 * SESSION_MS / 1000)
    world.resume(key)


@fault("SIGTERM", weight=3)
def terminate(world):
    key = pick(world)
    start = time.monotonic()
    code = world.kill(key, signal.SIGTERM)
    world.start(key)
    if code != 0:
        raise Failed(f"{key} ended with {code} after SIGTERM")
    return f"drained in {time.monotonic() - start:.1f} s"


@fault("SIGTERM twice")
def terminate_twice(world):
    key = pick(world)
    world.running[key].send_signal(signal.SIGTERM)
    time.sleep(0.02)
    code = world.kill(key, signal.SIGTERM, wait_s=2)
    world.start(key)
    if code not in (0, 130):
        raise Failed(f"{key} ended with {code} after two SIGTERM")


@fault("rebalance storm")
def storm(world):
    for _ in range(4):
        for key in ("store-3", "classifier-3", "poller-2"):
            world.start(key)
        rest(world, 0.3, 1.5)
        for key in ("store-3", "classifier-3", "poller-2"):
            if world.kill(key, world.random.choice([signal.SIGKILL, signal.SIGTERM])) not in (0, -signal.SIGKILL):
                raise Failed(f"{key} ended badly")


def preloaded(world, key, seconds, **environment):
    """Runs a service with a library before its own for some seconds; its code where it ended of itself."""
    world.restart(key, **environment)
    ended = world.wait(lambda: world.has_ended(key), seconds)
    code = world.running[key].returncode if ended else None
    world.restart(key)
    return code


def failing(order):
    def act(world):
        library = next(world.bin.parent.rglob("libfail_nth.so"), None)
        if library is None:
            raise NotHere("the build has no libfail_nth.so")
        key = pick(world)
        code = preloaded(world, key, 5, LD_PRELOAD=str(library), GAINSAY_FAIL=order(world.random))
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            raise Failed(f"{key} crashed with signal {-code}")
        return "went on" if code is None else f"ended with {code}"
    return act


fault("Nth allocation fails", weight=2)(failing(lambda random: f"alloc {int(10 ** random.uniform(1, 4.7))}"))
fault("Nth write fails", weight=2)(failing(
    lambda random: f"write {int(10 ** random.uniform(0, 3))} {random.randint(1, 20)}"))


@fault("librdkafka gives up")
def fatal(world):
    """An error that it calls fatal: the service must end and say so, for whoever started it to start it again."""
    library = next(world.bin.parent.rglob("libfail_nth.so"), None)
    if library is None:
        raise NotHere("the build has no libfail_nth.so")
    key = pick(world)
    before = world.logged(key, "made by a test")
    code = preloaded(world, key, 15, LD_PRELOAD=str(library), GAINSAY_FAIL=f"fatal {world.random.randint(0, 3000)}")
    if code is None or code <= 0:
        raise Failed(f"{key} {'went on' if code is None else f'ended with {code}'} after a fatal error")
    if world.logged(key, "made by a test") == before:
        raise Failed(f"{key} ended with {code} and did not say why")
    return f"{key} ended with {code}"


@fault("clock jumps", weight=2)
def clock(world):
    if not FAKETIME.exists():
        raise NotHere("libfaketime is not installed")
    key = pick(world)
    hands = world.dir / "clock"
    hands.write_text("+0\n")
    before = world.logged(key, "service.ready")
    world.restart(key, LD_PRELOAD=str(FAKETIME), FAKETIME_TIMESTAMP_FILE=str(hands), FAKETIME_DONT_FAKE_MONOTONIC="1",
                  FAKETIME_NO_CACHE="1")
    # librdkafka waits by the wall clock for its own threads to begin, and gives up where it jumps just then.
    if not world.wait(lambda: world.logged(key, "service.ready") > before, REACH_S):
        raise Failed(f"{key} was not ready {REACH_S} s after its start")
    said = len(world.log(key).read_text(encoding="utf-8", errors="replace"))
    jump = world.random.choice(["+3600", "-3600", "+31536000", "-31536000"])
    hands.write_text(f"{jump}\n")
    time.sleep(3)
    hands.write_text("+0\n")
    time.sleep(1.5)
    # Kafka takes nothing that is stamped an hour and more ahead of its own clock: then a service ends, and says so.
    refused = jump == "+31536000" and "Invalid timestamp" in world.log(key).read_text(encoding="utf-8", errors="replace")[said:]
    if world.has_ended(key) and not (refused and world.running[key].returncode == 1):
        raise Failed(f"{key} ended when its clock jumped by {jump} s")
    world.restart(key)
    return f"{key} by {jump} s{', and ended, for Kafka refuses what is stamped so' if refused else ''}"


@fault("logs on a full disk")
def full_log(world):
    if "log" not in world.mounts:
        raise NotHere("no file system may be mounted")
    fill(world.dir / "log")
    rest(world, 1, 3)
    (world.dir / "log/ballast").unlink()
    for key in SERVICES:
        if world.has_ended(key):
            raise Failed(f"{key} ended when its log could not be written")


def fill(folder):
    """Takes all the room that a file system has left."""
    subprocess.run(["dd", "if=/dev/zero", f"of={folder}/ballast", "bs=64k"], check=False, stderr=subprocess.DEVNULL)


