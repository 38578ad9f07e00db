"""What must hold after any faults. check() is pure: it compares what was served with what was found, and names every difference.

    lost       an acknowledged version is not in the tables, or is not the current one though nothing newer was served
    duplicate  an item, a revision, a record, a link or a dead letter is there twice
    phantom    something is there that nobody served: a row, a record, a link, a letter
    torn       an item without its records, a record without its evidence or its link
    skipped    the offset has passed a message that is neither in the tables nor set aside
    stuck      messages that were not read when everything had long been well again
"""
import collections
import dataclasses
import re

from generator import Record, guid_of, link_of

NOTE = re.compile(r"Desk note ([0-9]+)\.([0-9]+)\.")
KINDS = ("lost", "duplicate", "phantom", "torn", "skipped", "stuck")


@dataclasses.dataclass
class Seen:
    """What the database and the topics hold. Everything of an item goes by its number."""
    items: list = dataclasses.field(default_factory=list)  # (item id, guid, current revision)
    revisions: list = dataclasses.field(default_factory=list)  # (item id, revision, text)
    stored: set = dataclasses.field(default_factory=set)  # (item id, revision) of all sources, the odd one too
    records: list = dataclasses.field(default_factory=list)  # (record id, item id, revision, Record, evidence)
    links: list = dataclasses.field(default_factory=list)  # (item id of the denial, item id of the claim)
    letters: list = dataclasses.field(default_factory=list)  # (topic, partition, offset)
    sent_items: list = dataclasses.field(default_factory=list)  # (partition, offset, item id or None, revision)
    sent_results: list = dataclasses.field(default_factory=list)  # the same, of topic gainsay.records
    offsets: dict = dataclasses.field(default_factory=dict)  # partition of gainsay.records: next offset
    unread: int = 0  # messages between the offsets and the ends of the topics


class Progress:
    """Whether what is not read yet becomes less: after a replay of everything there is much to read, and a slow machine is no fault.
    An earlier stage that empties fills the next one, so that each of them counts."""

    def __init__(self, now):
        self.least, self.since = None, now

    def see(self, now, waiting):
        """waiting: how many messages wait before each stage."""
        if self.least is None or any(n < m for n, m in zip(waiting, self.least)):
            self.since = now
        self.least = waiting if self.least is None else tuple(map(min, waiting, self.least))

    def is_stuck(self, now, seconds):
        return now - self.since >= seconds


def check(served, acknowledged, poison, seen):
    """served: {(item, version): Version}; acknowledged: {(item, version)}; poison: {(topic, partition, offset)}.
    Answers [(kind, sentence)]."""
    return Check(served, acknowledged, poison, seen).run()


class Check:
    def __init__(self, served, acknowledged, poison, seen):
        self.served, self.acknowledged, self.poison, self.seen = served, acknowledged, poison, seen
        self.found = []
        self.number_of = {}  # item id: number
        self.version_of = {}  # (item id, revision): version number

    def tell(self, kind, text):
        self.found.append((kind, text))

    def run(self):
        self.items()
        self.revisions()
        self.lost()
        self.records()
        self.links()
        self.letters()
        self.skipped()
        if self.seen.unread > 0:
            self.tell("stuck", f"{self.seen.unread} messages are still unread")
        return self.found

    def twice(self, what, keys):
        for key, count in collections.Counter(keys).items():
            if count > 1:
                self.tell("duplicate", f"{what} {key} is there {count} times")

    def items(self):
        guids = {guid_of(item): item for item, _ in self.served}
        self.twice("item", (guid for _, guid, _ in self.seen.items))
        for item_id, guid, _ in self.seen.items:
            if guid in guids:
                self.number_of[item_id] = guids[guid]
            else:
                self.tell("phantom", f"item {guid} was never served")

    def revisions(self):
        self.twice("revision", ((self.number_of.get(i, i), text) for i, _, text in self.seen.revisions))
        for item_id, revision, text in self.seen.revisions:
            note = NOTE.search(text)
            number, version = (int(note[1]), int(note[2])) if note else (None, None)
            if (number, version) not in self.served or self.number_of.get(item_id) != number:
                self.tell("phantom", f"revision {revision} of item {self.number_of.get(item_id, item_id)} was never served")
            elif text != self.served[number, version].text:
                self.tell("torn", f"the text of item {number}.{version} is not the one that was served")
            else:
                self.version_of[item_id, revision] = version

    def lost(self):
        there = {(self.number_of[i], version) for (i, _), version in self.version_of.items()}
        for item, version in sorted(self.acknowledged - there):
            self.tell("lost", f"item {item}.{version} was acknowledged and is not in the tables")
        for item_id, guid, revision in self.seen.items:
            number = self.number_of.get(item_id)
            if number is None:
                continue
            version = self.version_of.get((item_id, revision))
            latest = max(v for v in (1, 2) if (number, v) in self.served)
            if version is None:
                self.tell("torn", f"the current revision of {guid} is not in the tables")
            elif version < latest and (number, latest) in self.acknowledged:
                self.tell("lost", f"item {number}.{latest} was acknowledged, and {number}.{version} is still the current one")

    def records(self):
        current = {item_id: revision for item_id, _, revision in self.seen.items}
        have = collections.defaultdict(list)
        for record_id, item_id, revision, record, evidence in self.seen.records:
            number = self.number_of.get(item_id)
            version = self.version_of.get((item_id, revision))
            if number is None or version is None or current.get(item_id) != revision:
                self.tell("phantom", f"record {record_id} is of no current revision")
                continue
            have[number].append(record)
            if not evidence or evidence not in self.served[number, version].text:
                self.tell("torn", f"record {record_id} of item {number}.{version} is without its evidence")
        for item_id, revision in current.items():
            number, version = self.number_of.get(item_id), self.version_of.get((item_id, revision))
            if version is None:
                continue
            due = self.served[number, version].records
            self.twice(f"a record of item {number}.{version}:", have[number])
            for record in due - set(have[number]):
                self.tell("torn", f"item {number}.{version} is without its {record}")
            for record in set(have[number]) - due:
                self.tell("phantom", f"item {number}.{version} has a {record} that its text does not say")

    def links(self):
        have = [(self.number_of.get(denial), self.number_of.get(claim)) for denial, claim in self.seen.links]
        self.twice("link", have)
        there = {number for (item_id, _), _ in self.version_of.items() for number in [self.number_of[item_id]]}
        due = {link_of(number) for number in there} - {None}
        due = {link for link in due if link[0] in there and link[1] in there}
        for link in sorted(due - set(have)):
            self.tell("torn", f"the link of denial {link[0]} to claim {link[1]} is not there")
        for link in set(have) - due:
            self.tell("phantom", f"denial {link[0]} is linked to {link[1]}, which it does not contradict")

    def letters(self):
        self.twice("dead letter", self.seen.letters)
        for place in sorted(set(self.seen.letters) - self.poison):
            self.tell("phantom", f"message {place} was set aside, and nothing was wrong with it")
        for place in sorted(self.poison - set(self.seen.letters)):
            self.tell("lost", f"poison {place} is in no dead letter")

    def skipped(self):
        aside = set(self.seen.letters)
        results = {(i, r) for _, _, i, r in self.seen.sent_results}
        for partition, offset, item_id, revision in self.seen.sent_results:
            if (offset < self.seen.offsets.get(partition, 0) and (item_id, revision) not in self.seen.stored
                    and ("gainsay.records", partition, offset) not in aside):
                self.tell("skipped", f"gainsay.records[{partition}] {offset} was passed and is not in the tables")
        if self.seen.unread > 0:
            return
        for partition, offset, item_id, revision in self.seen.sent_items:
            if (item_id, revision) not in results and ("gainsay.items", partition, offset) not in aside:
                self.tell("skipped", f"gainsay.items[{partition}] {offset} has no result")


