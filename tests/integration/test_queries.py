#!/usr/bin/python3
"""The cookbook, docs/queries.md: each query's answer on known data. --write makes the page anew.

tests/queries/ has the messages of the sample newsroom's topics as they were once; the real store reads them from a real Kafka.
"""
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, TOP  # noqa: E402
from servers import Servers  # noqa: E402

PAGE = TOP / "docs/queries.md"
DEADLINE_S = 60

HEAD = """# Cookbook

Questions that the tables answer, each by one query. `gainsay query --list` names them; `gainsay query NAME [ARGUMENT ...]` asks one and prints a
table, or with `--format=csv` or `--format=json` something for programs. The queries are files in `deploy/queries` (installed: `share/gainsay/queries`);
put one of your own into a folder and name that by `--directory`. Any of them works in psql, too: set `$1`, `$2` by `\\bind`, or write the values in.
An `id` is the beginning of a record's: `gainsay query evidence ID` shows where that comes from and whether it still stands.
Countries go by code, name or adjective (`US`, `China`, `german`), days and times as PostgreSQL reads them (`2025-04-28`, `yesterday`); a word that is none is
named and refused. Your own file says by kind what a word must be: `-- arguments: whose:country=US since:time=yesterday words...=tariff`; kinds are country, day,
time, number, heading, record and matter.

The answers below are those of the sample newsroom's items and a few more (`tests/queries`); a test asks every query again and compares.
Everything is read from what was published: a lead to the legal text, not legal advice.
"""

ASKERS = {
    "a fact-check desk": ["denials", "denied-speaker Trump", "said-by Guo Jiakun", "claims-about trade talks", "open-claims", "denied-most",
                          "said-about talks", "between US CN", "denials-by CN", "revised", "withdrawn 2025-04-29", "search orange",
                          "evidence 7899c821", "speakers US", "confirmed", "stories", "versions", "sources"],
    "a trade analyst": ["timeline US CN", "against US", "latest 3 2025-04-12", "threats", "threats-not-carried-out", "retaliation", "highest US 5",
                        "eased 2025-04-10", "busiest 2025-01-01", "chapters 2025-01-01", "goods 2025-04-10", "since 2025-04-29"],
    "an importer's compliance officer": ["in-force US 2025-04-30", "in-force US 2025-04-30 CN", "duty US CN smartphones", "product semiconductors", "heading 85", "heading 8471",
                                         "exemptions US", "instruments", "pauses-ending 90 2025-05-01", "coming 2025-04-10"],
}


class Cookbook(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = {**os.environ, "GAINSAY_KAFKA_BROKERS": cls.brokers, "GAINSAY_POSTGRES_CONNINFO": cls.conninfo, "GAINSAY_CONFIG": ""}
        for words in (("topics", "create"), ("migrate",)):
            subprocess.run([BIN / "gainsay", *words], check=True, env=cls.env, stdout=subprocess.DEVNULL)
        for topic in ("records", "sources"):
            lines = (TOP / "tests/queries" / f"{topic}.tsv").read_bytes()
            subprocess.run(["kcat", "-b", cls.brokers, "-P", "-t", f"gainsay.{topic}", "-K", "\t"], check=True, input=lines, stderr=subprocess.DEVNULL)
        cls.store = subprocess.Popen([BIN / "gainsay-store"], env=cls.env, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(cls.stop_store)
        end = time.monotonic() + DEADLINE_S
        while cls.sql("SELECT (SELECT count(*) FROM item_revision) || ' ' || (SELECT count(*) FROM source)") != "34 4":
            assert time.monotonic() < end, "the store did not store what the topics hold"
            time.sleep(0.3)
        # Later rules do not find one of the records.
        lines = (TOP / "tests/queries/again.tsv").read_bytes()
        subprocess.run(["kcat", "-b", cls.brokers, "-P", "-t", "gainsay.records", "-K", "\t"], check=True, input=lines, stderr=subprocess.DEVNULL)
        while cls.sql("SELECT count(*) FROM withdrawal WHERE why = 'reclassified'") != "1":
            assert time.monotonic() < end, "no record was withdrawn"
            time.sleep(0.3)
        # As if each item had been stored a day after it was published, and read anew a day later.
        cls.sql("UPDATE withdrawal SET withdrawn_at = said_at + interval '2 days'")
        for table in ("statement", "tariff_change"):
            cls.sql(f"UPDATE {table} SET stored_at = said_at + interval '1 day'")
        while cls.sql("SELECT items FROM search_lag") != "0":
            assert time.monotonic() < end, "the words were not indexed"
            time.sleep(0.3)

    @classmethod
    def stop_store(cls):
        cls.store.terminate()
        cls.store.wait(timeout=30)

    @classmethod
    def sql(cls, text):
        return subprocess.run(["psql", cls.conninfo, "-XAtqc", text], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()

    def query(self, *words, check=True):
        return subprocess.run([BIN / "gainsay", "query", *words], env=self.env, text=True, check=check, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)

    def page(self):
        parts = [HEAD]
        for asker, examples in ASKERS.items():
            parts.append(f"\n## Questions of {asker}\n")
            for example in examples:
                name = example.split()[0]
                if f"gainsay query {name} " in parts[-1]:
                    parts[-1] = parts[-1].removesuffix("```\n") + f"\n$ gainsay query {example}\n{self.query(*example.split()).stdout}```\n"
                    continue
                lines = (TOP / "deploy/queries" / f"{name}.sql").read_text("utf-8").splitlines()
                head = [line[3:] for line in lines if line.startswith("-- ")]
                self.assertIn(f"asked by: {asker}", head, name)
                sql = "\n".join(line for line in lines if not line.startswith("-- "))
                answer = self.query(*example.split()).stdout
                parts.append(f"\n### {head[0]}\n\n```sql\n{sql}\n```\n\n```text\n$ gainsay query {example}\n{answer}```\n")
        return "".join(parts)

    def test_every_query_is_in_the_cookbook_and_answers_as_it_says(self):
        page = self.page()
        if "--write" in ARGUMENTS:
            PAGE.write_text(page, "utf-8")
        difference = list(difflib.unified_diff(PAGE.read_text("utf-8").splitlines(), page.splitlines(), "docs/queries.md", "today", lineterm=""))
        self.assertEqual(difference, [], "\n".join(difference[:60]))
        shown = {example.split()[0] for examples in ASKERS.values() for example in examples}
        self.assertEqual(shown, {path.stem for path in (TOP / "deploy/queries").glob("*.sql")})

    def test_no_answer_is_empty(self):
        for examples in ASKERS.values():
            for example in examples:
                self.assertNotIn("(0 rows)", self.query(*example.split()).stdout, example)

    def test_search_reads_queries_as_a_web_search_does(self):
        def found(query):
            return int(self.sql(f"SELECT count(*) FROM search_items('{query}')"))
        self.assertEqual(self.sql("SELECT count(*) = (SELECT count(*) FROM item) FROM item_words"), "t")
        self.assertEqual(found("talk"), found("talks"))
        self.assertEqual(found("tariff"), found("tariff talks") + found("tariff -talks"))
        self.assertEqual(found('"orange juice"'), 1)
        self.assertEqual(found('"juice orange"'), 0)

    def test_an_item_that_is_edited_waits_for_the_index_again_and_one_that_is_taken_down_is_not_found(self):
        done = self.sql("BEGIN; SELECT count(*) FROM search_items('coin museum'); "
                        "SELECT redact(item_id, 'the test', 'to see it go') FROM search_items('coin museum'); "
                        "SELECT count(*) FROM search_items('coin museum'); ROLLBACK")
        self.assertEqual(done.splitlines(), ["1", "t", "0"])
        done = self.sql("BEGIN; UPDATE item SET revision = (SELECT min(revision) FROM item_revision WHERE item_id = id) "
                        "WHERE id = 'b5a83cd488148dbaa38ebae359f1af82'; SELECT items > 0 FROM search_lag; ROLLBACK")
        self.assertEqual(done, "t")

    def test_every_table_column_view_index_and_function_says_what_it_is(self):
        silent = self.sql("""
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
               AND obj_description(c.oid, 'pg_class') IS NULL
            UNION ALL
            SELECT c.relname FROM pg_class c LEFT JOIN pg_constraint k ON k.conindid = c.oid WHERE c.relnamespace = 'public'::regnamespace
               AND c.relkind = 'i' AND k.oid IS NULL AND obj_description(c.oid, 'pg_class') IS NULL
            UNION ALL
            SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
               AND col_description(c.oid, a.attnum) IS NULL
            UNION ALL
            SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL""")
        self.assertEqual(silent, "")

    def test_the_forms_for_programs(self):
        import csv
        import json
        rows = json.loads(self.query("timeline", "US", "CN", "--format=json").stdout)
        table = list(csv.DictReader(self.query("timeline", "US", "CN", "--format=csv").stdout.splitlines()))
        self.assertEqual(len(rows), len(table))
        self.assertEqual([row["products"] for row in rows], [row["products"] for row in table])
        # A list is one in JSON, and words with a comma between them for people.
        rows = json.loads(self.query("eased", "--format=json").stdout)
        self.assertIn(["US"], [row["targets"] for row in rows])
        self.assertNotIn("{", self.query("eased", "--format=csv").stdout + self.query("eased").stdout)

    def test_the_last_argument_takes_the_words_that_are_left_and_codes_may_be_small(self):
        self.assertEqual(self.query("search", "orange juice").stdout, self.query("search", "orange", "juice").stdout)
        self.assertEqual(self.query("timeline", "us", "cn").stdout, self.query("timeline", "US", "CN").stdout)

    def doctor(self, *words):
        return subprocess.run([BIN / "gainsay", "doctor", "--free=0", *words], env=self.env, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)

    def test_the_doctor_finds_all_well_and_says_what_is_not(self):
        done = self.doctor()
        self.assertEqual(done.returncode, 0, done.stdout)
        for part in ("gainsay.items", "retention.ms=-1, retention.bytes=-1, cleanup.policy=delete", "cleanup.policy=compact", "group gainsay-store", "its coordinator answers", "schema",
                     "may write", "clock", "disk"):
            self.assertIn(part, done.stdout)
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "0001_other.sql").write_text("")
            certificate = pathlib.Path(folder) / "soon.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=soon", "-days", "3", "-keyout",
                            os.devnull, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
            self.assertIn(f"{certificate} ends in", self.doctor(
                f"--postgres.conninfo={self.env['GAINSAY_POSTGRES_CONNINFO']} sslrootcert={certificate}").stdout)
            done = self.doctor(f"--migrate.directory={folder}", f"--certificates={certificate} {folder}/none.pem", "--disks=/ /no/such/folder")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, "ends in [23] days")
        for part in ("this program knows 1", "none.pem", "/no/such/folder", "renew it"):
            self.assertIn(part, done.stdout)

    def test_a_topic_that_would_forget_is_told_by_the_doctor_and_by_who_makes_topics(self):
        def alter(setting):
            subprocess.run([BIN / "trim_topic", self.env["GAINSAY_KAFKA_BROKERS"], "gainsay.items", setting], check=True)

        alter("retention.ms=604800000")
        self.addCleanup(alter, "retention.ms=-1")
        done = self.doctor()
        self.assertEqual(done.returncode, 1)
        self.assertIn("--topic gainsay.items --add-config retention.ms=-1", done.stdout)
        done = subprocess.run([BIN / "gainsay", "topics", "create"], env=self.env, text=True, stdout=subprocess.PIPE, check=True)
        self.assertEqual([line.strip() for line in done.stdout.splitlines() if "should" in line],
                         ["retention.ms is 604800000 and should be -1: messages may go before they are read (gainsay doctor says more)"])

    def test_the_doctor_tells_a_schema_that_is_not_there_from_one_that_may_not_be_seen(self):
        conninfo = self.env["GAINSAY_POSTGRES_CONNINFO"]
        subprocess.run(["psql", conninfo, "-Xqc", "CREATE DATABASE bare", "-c", "CREATE ROLE nobody_in_particular LOGIN"], check=True)
        bare = self.doctor(f"--postgres.conninfo={conninfo.replace('dbname=gainsay', 'dbname=bare')}").stdout
        self.assertRegex(bare, r"BAD +schema +0 of \d+ migrations\n +-> gainsay migrate\n")
        self.assertNotIn("grants", bare)
        blind = self.doctor(f"--postgres.conninfo={conninfo} options='-c role=nobody_in_particular'").stdout
        self.assertRegex(blind, r"BAD +schema .*permission denied.*\n.*GRANT gainsay_reader")
        self.assertIn("the file is there", self.doctor("--certificates=/nowhere.pem").stdout)

    def test_what_is_wrong_is_said(self):
        for words, part in (((), "expected a query's name"), (("nonsense",), "cannot read query"), (("../etc",), "no query's name"),
                            (("sources", "US"), "takes 0 arguments"), (("evidence",), "wants a word more: id"),
                            (("since", "yesteryear"), 'query "since": since: "yesteryear" is not a day or time'),
                            (("in-force", "US", "2025-13-40"), 'day: "2025-13-40" is not a day'), (("in-force", "US", "infinity"), "day:"),
                            (("latest", "ten"), 'days: "ten" is not a whole number'), (("latest", "9999999"), "days:"), (("highest", "US", "--", "-1"), "limit:"),
                            (("timeline", "US", "ZZZ"), 'target: "ZZZ" is not a country'), (("heading", "85%"), "heading:"),
                            (("said-about", "weather"),
                             'matter: "weather" is not contact, talks, deal, tariff_level, tariff_plan, trade_conduct or trade_effect'),
                            (("evidence", "xyz"), "id:"), (("search", ""), "words:")):
            done = self.query(*words, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(part, done.stderr)
            self.assertNotIn("SQLSTATE", done.stderr)

    def test_a_country_may_be_named_and_a_sign_of_patterns_is_a_sign(self):
        by_code = self.query("timeline", "US", "CN").stdout
        for imposer, target in (("us", "cn"), ("United States", "China"), ("American", "Chinese"), ("U.S.", "PRC")):
            self.assertEqual(self.query("timeline", imposer, target).stdout, by_code)
        self.assertEqual(self.query("said-about", "TALKS").stdout, self.query("said-about", "talks").stdout)
        for target in ("the Netherlands", "Georgia", "Türkiye"):
            self.assertEqual(self.query("timeline", "the United States", target).returncode, 0)
        self.assertIn("(0 rows)", self.query("claims-about", "nobody said " + "a sentence of many words " * 100).stdout)
        for words in (("denied-speaker", "%"), ("said-by", "_"), ("product", "%"), ("between", "US", "US")):
            self.assertIn("(0 rows)", self.query(*words).stdout, words)

    def test_what_a_folder_of_ones_own_has_is_checked_by_its_kinds(self):
        with tempfile.TemporaryDirectory() as folder:
            mine = pathlib.Path(folder) / "mine.sql"
            mine.write_text("-- Mine?\n-- asked by: me\n-- arguments: whose:country=any days:number=1\nSELECT $1::text AS whose, $2::integer AS days\n")
            self.assertIn("any    1", self.query("mine", f"--directory={folder}").stdout)
            self.assertIn("CN     7", self.query("mine", "China", "7", f"--directory={folder}").stdout)
            self.assertIn("whose: country (any)", self.query("--list", f"--directory={folder}").stdout)
            mine.write_text("-- Mine?\n-- asked by: me\nSELECT E'a\\x1bb' AS one, 1 AS two\n")
            self.assertIn("\na b  1\n", self.query("mine", f"--directory={folder}").stdout)
            mine.write_text("-- Mine?\n-- asked by: me\n-- arguments: whose:planet\nSELECT $1\n")
            self.assertIn("KIND is country, day, time, number, heading, record or matter)", self.query("mine", f"--directory={folder}", check=False).stderr)


if __name__ == "__main__":
    ARGUMENTS = [word for word in sys.argv[1:] if word == "--write"]
    unittest.main(argv=[sys.argv[0], "-v"] + [word for word in sys.argv[1:] if word != "--write"])
