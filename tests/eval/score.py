"""How well predicted records agree with labelled ones.

Two records of one item meet when they are of one type and half of the words of the shorter evidence stand in the other; each meets at
most one, the best agreeing first. Figures are F1 over (item, type) pairs, over records, and over records that also agree in their
main slots ("strict"); shares of met records whose slot agrees; F1 of links; and how often a record of a given confidence is right.
"""
import collections
import re
import unicodedata

TYPES = ("claim", "denial", "tariff_change")
STATEMENT = ("speaker", "speaker_side", "matter", "parties")
SLOTS = {"claim": STATEMENT, "denial": STATEMENT + ("denies",),
         "tariff_change": ("imposer", "targets", "products", "action", "status", "rate", "rate_from", "rate_points", "effective")}
STRICT = {"claim": ("speaker", "matter"), "denial": ("speaker", "matter"),
          "tariff_change": ("imposer", "targets", "action", "rate")}
GENERAL = {"goods", "imports", "imported", "products", "all", "the", "of", "and", "from", "other"}


HAN = "\u3400-\u9fff"
WORD = re.compile(f"[{HAN}]|[^\\W{HAN}]+")
HAN_GENERAL = re.compile("进口|商品|产品|货物|部分|所有|全部|等|的|和|、")


def words(text):
    """Words; in Chinese, characters."""
    return WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def shared(one, other):
    """Share of the shorter text's words that the other has, counting repeats."""
    counts = collections.Counter(words(one)), collections.Counter(words(other))
    shorter = min(sum(count.values()) for count in counts)
    return sum((counts[0] & counts[1]).values()) / shorter if shorter else 0.0


def agree(slot, gold, found):
    if slot in ("speaker", "denies"):
        one, other = words(gold), words(found)
        if re.search(f"[{HAN}]", (gold or "") + (found or "")):
            return one == other or bool(gold and found and (gold in found or found in gold))
        return one == other or bool(one and other and (one[-1] in other or other[-1] in one))
    if slot == "products":
        one, other = (set(words(HAN_GENERAL.sub("", text or ""))) - GENERAL for text in (gold, found))
        return one == other if not one or not other else 2 * len(one & other) >= len(one | other)
    if slot in ("parties", "targets"):
        return sorted(gold or []) == sorted(found or [])
    if slot.startswith("rate"):
        return (gold is None) == (found is None) and (gold is None or abs(gold - found) < 1e-6)
    return (gold or None) == (found or None)


def meet(gold, found):
    """Pairs (index of gold, index of found)."""
    candidates = []
    for g, want in enumerate(gold):
        for f, have in enumerate(found):
            overlap = shared(want["evidence"], have["evidence"]) if want["type"] == have["type"] else 0
            if overlap >= 0.5:
                slots = SLOTS[want["type"]]
                good = sum(agree(slot, want.get(slot), have.get(slot)) for slot in slots) / len(slots)
                candidates.append((-good - overlap / 5, g, f))
    pairs = []
    for _, g, f in sorted(candidates):
        if all(g != pair[0] and f != pair[1] for pair in pairs):
            pairs.append((g, f))
    return pairs


class Counts:
    """Of what there is (gold), what was found, and what of both agrees."""

    def __init__(self):
        self.hit = self.gold = self.found = 0

    def add(self, hit, gold, found):
        self.hit += hit
        self.gold += gold
        self.found += found

    def f1(self):
        return 2 * self.hit / (self.gold + self.found) if self.gold + self.found else 1.0

    def __str__(self):
        precision = self.hit / self.found if self.found else float(not self.gold)
        recall = self.hit / self.gold if self.gold else 1.0
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1():.3f}  ({self.gold} there, {self.found} found)"


class Score:
    def __init__(self):
        self.types = {kind: Counts() for kind in TYPES}
        self.records = {kind: Counts() for kind in TYPES}
        self.strict = {"tariff": Counts(), "statement": Counts()}
        self.slots = {kind: {slot: [0, 0] for slot in SLOTS[kind]} for kind in TYPES}
        self.links = Counts()
        self.calibration = collections.defaultdict(lambda: [0, 0, 0.0])  # by type and tenth: right, all, sum of what was said
        self.confusion = collections.Counter()

    def add_item(self, gold, found):
        """Returns which gold record each found one meets."""
        pairs = meet(gold, found)
        met = {f: g for g, f in pairs}
        for kind in TYPES:
            there, have = sum(r["type"] == kind for r in gold), sum(r["type"] == kind for r in found)
            of_kind = [(gold[g], found[f]) for g, f in pairs if gold[g]["type"] == kind]
            self.types[kind].add(bool(there and have), bool(there), bool(have))
            self.records[kind].add(len(of_kind), there, have)
            strict = sum(all(agree(s, w.get(s), h.get(s)) for s in STRICT[kind]) for w, h in of_kind)
            self.strict["tariff" if kind == "tariff_change" else "statement"].add(strict, there, have)
            for want, have_record in of_kind:
                for slot in SLOTS[kind]:
                    good = agree(slot, want.get(slot), have_record.get(slot))
                    self.slots[kind][slot][0] += good
                    self.slots[kind][slot][1] += 1
                    if not good and slot in ("matter", "action", "status"):
                        self.confusion[f"{kind} {slot}: {want.get(slot)} read as {have_record.get(slot)}"] += 1
        for g, want in enumerate(gold):
            if g not in met.values():
                self.confusion[f"{want['type']} {want.get('matter') or want.get('action')}: missed"] += 1
        for f, have_record in enumerate(found):
            said = have_record.get("confidence", 0)
            for kind in (have_record["type"], "all"):
                cell = self.calibration[kind, min(9, int(10 * said))]
                cell[0] += f in met
                cell[1] += 1
                cell[2] += said
            if f not in met:
                self.confusion[f"{have_record['type']} {have_record.get('matter') or have_record.get('action')}: found where there is none"] += 1
        return met

    def add_story(self, story, found):
        met = [self.add_item(item["records"], have["records"]) for item, have in zip(story["items"], found["items"])]
        want = {(tuple(link["denial"]), tuple(link["claim"])) for link in story["links"]}
        have = {tuple((i, met[i].get(r, f"none {r}")) for i, r in (link["denial"], link["claim"])) for link in found["links"]}
        self.links.add(len(want & have), len(want), len(have))

    @staticmethod
    def total(parts):
        total = Counts()
        for part in parts.values():
            total.add(part.hit, part.gold, part.found)
        return total

    def add_calibration(self, other):
        for key, cell in other.calibration.items():
            self.calibration[key] = [mine + more for mine, more in zip(self.calibration[key], cell)]

    def print_calibration(self):
        """What the records' confidence says on average, beside the share that meets a labelled record; the gap is weighted by count."""
        for kind in (*TYPES, "all"):
            cells = [(tenth, *self.calibration[kind, tenth]) for tenth in range(10) if (kind, tenth) in self.calibration]
            total = sum(count for _, _, count, _ in cells)
            if total:
                gap = sum(abs(said - right) for _, right, count, said in cells) / total
                shares = "  ".join(f"{said / count:.2f} right {right / count:.2f} of {count}" for _, right, count, said in cells)
                print(f"  said    {kind:14} {shares}  gap {gap:.2f}")

    def print(self, stories, confusion):
        for title, part in (("type", self.types), ("record", self.records)):
            for kind in TYPES:
                print(f"  {title:7} {kind:14} {part[kind]}")
            print(f"  {title:7} {'micro':14} {self.total(part)}")
        for kind, counts in self.strict.items():
            print(f"  strict  {kind:14} {counts}")
        if stories:
            print(f"  links   {'':14} {self.links}")
        for kind in TYPES:
            shares = "  ".join(f"{slot} {good / all:.2f}" for slot, (good, all) in self.slots[kind].items() if all)
            print(f"  slots   {kind:14} {shares}")
        self.print_calibration()
        for line, count in self.confusion.most_common(confusion):
            print(f"  {count:4} {line}")
