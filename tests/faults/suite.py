#!/usr/bin/python3
"""Runs the faults against the whole pipeline and tells what they broke; tests/faults/run is the way to start it."""
import argparse
import collections
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

import faults_brokers  # noqa: F401 (these six register their faults)
import faults_messages  # noqa: F401
import faults_network  # noqa: F401
import faults_processes  # noqa: F401
import faults_servers  # noqa: F401
import faults_toxic  # noqa: F401
import toxics
from checker import KINDS, Progress, check
from nemesis import FAULTS, rounds
from soak import SAMPLE_S, Soak
from world import SERVICES, Failed, NotHere, World

SETTLE_S = 60  # after the last fault what is not read yet becomes less within this, until all is read
REST_S = 600  # and this is too long in any case
CHECK_EVERY = 20  # faults between two looks at everything
REFUSALS = 20  # of zombies' batches that a long run must have seen, or it has shown nothing about zombies
LONG_FAULTS, LONG_MIN = 500, 60


def parse():
    parser = argparse.ArgumentParser(prog="tests/faults/run", description=__doc__)
    parser.add_argument("--faults", type=int, help="how many")
    parser.add_argument("--minutes", type=float, help="or for how long; 3 unless either is said")
    parser.add_argument("--seed", type=int, help="of an earlier run, to have the same faults in the same order")
    parser.add_argument("--only", help="only faults with this in their name")
    parser.add_argument("--rate", type=float, default=12, help="items a second")
    parser.add_argument("--brokers", type=int, choices=(1, 3), default=1, help="3: a cluster, and what happens to one broker of it")
    parser.add_argument("--toxiproxy", action="store_true", help="with toxiproxy on the links; tests/faults/toxiproxy builds it")
    parser.add_argument("--slow", action="store_true", help="the slow faults, too: minutes of outage, replay of everything")
    parser.add_argument("--soak", action="store_true", help="no faults: watch memory and descriptors, for an hour unless --minutes says")
    parser.add_argument("--warm", type=float, default=5, help="minutes of a soak before memory is looked at")
    parser.add_argument("--keep", action="store_true", help="keep the folder with all logs")
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--own-network", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.faults is None and options.minutes is None:
        options.minutes = 60 if options.soak else 3
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    options.has = {None, "cluster" if options.brokers > 1 else None, "toxiproxy" if options.toxiproxy else None}
    if options.toxiproxy and toxics.binary() is None:
        parser.error("there is no toxiproxy-server; tests/faults/toxiproxy builds it")
    return options


class Suite:
    def __init__(self, options, world):
        self.options, self.world = options, world
        self.random = random.Random(options.seed)
        self.done = collections.Counter()
        self.absent = {}  # name: why this machine has no such fault
        self.failures = []  # (fault, sentence)
        self.findings = []  # (kind, sentence) of the checker
        self.broker = []  # when the broker itself served nobody, which is not held against the services
        self.start = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.start:7.1f} s  {text}", flush=True)

    def is_over(self):
        count = sum(self.done.values())
        if self.options.faults is not None and count >= self.options.faults:
            return True
        return self.options.minutes is not None and time.monotonic() - self.start > 60 * self.options.minutes

    def run(self):
        self.world.start_servers()
        self.world.revive()
        self.world.generator.running.set()
        self.say(f"seed {self.options.seed}: sources, broker, database and services run")
        faults = [one for one in FAULTS if one.needs in self.options.has and (self.options.slow or not one.slow or self.options.only)
                  and (self.options.only is None or self.options.only in one.name)]
        for one in rounds(self.random, faults):
            if self.is_over():
                break
            self.inflict(one)
            count = sum(self.done.values())
            if count and count % CHECK_EVERY == 0 and not self.is_over():
                self.look(count)
            if len(self.absent) == len(faults):
                break
        self.look(sum(self.done.values()))
        self.look_from_elsewhere()
        is_long = (self.options.faults or 0) >= LONG_FAULTS or (self.options.minutes or 0) >= LONG_MIN
        if is_long and self.options.only is None and self.world.refusals() < REFUSALS:
            self.fail("zombies", f"{self.world.refusals()} batches were refused; {REFUSALS} must be seen")

    def soak(self):
        self.world.start_servers()
        self.world.watch_heap = True
        self.world.revive()
        self.world.generator.running.set()
        self.say(f"sources, broker, database and services run; {self.options.rate:g} items a second")
        watch = Soak(60 * self.options.warm, self.world.log("samples").open("w", encoding="utf-8"))
        while not self.is_over():
            time.sleep(SAMPLE_S)
            watch.look({key: (process.pid, self.world.heap(key)) for key, process in self.world.running.items()})
            for key in SERVICES:
                if self.world.has_ended(key):
                    self.fail("soak", f"{key} ended by itself")
                    return
        self.look(0)
        self.look_from_elsewhere()
        served, acknowledged = self.world.generator.known()
        minutes = (time.monotonic() - self.start) / 60
        lines, found = watch.report(60 * len(acknowledged) / minutes)
        for text in found:
            self.fail("soak", text)
        print("\n".join([*lines, "", f"{minutes:.0f} minutes, the first {self.options.warm:g} not looked at; {self.options.rate:g} items a second"
                         f" asked for, {len(acknowledged)} versions of {len(served)} acknowledged: {86400 * self.options.rate:.0f} items a day."]))

    def inflict(self, one):
        # The world draws from this fault's own numbers: how long a wait took must not change what comes after it.
        self.world.random.seed(self.random.getrandbits(64))
        if one.name in self.absent:
            return
        try:
            note = one.act(self.world) or ""
            self.done[one.name] += 1
            self.say(f"{sum(self.done.values()):4}  {one.name}{': ' if note else ''}{note}")
        except NotHere as why:
            self.absent[one.name] = str(why)
            self.say(f"      {one.name}: not possible here: {why}")
        except Failed as why:
            self.done[one.name] += 1
            if not self.broker_is_at_fault(f"{one.name}: {why}"):
                self.fail(one.name, str(why))
        except Exception as why:  # the suite's own mistake, or a server that did not come back: told, and not taken for a success
            self.done[one.name] += 1
            self.fail(one.name, f"{type(why).__name__}: {why}")
        self.world.heal_servers()
        self.world.revive()
        for surprise in self.world.surprises:
            self.fail(one.name, surprise)
        self.world.surprises.clear()

    def broker_is_at_fault(self, what):
        """A broker that gives partitions to nobody says nothing about the services. It is told apart by a group of its own, started anew,
        and counted."""
        self.world.heal_servers()
        if self.world.broker_serves():
            return False
        complaints = "; ".join(self.world.broker_complaints()[-3:])
        self.broker.append(f"{what} (the broker serves no other group either; its log: {complaints[-600:]})")
        self.say(f"      THE BROKER'S OWN FAULT {self.broker[-1]}")
        self.world.script("kill-kafka")
        self.world.script("start-kafka")
        return True

    def fail(self, name, text):
        self.failures.append((name, text))
        self.say(f"      FAILED {name}: {text}")

    def rest(self):
        """Whether everything was read and acknowledged, with no SETTLE_S in which nothing was."""
        world, start = self.world, time.monotonic()
        progress = Progress(start)
        while not progress.is_stuck(now := time.monotonic(), SETTLE_S) and now < start + REST_S:
            if world.wait(lambda: world.generator.waiting() == 0 and world.reader.unread() == (0, 0), 15):
                return True
            behind, waiting = world.reader.unread()
            progress.see(time.monotonic(), (world.generator.waiting(), waiting, behind))
            self.say(f"      still on their way: {world.generator.waiting()} items at the sources, {waiting} before the classifier,"
                     f" {behind} before the store")
        return False

    def look(self, count):
        """Lets everything come to rest, then compares all that was served with all that is there."""
        world = self.world
        world.generator.running.clear()
        start = time.monotonic()
        rested = self.rest()
        if not rested and self.broker_is_at_fault("nothing came to rest"):
            rested = self.rest()
        rest_s = time.monotonic() - start
        for key in SERVICES:
            if world.has_ended(key):
                self.fail("afterwards", f"{key} ended by itself")
        world.revive()
        served, acknowledged = world.generator.known()
        known = set(self.findings)
        found = check(served, acknowledged, world.reader.poison(), world.reader.seen())
        if not rested:
            found.append(("stuck", f"{world.generator.waiting()} items not acknowledged, {world.reader.unread()} messages"
                                   f" (store, classifier) not read after {rest_s:.0f} s"))
        new = [one for one in found if one not in known]
        self.findings.extend(new)
        self.say(f"      after {count} faults: {len(acknowledged)} versions acknowledged of {len(served)} served, at rest after"
                 f" {rest_s:.0f} s: {'nothing is wrong' if not found else f'{len(found)} findings'}")
        for kind, text in new[:20]:
            self.say(f"      {kind.upper()} {text}")
        world.generator.running.set()

    def look_from_elsewhere(self):
        """The links as a fresh linking has them."""
        self.world.generator.running.clear()
        done = self.world.tool("gainsay", "verify", check=False, GAINSAY_POSTGRES_CONNINFO=self.world.conninfo())
        self.say(f"      gainsay verify: {done.stdout.strip() or done.stderr.strip()}")
        if done.returncode != 0:
            self.findings.append(("torn", done.stdout.strip()))

    def table(self):
        bad = collections.Counter(name for name, _ in self.failures)
        lines = ["| fault | count | verdict |", "| --- | ---: | --- |"]
        for one in FAULTS:
            count = self.done[one.name]
            if one.name in self.absent:
                verdict = f"not possible here: {self.absent[one.name]}"
            elif count == 0:
                continue
            else:
                verdict = f"{bad[one.name]} failed" if bad[one.name] else "passed"
            lines.append(f"| {one.name} | {count} | {verdict} |")
        kinds = collections.Counter(kind for kind, _ in self.findings)
        served, acknowledged = self.world.generator.known()
        lines += ["", f"{sum(self.done.values())} faults in {(time.monotonic() - self.start) / 60:.0f} minutes, seed"
                      f" {self.options.seed}{', three brokers' if self.options.brokers == 3 else ''}{', toxiproxy' if self.options.toxiproxy else ''}; {len(served)} versions of items, {len(self.world.reader.poison())} poison messages,"
                      f" {self.world.refusals()} batches of zombies refused.",
                  ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS) + "."]
        if self.broker:
            lines.append(f"The broker itself served nobody {len(self.broker)} times.")
        return "\n".join(lines)

    def is_clean(self):
        return not self.failures and not self.findings


def main():
    options = parse()
    sys.stdout.reconfigure(line_buffering=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="gainsay-faults-", dir="/var/tmp"))
    folder.chmod(0o755)
    world = World(folder, options.programs, random.Random(), options.rate, options.own_network, options.brokers, toxics.binary() if options.toxiproxy else None)
    suite = Suite(options, world)
    try:
        if options.soak:
            suite.soak()
        else:
            suite.run()
            print(suite.table())
        for name, text in suite.failures:
            print(f"FAILED {name}: {text}")
        for kind, text in suite.findings[:50]:
            print(f"{kind.upper()} {text}")
        for text in suite.broker:
            print(f"BROKER {text}")
    finally:
        logs = folder.with_suffix(".logs")
        clean = suite.is_clean() and sys.exc_info()[0] is None
        if options.keep or not clean:
            shutil.copytree(folder / "log", logs, dirs_exist_ok=True)
            print(f"the services' logs are in {logs}")
        world.close()
        shutil.rmtree(folder, ignore_errors=True)
    # Threads that serve sources and proxies are still there, and need not be waited for.
    sys.stdout.flush()
    os._exit(0 if clean else 1)


if __name__ == "__main__":
    main()
