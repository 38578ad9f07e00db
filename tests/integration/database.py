"""A PostgreSQL of one's own, databases made from a migrated one, and results as the store would merge them."""
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, TOP, pipeline  # noqa: E402

MIGRATIONS = TOP / "deploy/postgres/migrations"


def key(*words):
    return hashlib.md5("|".join(map(str, words)).encode()).hexdigest()


def claim(sentence, speaker, side, matter, parties, **more):
    return {"type": "claim", "sentence": sentence, "speaker": speaker, "speaker_side": side, "matter": matter,
            "parties": sorted(parties.split()), "temporality": "current", "confidence": 0.9, **more}


def denial(sentence, speaker, side, matter, parties, **more):
    return {**claim(sentence, speaker, side, matter, parties), "type": "denial", "denies": "", "denial_kind": "flat", **more}


def change(sentence, imposer, targets, products, action, status="in_force", **more):
    return {"type": "tariff_change", "sentence": sentence, "imposer": imposer, "targets": targets.split(), "products": products,
            "action": action, "status": status, "rate": None, "rate_from": None, "rate_points": None, "effective": None,
            "temporality": "hypothetical" if status == "threatened" else "current", "confidence": 0.8, **more}


def result(guid, day, *records, source="wire", text=None, fetched=None, generation=1, **item):
    """What a classifier says of an item of these records' sentences."""
    text = " ".join(record["sentence"] for record in records) if text is None else text
    found = []
    for record in records:
        start = len(text[:text.index(record["sentence"])].encode())
        row = {name: value for name, value in record.items() if name != "sentence"}
        row["evidence"] = [[start, start + len(record["sentence"].encode())]]
        row["id"] = key(guid, record["sentence"], record["type"], record.get("matter"), record.get("products"))
        found.append(row)
    return {"schema": "record/1", "classifier": "rules/1", "lexicon": "0", "generation": generation, "classified": True, "records": found,
            "item": {"schema": "item/1", "id": key(guid), "revision": key(guid, text), "source": source, "lang": "en", "guid": guid,
                     "url": f"https://news.example/{guid}", "title": f"Title of {guid}", "text": text, "published": f"{day}T12:00:00Z",
                     "published_from": "feed", "fetched": fetched or f"{day}T13:00:00Z", **item}}


class Server:
    """stop() it. Every database but the first is a copy of the first, which is migrated."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="gainsay-database-", dir="/var/tmp")
        pathlib.Path(self.folder.name).chmod(0o755)  # PostgreSQL runs as a user of its own
        self.script("start-postgres")
        self.first = self.script("conninfo")
        self.count = 0
        # Nothing here has to outlive a crash.
        self.sql(self.first, "ALTER SYSTEM SET fsync = off")
        self.sql(self.first, "SELECT pg_reload_conf()")
        self.gainsay(self.first, "migrate")

    def script(self, word):
        return pipeline(word, self.folder.name)

    def stop(self):
        self.script("stop")
        self.folder.cleanup()

    def database(self, template="gainsay"):
        self.count += 1
        name = f"copy{self.count}"
        self.sql(self.conninfo("postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.conninfo(name)

    def conninfo(self, name):
        return self.first.replace("dbname=gainsay", f"dbname={name}")

    @staticmethod
    def gainsay(conninfo, *words, check=True, **options):
        env = {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_POSTGRES_CONNINFO": conninfo}
        return subprocess.run([BIN / "gainsay", *map(str, words)], env=env, check=check, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, **options)

    @staticmethod
    def sql(conninfo, text):
        """Lines of the answer, with | between columns."""
        done = subprocess.run(["psql", conninfo, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text], check=True, text=True, stdout=subprocess.PIPE)
        return done.stdout.rstrip("\n").split("\n") if done.stdout else []

    @staticmethod
    def store(conninfo, *results):
        """Merges results as the store does; links are not made."""
        rows = "".join(json.dumps(row, ensure_ascii=False).replace("\\", "\\\\") + "\n" for row in results)
        script = ("SET client_min_messages = warning;\nBEGIN;\nCREATE TEMP TABLE stage (value jsonb NOT NULL) ON COMMIT DELETE ROWS;\n"
                  f"COPY stage FROM stdin;\n{rows}\\.\nSELECT store_admit();\nSELECT store_merge();\nCOMMIT;\n")
        subprocess.run(["psql", conninfo, "-XAtq", "-v", "ON_ERROR_STOP=1"], check=True, text=True, input=script, stdout=subprocess.DEVNULL)
