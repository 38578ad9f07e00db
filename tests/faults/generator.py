"""Numbered items whose records and links are known beforehand, and the loopback sources that serve them.

Every item carries its number and version in its text ("Desk note 17.1."), so that a row tells where it came from. Item kinds
take turns (KINDS). A claim and a denial of one pair name the same two countries, and no other pair within the linker's window of
30 days does: pairs of countries are used up before the calendar moves on by 40 days. So exactly the links of ITEMS' pairs are due.

A source acknowledges by its ETag: a poller repeats the ETag of a feed only when everything in it has been acknowledged by Kafka, so
that an If-None-Match says which versions must not be lost from then on. Entries leave the feed only after that.
"""
import collections
import dataclasses
import datetime
import email.utils
import html
import http.server
import itertools
import threading
import time

SOURCES = ("alpha", "beta", "gamma", "delta")
ODD = "odd"  # a source of oversized items, which the checker leaves out
TAIL = 20  # acknowledged entries that stay in a feed, as they do in a real one
WAITING_MAX = 400  # entries of a feed that nobody has acknowledged; beyond it the source says nothing new
DAY_ONE = datetime.datetime(1990, 1, 1, 8, tzinfo=datetime.timezone.utc)
COUNTRIES = {
    "AR": "Argentina", "AU": "Australia", "BR": "Brazil", "CA": "Canada", "CH": "Switzerland", "CL": "Chile", "CN": "China",
    "CO": "Colombia", "EG": "Egypt", "GB": "Britain", "ID": "Indonesia", "IN": "India", "JP": "Japan", "KE": "Kenya",
    "KR": "South Korea", "MX": "Mexico", "MY": "Malaysia", "NO": "Norway", "NZ": "New Zealand", "PE": "Peru", "TH": "Thailand",
    "TR": "Turkey", "VN": "Vietnam", "ZA": "South Africa",
}
COUPLES = tuple(itertools.combinations(sorted(COUNTRIES), 2))
# "pair" means claim and denial as two items, in this order or in the other; the rest are single.
KINDS = ("claim", "denial", "tariff", "nothing", "denial", "claim", "revised", "tariff")


@dataclasses.dataclass(frozen=True)
class Record:
    """What must be read out of a version: type, the side that speaks or imposes, and whom it is about."""
    type: str
    side: str
    about: tuple


@dataclasses.dataclass(frozen=True)
class Version:
    item: int
    number: int
    title: str
    text: str
    published: datetime.datetime
    records: frozenset


def guid_of(number):
    return f"item-{number}"


def source_of(number):
    return SOURCES[number % len(SOURCES)]


def host_of(name):
    return f"{name}.gainsay.test"


def couple_of(number):
    """The countries and the day of an item: the two items of a pair share both."""
    pair = number // 2
    turn, place = divmod(pair, len(COUPLES))
    return COUPLES[place], DAY_ONE + datetime.timedelta(days=40 * turn)


def make(number, version=1):
    (a, b), day = couple_of(number)
    left, right = COUNTRIES[a], COUNTRIES[b]
    kind = KINDS[number % len(KINDS)]
    note = f" Desk note {number}.{version}."
    title, records = f"Note {number}", frozenset()
    if kind == "claim" or (kind == "revised" and version == 1):
        text = f"{left}'s trade minister said on Monday that {right}'s prime minister had telephoned him about tariffs."
        records = frozenset([Record("claim", a, (a, b))])
    elif kind == "denial":
        text = f"{right}'s foreign ministry said on Tuesday that there had been no phone call with {left} about tariffs."
        records = frozenset([Record("denial", b, (a, b))])
        day += datetime.timedelta(days=1)
    elif kind == "nothing":
        text = "The harbour library is open again from Tuesday to Saturday, and the reading room has new lamps."
    else:
        text = f"{left} raised its tariff on cars from {right} to {10 + number % 50}%."
        records = frozenset([Record("tariff_change", a, (b,))])
    return Version(number, version, title, text + note, day, records)


def link_of(number):
    """(denial, claim) where the item is one of a pair, else None."""
    first = number - number % 2
    kinds = KINDS[first % len(KINDS)], KINDS[(first + 1) % len(KINDS)]
    if kinds == ("claim", "denial"):
        return first + 1, first
    if kinds == ("denial", "claim"):
        return first, first + 1
    return None


def is_revised(number):
    return KINDS[number % len(KINDS)] == "revised"


def entry_xml(version):
    return (f"<item><guid isPermaLink='false'>{guid_of(version.item)}</guid><title>{html.escape(version.title)}</title>"
            f"<pubDate>{email.utils.format_datetime(version.published)}</pubDate>"
            f"<content:encoded>{html.escape('<p>' + html.escape(version.text, quote=False) + '</p>')}</content:encoded></item>")


class Source:
    """One feed. Every change gives it the next mark, which is its ETag."""

    def __init__(self, name):
        self.name = name
        self.mark = 0
        self.entries = collections.OrderedDict()  # item number: (mark, version)
        self.acknowledged = set()  # (item, version)
        self.fault = None  # None, or what to do with a request instead of answering it
        self.fault_until = 0.0
        self.asked = 0.0  # when somebody last did

    def put(self, version):
        self.mark += 1
        self.entries.pop(version.item, None)
        self.entries[version.item] = (self.mark, version)

    def waiting(self):
        return sum((v.item, v.number) not in self.acknowledged for _, v in self.entries.values())

    def acknowledge(self, mark):
        for entry_mark, version in self.entries.values():
            if entry_mark <= mark:
                self.acknowledged.add((version.item, version.number))
        done = [n for n, (_, v) in self.entries.items() if (n, v.number) in self.acknowledged]
        for number in done[:-TAIL]:
            del self.entries[number]

    def archive(self):
        """The feed without what is said anew: an archive's older word, read later, would be taken for the newer one."""
        return self.document([v for _, v in self.entries.values() if not is_revised(v.item)])

    def body(self):
        return self.document([v for _, v in self.entries.values()])

    def document(self, versions):
        entries = "".join(entry_xml(v) for v in reversed(versions))
        return ("<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
                f"<title>{self.name}</title>{entries}</channel></rss>").encode("utf-8")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        generator = self.server.generator
        source = generator.sources.get(self.path.strip("/"))
        if source is None:
            self.send_error(404)
            return
        source.asked = time.monotonic()
        if generator.closing:
            self.close_connection = True
        try:
            if source.fault is not None and time.monotonic() < source.fault_until:
                source.fault(self, source)
            else:
                self.answer(generator, source)
        except OSError:
            self.close_connection = True  # whoever asked was killed, or its connection cut

    def answer(self, generator, source):
        with generator.lock:
            told = self.headers.get("If-None-Match", "").strip('"')
            if told.isdigit() and int(told) <= source.mark:
                source.acknowledge(int(told))
            mark, body = source.mark, source.body()
        same = told == str(mark)
        self.send_response(304 if same else 200)
        self.send_header("ETag", f'"{mark}"')
        if not same:
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not same:
            self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Clients that are killed in the middle of a request are what this is about."""


class Generator:
    """Serves the sources on a loopback port and goes on writing news until told to pause."""

    def __init__(self, random, rate):
        self.random = random
        self.rate = rate  # items a second
        self.lock = threading.Lock()
        self.sources = {name: Source(name) for name in (*SOURCES, ODD)}
        self.served = {}  # (item, version): Version
        self.next = 0
        self.running = threading.Event()
        self.named = False  # every source has a host name of its own
        self.closing = False  # no connection is kept for the next request
        self.http = Server(("127.0.0.1", 0), Handler)
        self.http.generator = self
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        threading.Thread(target=self.write, daemon=True).start()

    def url(self, name):
        return f"http://{host_of(name) if self.named else '127.0.0.1'}:{self.http.server_port}/{name}"

    def write(self):
        while True:
            self.running.wait()
            time.sleep(1 / self.rate)
            with self.lock:
                self.add()

    def add(self):
        source = self.sources[source_of(self.next)]
        if source.waiting() >= WAITING_MAX:
            return
        self.serve(make(self.next))
        self.next += 1
        # An item of the kind "revised" says something else once its first version is safe.
        for number in range(max(0, self.next - 120), self.next - 40):
            if is_revised(number) and (number, 2) not in self.served and self.is_acknowledged(number, 1):
                self.serve(make(number, 2))

    def serve(self, version):
        self.served[version.item, version.number] = version
        self.sources[source_of(version.item)].put(version)

    def oversize(self, length):
        """An entry of so many bytes of text, at the odd source."""
        odd = self.sources[ODD]
        text = "Kenya imposed a tariff of 12% on cars from Norway, the trade ministry said. "
        odd.put(Version(-odd.mark - 1, 1, "Long", text * (length // len(text)), DAY_ONE, frozenset()))

    def is_acknowledged(self, number, version):
        return (number, version) in self.sources[source_of(number)].acknowledged

    def waiting(self):
        with self.lock:
            return sum(self.sources[name].waiting() for name in SOURCES)

    def known(self):
        """Copies of what was served, and of what was acknowledged."""
        with self.lock:
            return dict(self.served), set().union(*(self.sources[name].acknowledged for name in SOURCES))
