"""Reads the database and the topics for the checker, from where it stopped last time."""
import json
import subprocess

from checker import Record, Seen
from generator import SOURCES

OURS = "source IN (" + ", ".join(f"'{name}'" for name in SOURCES) + ")"
ITEMS = f"SELECT json_agg(json_build_array(id, guid, revision)) FROM item WHERE {OURS}"
REVISIONS = f"""SELECT json_agg(json_build_array(v.item_id, v.revision, v.text))
    FROM item_revision v JOIN item i ON i.id = v.item_id WHERE i.{OURS}"""
STORED = "SELECT json_agg(json_build_array(item_id, revision)) FROM item_revision"
RECORDS = f"""SELECT json_agg(line) FROM (
    SELECT json_build_array(s.id, s.item_id, s.revision, s.type, s.speaker_side, s.parties, s.words) AS line
    FROM statements s WHERE {OURS}
    UNION ALL
    SELECT json_build_array(t.id, t.item_id, t.revision, 'tariff_change', t.imposer, t.targets, t.words)
    FROM tariff_changes t WHERE {OURS}) AS lines"""
LINKS = f"""SELECT json_agg(json_build_array(d.item_id, c.item_id)) FROM contradiction k
    JOIN statement d ON d.id = k.denial_id JOIN statement c ON c.id = k.claim_id
    JOIN item i ON i.id = d.item_id WHERE i.{OURS}"""
LETTERS = "SELECT json_agg(json_build_array(topic, partition, \"offset\")) FROM dead_letter"
OFFSETS = """SELECT json_object_agg(partition, next_offset) FROM kafka_offset
    WHERE consumer = 'gainsay-store' AND topic = '{}'"""


def identity(value):
    """(item id, revision) of a message, or (None, None) where it is no good one."""
    try:
        message = json.loads(value)
        item = message.get("item", message)
        return item["id"], item["revision"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, None


class Topic:
    """What a topic has held since the beginning, whatever was trimmed since."""

    def __init__(self, world, name):
        self.world, self.name = world, name
        self.next = {}

    def partitions(self):
        listing = json.loads(self.world.kcat("-L", "-J", "-t", self.name))
        return [part["partition"] for part in listing["topics"][0]["partitions"]]

    def high(self, partition):
        """kcat waits for a broker for five seconds only, which a busy one may take more than once."""
        for left in reversed(range(12)):
            try:
                line = self.world.kcat("-Q", "-t", f"{self.name}:{partition}:-1").decode().strip()
                return int(line.rsplit(" ", 1)[1])
            except subprocess.CalledProcessError:
                if left == 0:
                    raise
        return 0

    def read(self, template="%s"):
        """New messages as (partition, offset, text of the template)."""
        found = []
        for partition in self.partitions():
            start, end = self.next.get(partition, 0), self.high(partition)
            if start >= end:
                continue
            out = self.world.kcat("-C", "-t", self.name, "-p", str(partition), "-o", str(start) if start else "beginning",
                                  "-c", "1000000", "-e", "-q", "-f", f"%o\t{template}\n")
            for line in out.decode("utf-8", "surrogateescape").split("\n"):
                offset, tab, text = line.partition("\t")
                if tab and offset.isdigit():
                    found.append((partition, int(offset), text))
                    self.next[partition] = int(offset) + 1
        return found


class Reader:
    def __init__(self, world):
        self.world = world
        self.items, self.results = Topic(world, "gainsay.items"), Topic(world, "gainsay.records")
        self.letters = Topic(world, "gainsay.dead-letters")
        self.sent_items, self.sent_results, self.sent_letters = [], [], set()
        self.set_aside_before = set()  # places of poison in a topic that is no more

    def rows(self, sql, database="gainsay"):
        return json.loads(self.world.sql(sql, database) or "null") or []

    def offsets(self, topic="gainsay.records"):
        """How far the store is: partition: next offset."""
        return {int(p): o for p, o in dict(self.rows(OFFSETS.format(topic))).items()}

    def behind(self, topic):
        offsets = self.offsets(topic.name)
        return sum(max(0, topic.high(p) - offsets.get(p, 0)) for p in topic.partitions())

    def topics(self):
        for topic, rows in ((self.items, self.sent_items), (self.results, self.sent_results)):
            for partition, offset, value in topic.read():
                item_id, revision = identity(value)
                place = (topic.name, partition, offset)
                rows.append((partition, offset, item_id if place not in self.world.poison else None, revision))
        for _, _, headers in self.letters.read("%h"):
            named = dict(part.split("=", 1) for part in headers.split(",") if "=" in part)
            self.sent_letters.add((named["gainsay.error.topic"], int(named["gainsay.error.partition"]),
                                   int(named["gainsay.error.offset"])))

    def begin_anew(self):
        """The topic of the results is another one under the same name; so is what stands at its offsets. Poison that nobody has read is
        gone with the old one; the letters of the rest stay."""
        self.results, self.sent_results = Topic(self.world, "gainsay.records"), []
        there = {tuple(row) for row in self.rows(LETTERS)}
        old = {place for place in self.world.poison if place[0] == "gainsay.records"}
        self.world.poison -= old
        self.set_aside_before |= old & there

    def poison(self):
        """All that must be in a letter."""
        return self.world.poison | self.set_aside_before

    def unread(self):
        """Messages that the store has not passed, and items that have no result yet."""
        self.topics()
        behind = self.behind(self.results) + self.behind(self.letters)
        results = {(i, r) for _, _, i, r in self.sent_results}
        waiting = sum((i, r) not in results and ("gainsay.items", p, o) not in self.sent_letters
                      for p, o, i, r in self.sent_items if i is not None or ("gainsay.items", p, o) in self.world.poison)
        return behind, waiting

    def seen(self):
        behind, _ = self.unread()
        seen = Seen(unread=behind)
        seen.items = [tuple(row) for row in self.rows(ITEMS)]
        seen.revisions = [tuple(row) for row in self.rows(REVISIONS)]
        seen.stored = {tuple(row) for row in self.rows(STORED)}
        seen.records = [(i, item, revision, Record(kind, side, tuple(about)), words)
                        for i, item, revision, kind, side, about, words in self.rows(RECORDS)]
        seen.links = [tuple(row) for row in self.rows(LINKS)]
        seen.letters = [tuple(row) for row in self.rows(LETTERS)]
        seen.offsets = self.offsets()
        seen.sent_items = [row for row in self.sent_items if row[2] is not None]
        seen.sent_results = [row for row in self.sent_results if row[2] is not None]
        return seen


