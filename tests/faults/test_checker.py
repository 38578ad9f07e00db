#!/usr/bin/python3
"""The checker finds what is planted, and nothing where nothing is wrong."""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from random import Random

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from checker import Progress, Seen, check  # noqa: E402 (the path has to be set first)
from soak import FILES_PER_HOUR, IN_USE_PER_ITEM, RSS_PER_HOUR, STEP_BYTES, STEP_FILES, STEP_IN_USE, Soak, fit, flat, floors, read_heap, sample  # noqa: E402
from reading import Reader  # noqa: E402
from generator import COUPLES, KINDS, Record, couple_of, guid_of, link_of, make  # noqa: E402

COUNT = 64


def world():
    """A run in which everything went well: item 6 was revised, and one poison was set aside."""
    served = {(n, 1): make(n) for n in range(COUNT)}
    served[6, 2] = make(6, 2)
    seen = Seen(offsets={0: 1000})
    for n in range(COUNT):
        versions = [v for v in (1, 2) if (n, v) in served]
        seen.items.append((f"id{n}", guid_of(n), f"r{versions[-1]}"))
        for v in versions:
            seen.revisions.append((f"id{n}", f"r{v}", served[n, v].text))
            seen.sent_items.append((0, len(seen.sent_items), f"id{n}", f"r{v}"))
            seen.sent_results.append((0, len(seen.sent_results), f"id{n}", f"r{v}"))
        for record in served[n, versions[-1]].records:
            seen.records.append((f"rec{n}", f"id{n}", f"r{versions[-1]}", record, served[n, versions[-1]].text[:40]))
    seen.links = [(f"id{d}", f"id{c}") for d, c in sorted({link_of(n) for n in range(COUNT)} - {None})]
    seen.stored = {(item_id, revision) for item_id, revision, _ in seen.revisions}
    seen.letters = [("gainsay.records", 0, 999)]
    return served, set(served), {("gainsay.records", 0, 999)}, seen


class OnePartition:
    """Of the world what a reader asks: topics of one partition, and a table of letters."""

    def __init__(self):
        self.topics = {"gainsay.items": [], "gainsay.records": [], "gainsay.dead-letters": []}
        self.poison, self.letters = set(), []

    def sql(self, sql, _):
        return json.dumps(self.letters if "dead_letter" in sql else None)

    def kcat(self, *words):
        if "-L" in words:
            return b'{"topics": [{"partitions": [{"partition": 0}]}]}'
        name = words[words.index("-t") + 1].partition(":")[0]
        messages = self.topics[name]
        if "-Q" in words:
            return f"{name} [0] offset {len(messages)}".encode()
        start = words[words.index("-o") + 1]
        first = 0 if start == "beginning" else int(start)
        return "".join(f"{offset}\t{messages[offset]}\n" for offset in range(first, len(messages))).encode()


class TheReader(unittest.TestCase):
    def test_takes_no_message_of_a_new_topic_for_poison_of_the_old_one(self):
        world, result = OnePartition(), json.dumps({"item": {"id": "a", "revision": "r"}})
        place = ("gainsay.records", 0, 0)
        world.topics["gainsay.items"] = [json.dumps({"id": "a", "revision": "r"})]
        world.topics["gainsay.records"], world.poison, world.letters = ["{", result], {place}, [place]
        reader = Reader(world)
        reader.topics()
        self.assertEqual(reader.sent_results, [(0, 0, None, None), (0, 1, "a", "r")])
        world.topics["gainsay.records"] = [result]
        reader.begin_anew()
        reader.topics()
        self.assertEqual(reader.sent_results, [(0, 0, "a", "r")])
        self.assertEqual(reader.poison(), {place})  # its letter is no phantom

    def test_expects_no_letter_for_poison_that_went_with_its_topic_unread(self):
        world = OnePartition()
        world.poison = {("gainsay.records", 0, 0), ("gainsay.items", 0, 5)}
        reader = Reader(world)
        reader.begin_anew()
        self.assertEqual(reader.poison(), {("gainsay.items", 0, 5)})


class TheCheckerFinds(unittest.TestCase):
    def setUp(self):
        self.served, self.acknowledged, self.poison, self.seen = world()

    def found(self):
        return check(self.served, self.acknowledged, self.poison, self.seen)

    def expect(self, *kinds):
        found = self.found()
        self.assertEqual(sorted({kind for kind, _ in found}), sorted(kinds), found)

    def test_nothing_where_nothing_is_wrong(self):
        self.assertEqual(self.found(), [])

    def test_no_fault_in_a_version_that_nobody_acknowledged(self):
        self.served[70, 1] = make(70)
        self.expect()

    def test_a_lost_item(self):
        # Number 3 says nothing, so that neither a record nor a link goes with it.
        self.seen.items = [row for row in self.seen.items if row[0] != "id3"]
        self.seen.revisions = [row for row in self.seen.revisions if row[0] != "id3"]
        self.seen.stored.discard(("id3", "r1"))
        self.expect("lost", "skipped")

    def test_a_lost_item_that_never_reached_a_topic(self):
        for rows in ("items", "revisions"):
            setattr(self.seen, rows, [row for row in getattr(self.seen, rows) if row[0] != "id3"])
        for rows in ("sent_items", "sent_results"):
            setattr(self.seen, rows, [row for row in getattr(self.seen, rows) if row[2] != "id3"])
        self.expect("lost")

    def test_a_revision_that_an_older_one_hides(self):
        self.seen.items = [("id6", guid_of(6), "r1") if row[0] == "id6" else row for row in self.seen.items]
        record, = make(6).records
        self.seen.records = [row for row in self.seen.records if row[1] != "id6"]
        self.seen.records.append(("rec6", "id6", "r1", record, make(6).text[:40]))
        self.expect("lost")

    def test_a_poison_that_nobody_set_aside(self):
        self.seen.letters = []
        self.expect("lost")

    def test_an_item_under_two_ids(self):
        self.seen.items.append(("again", guid_of(3), "r1"))
        self.seen.revisions.append(("again", "r1", make(3).text))
        self.expect("duplicate")

    def test_a_record_twice(self):
        self.seen.records.append(("other", *self.seen.records[0][1:]))
        self.expect("duplicate")

    def test_a_link_twice(self):
        self.seen.links.append(self.seen.links[0])
        self.expect("duplicate")

    def test_a_letter_twice(self):
        self.seen.letters.append(self.seen.letters[0])
        self.expect("duplicate")

    def test_an_item_that_nobody_served(self):
        self.seen.items.append(("odd", "item-9999", "r1"))
        self.expect("phantom")

    def test_a_revision_that_nobody_served(self):
        self.seen.revisions.append(("id3", "r9", "What was never said. Desk note 3.9."))
        self.expect("phantom")

    def test_a_record_that_the_text_does_not_say(self):
        self.seen.records.append(("odd", "id3", "r1", Record("claim", "US", ("CN", "US")), make(3).text[:40]))
        self.expect("phantom")

    def test_a_record_of_a_revision_that_is_no_longer_current(self):
        record, = make(6).records
        self.seen.records.append(("old", "id6", "r1", record, make(6).text[:40]))
        self.expect("phantom")

    def test_a_link_between_strangers(self):
        self.seen.links.append(("id1", "id8"))
        self.expect("phantom")

    def test_a_good_message_among_the_dead_letters(self):
        self.seen.letters.append(("gainsay.items", 0, 5))
        self.expect("phantom")

    def test_an_item_without_its_record(self):
        del self.seen.records[0]
        self.expect("torn")

    def test_a_record_without_its_evidence(self):
        self.seen.records[0] = (*self.seen.records[0][:4], None)
        self.expect("torn")

    def test_a_text_that_was_cut(self):
        row = self.seen.revisions[0]
        self.seen.revisions[0] = (row[0], row[1], row[2].replace("on Monday ", ""))
        self.assertIn("torn", {kind for kind, _ in self.found()})

    def test_an_item_without_its_current_revision(self):
        self.seen.items[3] = ("id3", guid_of(3), "r7")
        self.expect("torn")

    def test_a_missing_link(self):
        del self.seen.links[0]
        self.expect("torn")

    def test_a_message_that_the_offset_has_passed(self):
        self.seen.sent_results.append((0, 500, "id3", "r8"))
        self.expect("skipped")

    def test_no_fault_in_a_message_that_is_ahead_of_the_offset(self):
        self.seen.sent_results.append((0, 5000, "id3", "r8"))
        self.expect()

    def test_an_item_that_was_never_classified(self):
        self.seen.sent_items.append((0, 500, "id3", "r8"))
        self.expect("skipped")

    def test_messages_that_are_still_unread(self):
        self.seen.unread = 1
        self.expect("stuck")


class WhatIsNotReadYet(unittest.TestCase):
    def progress(self, *looks):
        """Looks 15 s apart at what waits before three stages."""
        progress = Progress(0)
        for number, waiting in enumerate(looks, 1):
            progress.see(15 * number, waiting)
        return progress.is_stuck(15 * len(looks), 60)

    def test_is_stuck_where_it_stays_as_it_is(self):
        self.assertTrue(self.progress(*[(0, 0, 7)] * 5))
        self.assertTrue(self.progress((5, 0, 7), *[(0, 0, 7)] * 5))

    def test_is_stuck_where_it_only_comes_and_goes(self):
        self.assertTrue(self.progress((0, 0, 7), (0, 0, 9), (0, 0, 7), (0, 0, 9), (0, 0, 7), (0, 0, 8)))

    def test_is_not_stuck_while_one_stage_reads(self):
        self.assertFalse(self.progress(*[(0, 900 - n, 500 + n) for n in range(12)]))
        self.assertFalse(self.progress(*[(0, 0, 7)] * 3))


class TheSoak(unittest.TestCase):
    def line(self, mean, an_hour, noise):
        """An hour's samples, a minute apart; the noise goes up and down by turns."""
        return fit([(60 * n, mean + an_hour * n / 60 + noise * (-1) ** n) for n in range(60)])

    def test_finds_a_leak_behind_noise_and_tells_its_size(self):
        leak = self.line(100e6, 5e6, 1e6)
        self.assertAlmostEqual(leak.slope / 1e6, 5, delta=0.5)
        self.assertLess(leak.error / 1e6, 2)
        self.assertFalse(flat(leak, RSS_PER_HOUR * leak.mean))
        self.assertFalse(flat(self.line(20, 6, 1), FILES_PER_HOUR))

    def test_finds_none_in_noise_alone_nor_in_what_shrinks(self):
        self.assertTrue(flat(self.line(100e6, 0, 3e6), RSS_PER_HOUR * 100e6))
        self.assertTrue(flat(self.line(100e6, -5e6, 0), RSS_PER_HOUR * 100e6))
        self.assertTrue(flat(self.line(20, 0, 2), FILES_PER_HOUR))

    def test_tells_too_few_samples_from_flat_ones(self):
        watch = Soak(warm_s=0)
        watch.look({"store": (os.getpid(), pathlib.Path("/nowhere"))})
        self.assertIn("too few", watch.report(1000)[1][0])

    def hour(self, an_item=0, steps=()):
        """Samples of a service that has 2,000 items an hour below bursts of 400 kB, every five seconds; steps: [(minute, bytes)]"""
        random = Random(7)
        return [(5 * n, 1.3e6 + an_item * 2000 * n / 720 + sum(size for minute, size in steps if n >= 12 * minute)
                 + random.choice([0, 0, 0, 400e3 * random.random()])) for n in range(720)]

    def test_finds_a_small_leak_under_what_comes_and_goes(self):
        """32 bytes for each of its items; the other service has as many."""
        for steps in ((), ((40, 30e3),)):
            least = floors(self.hour(32, steps))
            self.assertAlmostEqual(fit(least).slope / 1e3, 64, delta=20)
            self.assertFalse(flat(fit(least), IN_USE_PER_ITEM * 4000))

    def test_tells_one_step_from_a_slope_wherever_it_comes(self):
        for minute in range(2, 60, 4):
            line = fit(floors(self.hour(steps=((minute, 50e3),))))
            self.assertTrue(flat(line, IN_USE_PER_ITEM * 4000), f"{minute}: {line}")

    def test_takes_nothing_given_back_for_growth(self):
        """What goes up and down by 100 kB every quarter of an hour grows by nothing; what a leak leaves between two such times does."""
        for an_item in (0, 320):
            samples = [(60 * n, 16.5e6 + 2000 * an_item * n / 60 + 50e3 * math.sin(n * math.tau / 15)) for n in range(48)]
            self.assertEqual(flat(fit(samples), RSS_PER_HOUR * 16.5e6), an_item == 0)

    def test_takes_steps_that_come_again_for_a_slope(self):
        self.assertFalse(flat(fit(floors(self.hour(steps=((20, 30e3), (40, 30e3))))), IN_USE_PER_ITEM * 4000))
        self.assertFalse(flat(fit(floors(self.hour(steps=tuple((minute, 5e3) for minute in range(5, 60, 10))))), IN_USE_PER_ITEM * 4000))

    def test_finds_one_step_that_is_too_large(self):
        self.assertAlmostEqual(fit(floors(self.hour(steps=((30, 500e3),)))).step / 1e3, 500, delta=1)
        self.assertGreater(fit(floors(self.hour(steps=((30, 1.2e6),)))).step, STEP_BYTES)
        self.assertGreater(fit(floors(self.hour(steps=((30, 100e3),)))).step, STEP_IN_USE)

    def test_finds_lumps_near_either_end_by_their_step(self):
        for minutes in ((50, 57), (2, 5)):
            line = fit(floors(self.hour(steps=tuple((minute, 200e3) for minute in minutes))))
            self.assertTrue(line.step > STEP_IN_USE or not flat(line, IN_USE_PER_ITEM * 4000), f"{minutes}: {line}")

    def test_finds_one_descriptor_that_stays_open(self):
        for minute in range(4, 57, 4):
            line = fit(floors([(5 * n, 17 + (n >= 12 * minute)) for n in range(720)]))
            self.assertTrue(line.step > STEP_FILES or not flat(line, FILES_PER_HOUR), f"{minute}: {line}")

    @unittest.skipUnless("GAINSAY_BIN" in os.environ, "$GAINSAY_BIN does not name the folder of the programs")
    def test_a_leak_of_a_process_is_in_its_figures(self):
        """Real ones, of a program that keeps 20,000 of 40,000 allocations of 24 bytes: 32 each, with what glibc has before them."""
        library = next(pathlib.Path(os.environ["GAINSAY_BIN"]).parent.rglob("libheap_watch.so"))
        program = ("import ctypes, pathlib, sys, time\nc = ctypes.CDLL(None)\nc.malloc.restype = ctypes.c_void_p\n"
                   "def take(count): return [c.malloc(24) for n in range(count)]\n"
                   "def told(): time.sleep(1.2); return int(pathlib.Path(sys.argv[1]).read_text().split()[0])\n"
                   "had = told()\nfor at in take(40000)[::2]: c.free(ctypes.c_void_p(at))\n"
                   "print(told() - had)\n")
        with tempfile.NamedTemporaryFile(suffix=".heap") as heap:
            done = subprocess.run(["/usr/bin/python3", "-c", program, heap.name], env={**os.environ, "LD_PRELOAD": str(library), "GAINSAY_HEAP": heap.name},
                                  text=True, check=True, stdout=subprocess.PIPE)
        self.assertAlmostEqual(int(done.stdout), 20000 * 32, delta=6400)

    def test_counts_memory_and_descriptors_of_a_process(self):
        values = sample(os.getpid(), pathlib.Path("/nowhere"))
        self.assertGreater(values["memory"], 1 << 20)
        self.assertGreaterEqual(values["descriptors"], 3)

    def test_reads_what_a_process_says_of_its_heap(self):
        with tempfile.NamedTemporaryFile("w", suffix=".heap") as heap:
            heap.write(f"{1234:20} {5678:20}\n")
            heap.flush()
            self.assertEqual(read_heap(pathlib.Path(heap.name)), (1234, 5678))
        self.assertIsNone(read_heap(pathlib.Path("/nowhere")))


class TheGenerator(unittest.TestCase):
    def test_gives_two_pairs_of_one_couple_more_than_the_linkers_window_apart(self):
        pairs = 2 * len(COUPLES) + 5
        days = {}
        for pair in range(pairs):
            couple, day = couple_of(2 * pair)
            self.assertGreater((day - days[couple]).days if couple in days else 40, 31)
            days[couple] = day

    @unittest.skipUnless("GAINSAY_BIN" in os.environ, "$GAINSAY_BIN does not name the folder of the programs")
    def test_makes_items_that_the_classifier_reads_as_it_says(self):
        """Where the rules learn to read more out of these sentences, the sentences have to be others."""
        versions = [make(number, version) for number in range(2 * len(COUPLES)) for version in (1, 2)]
        lines = "".join(json.dumps({"id": guid_of(one.item), "source": "alpha", "title": one.title, "text": one.text,
                                    "published": one.published.isoformat()}) + "\n" for one in versions)
        top = pathlib.Path(__file__).resolve().parents[2]
        done = subprocess.run([pathlib.Path(os.environ["GAINSAY_BIN"]) / "gainsay", "classify"], input=lines, text=True, check=True,
                              stdout=subprocess.PIPE, timeout=60,
                              env={**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_CLASSIFIER_LEXICON": str(top / "consumers/classify/lexicon")})
        for version, answer in zip(versions, done.stdout.splitlines(), strict=True):
            read = [Record(one["type"], one.get("speaker_side") or one.get("imposer"), tuple(one.get("parties") or one.get("targets")))
                    for one in json.loads(answer)["records"]]
            self.assertEqual(sorted(read, key=str), sorted(version.records, key=str), version.text)

    def test_makes_the_same_item_of_the_same_number(self):
        self.assertEqual(make(17), make(17))
        self.assertNotEqual(make(KINDS.index("revised")).records, make(KINDS.index("revised"), 2).records)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
