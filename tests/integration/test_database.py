#!/usr/bin/python3
"""The analysts' database on known data: each view and function, names and particulars, migrations. A real PostgreSQL, no Kafka."""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from database import BIN, MIGRATIONS, TOP, Server, change, claim, denial, key, result

HELD = "The two sides held talks in Geneva."
DETAILS = """SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
    SELECT (to_jsonb(s) - 'stored_at')::text AS line FROM statement s UNION ALL SELECT (to_jsonb(t) - 'stored_at')::text FROM tariff_change t
    UNION ALL SELECT d::text FROM tariff_target d UNION ALL SELECT d::text FROM tariff_rate d UNION ALL SELECT d::text FROM tariff_product d
    UNION ALL SELECT d::text FROM tariff_hs d UNION ALL SELECT d::text FROM sighting d UNION ALL SELECT d::text FROM speaker d
    UNION ALL SELECT d::text FROM office d UNION ALL SELECT d::text FROM instrument d UNION ALL SELECT d::text FROM hs_code d
    UNION ALL SELECT (to_jsonb(c) - 'first_stored')::text FROM classifier_version c) AS lines"""


def setUpModule():
    OnDatabase.server = Server()


def tearDownModule():
    OnDatabase.server.stop()


class OnDatabase(unittest.TestCase):
    """One database a class, emptied before each test: quicker than a copy for each."""
    server = None

    @classmethod
    def setUpClass(cls):
        cls.at = cls.server.database()

    def setUp(self):
        self.sql("SET client_min_messages = warning; TRUNCATE item, speaker, office, instrument, product, redaction, withdrawal, source,"
                 " classifier_version CASCADE; DELETE FROM hs_code WHERE code <> chapter")

    def sql(self, text):
        return self.server.sql(self.at, text)

    def store(self, *results):
        self.server.store(self.at, *results)

    def link(self, denied, claimed):
        self.sql(f"INSERT INTO contradiction SELECT d.id, c.id, 0.8, 'test' FROM statement d, statement c"
                 f" WHERE d.item_id = '{key(denied)}' AND c.item_id = '{key(claimed)}'")

    def guids(self, view):
        return self.sql(f"SELECT i.guid FROM {view} AS v JOIN item i ON i.id = v.item_id ORDER BY 1")


class Statements(OnDatabase):
    def test_a_claim_is_open_until_it_is_denied_or_the_other_side_claims_the_same(self):
        self.store(result("open", "2025-04-01", claim(HELD, "Ann Lee", "US", "talks", "US JP")),
                   result("denied", "2025-04-01", claim(HELD, "Ann Lee", "US", "talks", "US CN")),
                   result("denial", "2025-04-02", denial("There were no talks.", "Bo Wen", "CN", "talks", "US CN")),
                   result("confirmed", "2025-04-01", claim(HELD, "Ann Lee", "US", "talks", "US CH")),
                   result("confirms", "2025-04-04", claim("Swiss and American envoys spoke.", "Cleo Frei", "CH", "talks", "US CH")),
                   result("a-company-agrees", "2025-04-04", claim("They spoke.", "Dai Motors", "JP", "talks", "US JP", speaker_role="company")),
                   result("too-late", "2025-04-10", claim("They spoke.", "Emi Ota", "JP", "talks", "US JP")),
                   result("another-matter", "2025-04-02", claim("A deal is done.", "Emi Ota", "JP", "deal", "US JP")),
                   result("of-a-company", "2025-04-01", claim(HELD, "Dai Motors", "JP", "trade_effect", "US JP", speaker_role="company")),
                   result("of-nobody", "2025-04-01", claim(HELD, "", "", "trade_effect", "US JP")))
        self.link("denial", "denied")
        self.assertEqual(self.guids("open_claims"), ["another-matter", "open", "too-late"])
        self.assertEqual(self.sql("SELECT count(*) FROM confirmations"), ["2"])

    def test_two_days_of_one_event_are_two_events(self):
        self.store(result("first", "2025-04-01", claim(HELD, "Ann Lee", "US", "contact", "US CH", event_date="2025-03-30")),
                   result("second", "2025-04-04", claim("They spoke.", "Cleo Frei", "CH", "contact", "US CH", event_date="2025-04-03")))
        self.assertEqual(self.guids("open_claims"), ["first", "second"])

    def test_claims_stand_beside_their_denials_and_who_is_denied_most_comes_first(self):
        self.store(result("claim-1", "2025-04-01", claim("Xi called me.", "Ann Lee", "US", "contact", "US CN")),
                   result("claim-2", "2025-04-02", claim("He called twice.", "Ann Lee", "US", "contact", "US CN")),
                   result("claim-3", "2025-04-02", claim("We have a deal.", "Bob Roe", "US", "deal", "US CN")),
                   result("no-call", "2025-04-03", denial("There was no call.", "Bo Wen", "CN", "contact", "US CN")),
                   result("no-deal", "2025-04-03", denial("There is no deal.", "Bo Wen", "CN", "deal", "US CN")))
        for pair in (("no-call", "claim-1"), ("no-call", "claim-2"), ("no-deal", "claim-3")):
            self.link(*pair)
        self.assertEqual(self.sql("SELECT claimed_by, claim, denied_by, denial, claim_url FROM claims_and_denials ORDER BY claim"), [
            "Ann Lee|He called twice.|Bo Wen|There was no call.|https://news.example/claim-2",
            "Bob Roe|We have a deal.|Bo Wen|There is no deal.|https://news.example/claim-3",
            "Ann Lee|Xi called me.|Bo Wen|There was no call.|https://news.example/claim-1"])
        self.assertEqual(self.sql("SELECT * FROM denied_most"), ["Ann Lee|US|contact|2|1|2", "Bob Roe|US|deal|1|1|1"])
        self.assertEqual(self.sql("SELECT name, side, claims, denials, denied FROM speakers ORDER BY name"),
                         ["Ann Lee|US|2|0|2", "Bo Wen|CN|0|2|0", "Bob Roe|US|1|0|1"])

    def test_a_denial_counts_once_however_many_report_it(self):
        self.store(result("claim", "2025-04-01", claim("Xi called me.", "Ann Lee", "US", "contact", "US CN")),
                   result("claim-again", "2025-04-01", claim("Xi has called, she said.", "Ann  Lee", "US", "contact", "US CN"), source="wire"),
                   result("ministry", "2025-04-03", denial("There was no call.", "Bo Wen", "CN", "contact", "US CN")),
                   result("wire", "2025-04-03", denial("No call, China says.", "Foreign Ministry", "CN", "contact", "US CN"), source="wire"),
                   result("later", "2025-04-05", denial("Again: no call.", "Bo Wen", "CN", "contact", "US CN")),
                   result("nobody", "2025-04-05", denial("There was none.", "Jo Doe", "", "contact", "US CN")))
        for said_no in ("ministry", "wire", "later", "nobody"):
            self.link(said_no, "claim")
            self.link(said_no, "claim-again")
        self.assertEqual(self.sql("SELECT * FROM denied_most"), ["Ann Lee|US|contact|1|3|8"])

    def test_a_speaker_is_one_row_whatever_the_office_and_the_line_breaks(self):
        self.store(result("one", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN", speaker_role="minister")),
                   result("two", "2025-04-02", claim("B.", "Ann\n  Lee", "US", "deal", "US CN", organization="Treasury")),
                   result("three", "2025-04-03", claim("C.", "Ann Lee", "CA", "deal", "US CA")))
        self.assertEqual(self.sql("SELECT name, side, offices, claims FROM speakers ORDER BY side"),
                         ["Ann Lee|CA||1", 'Ann Lee|US|{Treasury,minister}|2'])
        self.assertEqual(self.sql("SELECT role, organization, side FROM office ORDER BY 1"), ["minister||US", "|Treasury|US"])

    def test_names_of_an_item_that_is_taken_down_go_unless_others_use_them(self):
        self.store(result("keep", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise")),
                   result("gone", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), claim("C.", "Bob Roe", "US", "deal", "US CN"),
                          change("B.", "US", "CN", "steel and tin", "raise")))
        self.server.gainsay(self.at, "redact", "--by=desk", "--why=asked to", key("gone"))
        self.assertEqual(self.sql("SELECT name FROM speaker UNION ALL SELECT name FROM product ORDER BY 1"), ["Ann Lee", "steel"])
        self.store(result("gone", "2025-04-01", claim("C.", "Bob Roe", "US", "deal", "US CN")))
        self.assertEqual(self.sql("SELECT count(*) FROM speaker"), ["1"])

    def test_an_item_that_is_not_there_is_not_taken_down_unless_that_is_asked_for(self):
        self.store(result("keep", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN")))
        redact = ("redact", "--by=desk", "--why=asked to")
        done = self.server.gainsay(self.at, *redact, "no-such-item", check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn('the tables have no item "no-such-item"; nothing was changed', done.stderr)
        self.assertEqual(self.sql("SELECT count(*) FROM redaction"), ["0"])
        self.assertIn("will be left out", self.server.gainsay(self.at, *redact, "--ahead", key("coming")).stdout)
        self.store(result("coming", "2025-04-01", claim("C.", "Bob Roe", "US", "deal", "US CN")))
        self.assertEqual(self.sql("SELECT id FROM item"), [key("keep")])
        self.assertIn("was taken down already", self.server.gainsay(self.at, *redact, key("coming")).stdout)

    def test_what_changed_goes_by_when_it_was_stored_and_the_same_again_is_no_change(self):
        self.store(result("old", "2020-01-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise")))
        self.assertEqual(self.sql("SELECT type, said_at::date FROM changed_since(now() - interval '1 hour') ORDER BY 1"),
                         ["claim|2020-01-01", "tariff_change|2020-01-01"])
        self.sql("UPDATE statement SET stored_at = '2020-01-02'; UPDATE tariff_change SET stored_at = '2020-01-02'")
        self.store(result("old", "2020-01-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise"),
                          generation=2))
        self.assertEqual(self.sql("SELECT generation FROM item_revision"), ["2"])
        self.assertEqual(self.sql("SELECT type FROM changed_since(now() - interval '1 hour')"), [])
        self.store(result("old", "2020-01-01", claim("A.", "Ann Lee", "US", "deal", "US CN", certainty="probable"),
                          change("B.", "US", "CN", "steel", "raise"), generation=3))
        self.assertEqual(self.sql("SELECT type FROM changed_since(now() - interval '1 hour')"), ["claim"])

    def test_who_asks_what_changed_learns_what_vanished_and_why(self):
        both = [claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise")]
        gone = "SELECT type, who, words, change, why FROM changed_since(now() - interval '1 hour') WHERE change = 'withdrawn' ORDER BY 1, 2, 3, 5"
        self.store(result("one", "2025-04-01", *both), result("two", "2025-04-01", *both), result("three", "2025-04-01", *both))
        self.assertEqual(self.sql(gone), [])
        # Other rules find only one of the two, and say it otherwise: that one is written anew, not withdrawn.
        self.store(result("one", "2025-04-01", {**both[0], "certainty": "probable"}, text="A. B.", generation=2))
        self.assertEqual(self.sql(gone), ["tariff_change|US|B.|withdrawn|reclassified"])
        self.assertEqual(self.sql("SELECT record ->> 'products', about, url, is_back FROM withdrawals"), ["steel|raise CN: steel|https://news.example/one|f"])
        self.store(result("two", "2025-04-01", both[1], text="B. And so on.", fetched="2025-04-02T00:00:00Z"))
        self.assertEqual(self.sql(gone)[0], "claim|Ann Lee|A.|withdrawn|revised")
        # What comes back is no longer gone, and what was taken down leaves nothing but that.
        self.store(result("one", "2025-04-01", *both, generation=3))
        self.assertEqual([line.split("|")[4] for line in self.sql(gone)], ["revised"])
        self.server.gainsay(self.at, "redact", "--by=desk", "--why=asked to", key("two"))
        self.server.gainsay(self.at, "redact", "--by=desk", "--why=asked to", key("three"))
        self.assertEqual(self.sql(gone), ["claim|||withdrawn|redacted", "claim|||withdrawn|revised",
                                          "tariff_change|||withdrawn|redacted", "tariff_change|||withdrawn|redacted"])
        self.assertEqual(self.sql("SELECT count(*) FROM withdrawal WHERE record IS NOT NULL"), ["1"])

    def test_a_record_that_tables_made_anew_lack_is_withdrawn(self):
        self.store(result("one", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise")))
        self.sql("CREATE SCHEMA made; CREATE TABLE made.statement (LIKE statement); CREATE TABLE made.tariff_change (LIKE tariff_change);"
                 "CREATE TABLE made.withdrawal (LIKE withdrawal INCLUDING ALL); INSERT INTO made.statement SELECT * FROM statement;"
                 "SELECT rebuild_withdrawals('public', 'made')")
        self.assertEqual(self.sql("SELECT why, type, record ->> 'imposer' FROM made.withdrawal; DROP SCHEMA made CASCADE"), ["rebuilt|tariff_change|US"])

    def test_one_person_is_one_speaker_whatever_the_script(self):
        def xi(**more):
            return claim("特朗普说双方正在谈判。", "特朗普", "US", "talks", "US CN", **more)

        self.store(result("en", "2025-04-01", claim(HELD, "Donald Trump", "US", "talks", "US CN")),
                   result("zh", "2025-04-01", xi(speaker_actor="Donald Trump"), lang="zh"),
                   result("unknown", "2025-04-01", xi(), lang="zh", generation=1),
                   result("no", "2025-04-02", denial("没有。", "林剑", "CN", "talks", "US CN", denies="特朗普", denies_actor="Donald Trump",
                                                     speaker_actor="Lin Jian"), lang="zh"))
        for claimed in ("en", "zh"):
            self.link("no", claimed)
        self.assertEqual(self.sql("SELECT speaker, claims, denials, reports FROM denied_most"), ["Donald Trump|1|1|2"])
        self.assertEqual(self.sql("SELECT name, claims, denied FROM speakers WHERE side = 'US' ORDER BY 2"), ["特朗普|1|0", "Donald Trump|2|2"])
        self.assertEqual(self.sql("SELECT DISTINCT claimed_by, denied_by FROM claims_and_denials"), ["Donald Trump|Lin Jian"])
        self.assertEqual(self.sql("SELECT speaker, person, denies, denies_actor FROM statements WHERE type = 'denial'"),
                         ["林剑|Lin Jian|特朗普|Donald Trump"])
        self.store(result("unknown", "2025-04-01", xi(speaker_actor="Donald Trump"), lang="zh", generation=2))
        self.assertEqual(self.sql("SELECT name, claims FROM speakers WHERE side = 'US'"), ["Donald Trump|3"])

    def test_of_two_messages_fetched_at_once_the_same_one_stays_whatever_the_order_and_the_batch(self):
        def copies(guid):
            return [result(guid, "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), url=f"https://news.example/{n}", author=author)
                    for n, author in enumerate(["Ann", None, "Bob"])]

        def kept(guid):
            return self.sql(f"SELECT url, author, digest FROM item_revision WHERE item_id = '{key(guid)}'")

        self.store(*copies("together"))
        for one in copies("in order"):
            self.store(one)
        for one in reversed(copies("backwards")):
            self.store(one)
        self.store(copies("twice")[2], *copies("twice"), copies("twice")[0])
        self.assertEqual(kept("together"), ["https://news.example/2|Bob|"])
        for guid in ("in order", "backwards", "twice"):
            self.assertEqual(kept(guid), kept("together"), guid)

    def test_the_same_message_again_rewrites_no_row(self):
        tables = ("item", "item_revision", "statement", "tariff_change", "tariff_rate", "sighting", "speaker", "classifier_version")
        rows = " UNION ALL ".join(f"SELECT '{table}', xmin::text, ctid::text FROM {table}" for table in tables)
        one = result("one", "2025-04-01", claim("A.", "Ann Lee", "US", "deal", "US CN"), change("B.", "US", "CN", "steel", "raise", rate=10),
                     story="paper.example/1")
        self.store(one, result("other", "2025-04-01", story="paper.example/1"))
        before = self.sql(rows)
        self.assertEqual(len({row.split("|")[0] for row in before}), len(tables))
        self.store(one)
        self.store(one, one, result("other", "2025-04-01", story="paper.example/1"))
        self.assertEqual(self.sql(rows), before)

    def test_a_plan_kept_from_when_its_tables_were_empty_reads_no_table_whole(self):
        for table in ("item", "item_revision"):
            self.sql(f"VACUUM ANALYZE {table}")
        read = self.sql("""
            SET plan_cache_mode = force_generic_plan; BEGIN; SELECT FROM store_apply('{none}');
            INSERT INTO item (id, source, guid, first_seen, revision) SELECT 'i' || n, 'paper', n::text, now(), 'r' FROM generate_series(1, 3000) AS n;
            INSERT INTO item_revision (item_id, revision, fetched, lang, title, text, published_from, digest, classifier, lexicon, generation,
                                       classified, records)
            SELECT id, 'r', now(), 'en', '', '', 'none', '', '', '', 1, true, '[]' FROM item;
            CREATE TEMP TABLE before AS SELECT sum(seq_tup_read) AS rows FROM pg_stat_xact_user_tables WHERE relname IN ('item', 'item_revision');
            SELECT FROM store_apply('{i7,i8}');
            SELECT sum(seq_tup_read) - (SELECT rows FROM before) FROM pg_stat_xact_user_tables WHERE relname IN ('item', 'item_revision');
            ROLLBACK""")
        self.assertEqual(read[-1], "0")

    def test_new_items_wait_for_the_text_index_by_the_list_and_an_edited_one_by_itself(self):
        self.sql("DELETE FROM search_list; DELETE FROM search_queue")
        self.store(*(result(f"new {n}", "2025-04-01") for n in range(60)))
        self.assertEqual(self.sql("SELECT items, recent FROM search_lag"), ["60|60"])
        self.assertEqual(self.sql("SELECT cardinality(items) FROM search_list ORDER BY number"), ["50", "10"])
        self.assertEqual(self.sql("SELECT search_index(1)"), ["50"])
        self.sql(f"UPDATE item SET revision = revision WHERE id = '{key('new 7')}'")
        self.assertEqual(self.sql("SELECT items FROM search_lag"), ["11"])
        self.assertEqual(self.sql("SELECT search_index(200)"), ["11"])
        self.assertEqual(self.sql("SELECT items, seconds, recent FROM search_lag"), ["0|0|0"])
        self.assertEqual(self.sql("SELECT count(*) FROM item_words"), ["60"])

    def test_words_that_the_page_no_longer_has_are_revised_evidence_and_a_second_span_is_not(self):
        words = claim("We hold talks.", "Ann Lee", "US", "talks", "US CN")
        split = result("split", "2025-04-01", claim("We met.", "Ann Lee", "US", "talks", "US JP"), text="We met. It rained. They said so.")
        split["records"][0]["evidence"].append([19, 32])
        again = {**split, "item": {**split["item"], "text": split["item"]["text"] + " The end.", "revision": key("again"),
                                   "fetched": "2025-04-03T00:00:00Z"}}
        self.store(result("edited", "2025-04-01", words, text="We hold talks. And so on."), split)
        self.store(result("edited", "2025-04-01", text="We may talk. And so on.", fetched="2025-04-02T00:00:00Z"), again)
        self.assertEqual(self.sql("SELECT words, type, edited_at::date FROM revised_evidence"), ["We hold talks.|claim|2025-04-02"])

    def test_a_story_in_two_sources_is_seen_twice_and_its_first_source_is_named(self):
        self.store(result("a", "2025-04-02", source="paper", story="news.example/x"), result("b", "2025-04-01", source="wire", story="news.example/x"),
                   result("c", "2025-04-01", source="wire", story="news.example/y"), result("d", "2025-04-01"))
        self.assertEqual(self.sql("SELECT story, items, sources, first_source, seen_in FROM stories ORDER BY 1"),
                         ["news.example/x|2|2|wire|{paper,wire}"])
        self.store(result("a", "2025-04-02", source="paper", text="Anew.", fetched="2025-04-05T00:00:00Z"))
        self.assertEqual(self.sql("SELECT story FROM stories"), [])
        self.assertEqual(self.sql("SELECT story FROM sighting ORDER BY 1"), ["news.example/x", "news.example/y"])

    def test_the_health_of_a_source_counts_its_items(self):
        self.sql("INSERT INTO source (id, state, details) VALUES ('wire', 'ok', '{}'), ('dumb', 'silent', '{}')")
        self.store(result("a", "2025-04-01"), result("b", "2025-04-01"), result("c", "2025-04-01", source="other"))
        self.assertEqual(self.sql("SELECT id, state, items FROM source_health ORDER BY id"), ["dumb|silent|0", "wire|ok|2"])


class Tariffs(OnDatabase):
    def in_force(self, day, columns="target, product, standing, rate, instrument"):
        return self.sql(f"SELECT {columns} FROM tariffs_in_force('{day}') ORDER BY target, product, instrument, standing")

    def test_the_latest_rate_counts_for_each_target_product_and_instrument_alone(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "CN CA", "steel and tin", "impose", rate=10)),
                   result("b", "2025-03-05", change("B.", "US", "CN", "Steel", "raise", rate=20)),
                   result("c", "2025-03-06", change("C.", "US", "CN", "steel", "impose", rate=7.5, instrument="Section\n232")),
                   result("d", "2025-03-07", change("D.", "US", "CN", "steel", "raise", "proposed", rate=90)),
                   result("e", "2025-03-08", change("E.", "US", "CN", "steel", "raise", "announced", rate=30, effective="2025-06-01")))
        march = ["CA|steel|collected|10|", "CA|tin|collected|10|", "CN|steel|collected|7.5|Section 232", "CN|steel|collected|20|",
                 "CN|tin|collected|10|"]
        self.assertEqual(self.in_force("2025-04-01"), march)
        self.assertEqual(self.in_force("2025-06-01"), [line.replace("|20|", "|30|") for line in march])
        self.assertEqual(self.in_force("2025-02-01"), [])

    def test_exemptions_are_listed_beside_the_rate_and_what_was_removed_is_not(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "*", "all goods", "impose", rate=10, excluded=["CA"])),
                   result("b", "2025-03-02", change("B.", "US", "*", "smartphones", "exempt", "announced", exempt_from="the tariffs")),
                   result("c", "2025-03-01", change("C.", "US", "JP", "rice", "impose", rate=5)),
                   result("d", "2025-03-03", change("D.", "US", "JP", "rice", "remove")),
                   result("e", "2025-03-01", change("E.", "EU", "US", "jeans", "impose", rate=25)),
                   result("f", "2025-03-04", change("F.", "EU", "US", "jeans", "suspend", expires="2025-04-01")))
        self.assertEqual(self.in_force("2025-03-10"), ["*|all goods|collected|10|", "*|smartphones|exempt||", "US|jeans|suspended||"])
        self.assertEqual(self.in_force("2025-03-10", "excluded, exempt_from, words")[:2], ["{CA}||A.", "{}|the tariffs|B."])
        self.assertEqual(self.in_force("2025-04-02")[2:], ["US|jeans|collected|25|"])

    def test_a_change_without_a_rate_does_not_hide_the_rate_stated_before(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "CN", "steel", "impose", rate=10)),
                   result("b", "2025-03-02", change("B.", "US", "CN", "steel", "extend")),
                   result("c", "2025-03-02", change("C.", "US", "CN", "tin", "raise", rate_points=5)))
        self.assertEqual(self.in_force("2025-03-10", "product, action, rate, rate_points"), ["steel|impose|10|", "tin|raise||5"])

    def test_a_timeline_is_in_order_of_taking_effect_and_has_what_falls_on_all(self):
        self.store(result("a", "2025-03-03", change("A.", "US", "CN", "steel", "impose", effective="2025-05-01")),
                   result("b", "2025-03-04", change("B.", "US", "*", "tin", "impose")),
                   result("c", "2025-03-05", change("C.", "US", "*", "zinc", "impose", excluded=["CN"])),
                   result("d", "2025-03-06", change("D.", "US", "JP", "rice", "impose")))
        self.assertEqual(self.sql("SELECT products FROM tariff_timeline('US', 'CN')"), ["tin", "steel"])
        self.assertEqual(self.sql("SELECT products FROM tariff_timeline('us', 'China')"), ["tin", "steel"])
        self.assertEqual(self.sql("SELECT products FROM tariff_timeline('US', 'ZZ')"), ["tin", "zinc"])

    def test_a_threat_is_carried_out_by_a_measure_on_the_same_goods_of_the_target_or_of_all(self):
        self.store(*(result(f"threat-{goods}", "2025-01-01", change("T.", "US", "FR", goods, "impose", "threatened", **more))
                     for goods, more in (("wine", {"hs": ["22"]}), ("cheese", {"hs": ["04"]}), ("cars", {"hs": ["87"]}), ("all goods", {}))),
                   result("of-today", "2099-01-01", change("T.", "US", "FR", "hats", "impose", "threatened")),
                   result("a", "2025-02-01", change("A.", "US", "FR", "sparkling wine", "impose", hs=["2204.10"], hs_stated=True)),
                   result("b", "2025-02-02", change("B.", "US", "*", "cars", "impose", hs=["87"])),
                   result("c", "2025-02-02", change("C.", "US", "*", "cheese", "impose", hs=["04"], excluded=["FR"])),
                   result("d", "2024-12-31", change("D.", "US", "FR", "all goods", "impose")))
        self.assertEqual(self.guids("threats_never_carried_out"), ["threat-all goods", "threat-cheese"])

    def test_pauses_that_end_within_some_days(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "CN", "steel", "suspend", expires="2025-04-10")),
                   result("b", "2025-03-01", change("B.", "US", "CN", "tin", "suspend", expires="2025-06-10")),
                   result("c", "2025-03-01", change("C.", "US", "CN", "zinc", "impose", expires="2025-04-10")),
                   result("d", "2025-03-01", change("D.", "US", "CN", "lead", "exempt", expires="2025-04-01")))
        self.assertEqual(self.sql("SELECT products FROM pauses_ending(10, '2025-04-01')"), ["lead", "steel"])

    def test_a_retaliation_answers_the_latest_measure_on_its_country_or_on_all(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "CN", "steel", "impose")),
                   result("b", "2025-03-05", change("B.", "US", "*", "all goods", "impose")),
                   result("c", "2025-03-06", change("C.", "US", "*", "cars", "impose", excluded=["CN"])),
                   result("d", "2025-03-07", change("D.", "US", "CN", "toys", "impose", "threatened")),
                   result("e", "2025-03-09", change("E.", "CN", "US", "beans", "impose", retaliation=True)))
        self.assertEqual(self.sql("SELECT r.lag, m.products FROM retaliation_lag r JOIN tariff_change m ON m.id = r.measure_id"),
                         ["4 days|all goods"])

    def test_a_suspension_announced_without_a_day_stands_beside_the_rate_until_that_is_stated_anew(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "*", "all goods", "impose", rate=10)),
                   result("b", "2025-03-05", change("B.", "US", "*", "all goods", "suspend", "announced", expires="2025-06-03")))
        both = ["*|all goods|collected|10|", "*|all goods|suspended||"]
        self.assertEqual(self.in_force("2025-03-04"), both[:1])
        self.assertEqual(self.in_force("2025-03-10"), both)
        self.assertEqual(self.in_force("2025-06-03"), both[:1])
        self.store(result("c", "2025-04-01", change("C.", "US", "*", "all goods", "raise", rate=12)))
        self.assertEqual(self.in_force("2025-04-02"), ["*|all goods|collected|12|"])

    def test_goods_of_the_target_are_all_goods_whatever_words_name_it(self):
        said = ["all goods", "Chinese goods", "goods of China", "all Chinese imports", "China\u2019s exports", "articles that are products of the PRC",
                "imports from the People's Republic of China", "imports", "certain Chinese goods", "Chinese steel", "all other goods", "American goods",
                "toys and Chinese goods"]
        self.store(*(result(f"g{n}", f"2025-03-{n + 1:02}", change("G.", "US", "CN", goods, "raise", rate=n)) for n, goods in enumerate(said)))
        self.assertEqual(self.in_force("2025-04-01"), [
            "CN|all goods|collected|12|", "CN|all other goods|collected|10|", "CN|american goods|collected|11|", "CN|certain chinese goods|collected|8|",
            "CN|chinese steel|collected|9|", "CN|toys|collected|12|"])
        self.assertEqual(self.sql("SELECT count(*) FROM tariff_timeline('US', 'CN') WHERE goods = 'all goods'"), ["8"])
        self.assertEqual(self.sql("SELECT goods FROM tariff_changes WHERE rate >= 11 ORDER BY rate"), ["American goods", "toys and Chinese goods"])
        self.store(result("eu", "2025-03-01", change("E.", "US", "EU GB", "U.S. goods exports", "raise")),
                   result("all", "2025-03-01", change("A.", "CA", "*", "Chinese goods", "raise")))
        self.assertEqual(self.sql("SELECT product FROM tariff_product JOIN tariff_change ON id = change_id WHERE targets <> '{CN}' ORDER BY 1"),
                         ["chinese goods", "u.s. goods exports"])

    def test_a_country_is_found_by_code_name_and_adjective(self):
        self.assertEqual(self.sql("SELECT coalesce(country_code(word), '-') FROM unnest('{us,CN,U.S.,American,United Kingdom,Viet Nam,german,the Netherlands,The Gambia,Georgia,Türkiye,Turkiye,Côte d''Ivoire,ZZ,China2,the,\"\"}'::text[]) word"),
                         ["US", "CN", "US", "US", "GB", "VN", "DE", "NL", "GM", "GE", "TR", "TR", "CI", "-", "-", "-", "-"])
        no_codes = {"Frenchman", "Irishmen", "Dutchman", "Briton", "UK-based", "U.S. of A.", "Uncle Sam", "the States", "EU27", "the U.S. side", "US side",
                    "American side", "Chinese side", "the Union", "Union market", "the bloc", "the 27-nation bloc", "the 27-member bloc",
                    "Old Continent", "Middle Kingdom"}
        named = {name: code for name, kind, code, *_ in self.places("places.tsv") if kind in ("country", "demonym")}
        found = dict(line.split("|") for line in self.sql("SELECT word, country_code(word) FROM unnest(ARRAY[{}]) AS word".format(
            ", ".join("'" + name.replace("'", "''") + "'" for name in named))))
        self.assertEqual(found, {name: "" if name in no_codes else code for name, code in named.items()})
        codes = {code for file in ("places.tsv", "zh/places.tsv") for _, _, value, *_ in self.places(file) for code in re.findall("[A-Z]{2,}", value)}
        self.assertEqual(codes - set(self.sql("SELECT code FROM country")), set())

    def places(self, file):
        lines = (TOP / "consumers/classify/lexicon" / file).read_text("utf-8").splitlines()
        return [line.split("\t") for line in lines if not line.startswith(("#", "surface\t"))]

    def test_what_no_record_may_say_is_refused(self):
        for wrong in (change("A.", "US", "CN", "tin", "impose", temporality="once"), claim("A.", "Ann Lee", "US", "deal", "US CN", certainty="sure"),
                      denial("A.", "Ann Lee", "US", "deal", "US CN", denial_kind="loud"), change("A.", "US", "CN", "tin", "impose", rate=-1)):
            with self.assertRaises(subprocess.CalledProcessError):
                self.store(result("a", "2025-03-01", wrong))
        self.assertEqual(self.sql("SELECT count(*) FROM item"), ["0"])

    def test_particulars_have_rows_of_their_own_and_odd_ones_do_no_harm(self):
        self.store(result("a", "2025-03-01", change("A.", "US", "*", "Cars, toys and  wine", "raise", rate=25, rate_from=2.5, rate_operator="le",
                                                    excluded=["CA", "MX"], hs=["87", "9503.00", "22041"], hs_stated=True)),
                   result("b", "2025-03-01", change("B.", "US", "CN nowhere", "products of headings 8471, 8517.13 and 8542", "raise", rate_points=5,
                                                    hs=["00", "x" * 5000], instrument="I" * 5000)))
        a, b = key("a", "A.", "tariff_change", None, "Cars, toys and  wine"), "change_id <> '{}'"
        rows = self.sql(f"SELECT target, excluded FROM tariff_target WHERE change_id = '{a}' ORDER BY target")
        self.assertEqual(rows, ["*|f", "CA|t", "MX|t"])
        self.assertEqual(self.sql(f"SELECT product FROM tariff_product WHERE change_id = '{a}' ORDER BY 1"), ["cars", "toys", "wine"])
        self.assertEqual(self.sql(f"SELECT kind, value, unit, operator FROM tariff_rate WHERE change_id = '{a}' ORDER BY kind"),
                         ["former|2.5|percent|eq", "new|25|percent|le"])
        self.assertEqual(self.sql(f"SELECT h.code, c.title FROM tariff_hs h JOIN hs_code k USING (code) JOIN hs_code c ON c.code = k.chapter"
                                  f" WHERE change_id = '{a}' AND h.stated ORDER BY 1"),
                         ["87|cars and other road vehicles", "950300|toys and sports goods"])
        b = b.format(a)
        self.assertEqual(self.sql(f"SELECT target FROM tariff_target WHERE {b}"), ["CN"])
        self.assertEqual(self.sql(f"SELECT product FROM tariff_product WHERE {b}"), ["products of headings 8471, 8517.13 and 8542"])
        self.assertEqual(self.sql(f"SELECT count(*) FROM tariff_hs WHERE {b}"), ["0"])
        self.assertEqual(self.sql("SELECT length(name) FROM instrument"), ["200"])


class Export(OnDatabase):
    def setUp(self):
        super().setUp()
        self.store(result("claim", "2025-04-01", claim('He said, "call me".', "Ann Lee", "US", "contact", "US CN", speaker_role="head"), source="wire"),
                   result("denial", "2025-04-03", denial("There was no\ncall – none.", "Foreign Ministry", "CN", "contact", "US CN", speaker_role="office",
                                                         organization="Foreign Ministry"), source="cn-mfa"),
                   result("duty", "2025-04-05", change("Up to 25% on tin.", "US", "CN CA", "tin", "raise", rate=25, rate_operator="le", hs=["80"])))
        self.link("denial", "claim")

    def export(self, *words, **options):
        return self.server.gainsay(self.at, "export", *words, **options)

    def ids(self, *words):
        return [json.loads(line)["item_id"] for line in self.export(*words).stdout.splitlines()]

    def test_lines_of_json_have_what_is_known_and_no_more(self):
        said, no, duty = (json.loads(line) for line in self.export().stdout.splitlines())
        self.assertEqual((said["words"], said["type"], said["parties"], said["url"]),
                         ('He said, "call me".', "claim", ["CN", "US"], "https://news.example/claim"))
        self.assertEqual((no["contradicts"], said["contradicted_by"]), ([said["id"]], [no["id"]]))
        self.assertEqual((duty["rate"], duty["rate_operator"], duty["targets"], duty["hs"]), (25, "le", ["CN", "CA"], ["80"]))
        self.assertNotIn("imposer", said)
        self.assertNotIn(None, duty.values())

    def test_a_table_has_the_same_rows_whatever_commas_and_breaks_they_hold(self):
        lines = [json.loads(line) for line in self.export().stdout.splitlines()]
        table = list(csv.DictReader(io.StringIO(self.export("--format=csv").stdout, newline="")))
        self.assertEqual([row["words"] for row in table], [line["words"] for line in lines])
        self.assertEqual([row["id"] for row in table], [line["id"] for line in lines])
        self.assertEqual((table[2]["targets"], table[2]["rate"], table[2]["speaker"]), ("CN CA", "25", ""))
        self.assertEqual(self.export("--format=csv", "--source=none").stdout.count("\n"), 1)

    def test_a_contradiction_is_a_claim_review_without_a_verdict_of_ours(self):
        document = json.loads(self.export("--format=claimreview", "--author=The Desk", "--author-url=https://desk.example").stdout)
        self.assertEqual(document["@context"], "https://schema.org")
        review, = document["@graph"]
        self.assertEqual((review["@type"], review["claimReviewed"], review["datePublished"], review["url"]),
                         ("ClaimReview", 'He said, "call me".', "2025-04-03", "https://news.example/denial"))
        self.assertEqual(review["author"], {"@type": "Organization", "name": "The Desk", "url": "https://desk.example"})
        self.assertEqual(review["itemReviewed"], {
            "@type": "Claim", "author": {"@type": "Person", "name": "Ann Lee"}, "datePublished": "2025-04-01",
            "appearance": {"@type": "CreativeWork", "url": "https://news.example/claim", "headline": "Title of claim"}})
        self.assertEqual(review["reviewRating"], {
            "@type": "Rating", "alternateName": "Denied by Foreign Ministry (CN)", "ratingExplanation": "There was no\ncall – none.",
            "author": {"@type": "Organization", "name": "Foreign Ministry"}})
        # Of schema.org's vocabulary, what each type may have.
        thing = {"@type", "@id", "name", "alternateName", "url"}
        allowed = {"ClaimReview": thing | {"claimReviewed", "itemReviewed", "reviewRating", "author", "datePublished"},
                   "Claim": thing | {"author", "datePublished", "appearance"}, "CreativeWork": thing | {"headline"},
                   "Rating": thing | {"ratingExplanation", "author"}, "Person": thing | {"affiliation"},
                   "Organization": thing | {"parentOrganization"}}
        self.store(result("office", "2025-04-02", claim("We speak.", "Press Office", "US", "contact", "US CN", speaker_role="office", organization="Treasury"),
                          claim("He said so.", "Bo Wen", "US", "contact", "US CN", organization="Treasury")))
        self.link("denial", "office")
        told = json.loads(self.export("--format=claimreview", "--author=The Desk").stdout)["@graph"]
        waiting, seen = list(told), set()
        while waiting:
            node = waiting.pop()
            seen.add((node["@type"], "parentOrganization" in node, "affiliation" in node))
            self.assertLessEqual(set(node), allowed[node["@type"]])
            waiting += [value for value in node.values() if isinstance(value, dict)]
        self.assertEqual(len(told), 3)
        self.assertLessEqual({("Organization", True, False), ("Person", False, True)}, seen)
        self.assertEqual(json.loads(self.export("--format=claimreview", "--source=wire").stdout)["@graph"], [])

    def test_a_bound_that_is_no_time_is_named_by_its_option(self):
        for word, part in (("--since=soon", '--since: "soon" is not a day or time'), ("--until=2025-13-01", '--until: "2025-13-01" is not')):
            done = self.export(word, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(part, done.stderr)
            self.assertNotIn("SQLSTATE", done.stderr)

    def test_filters(self):
        self.assertEqual(self.ids("--type=tariff_change"), [key("duty")])
        self.assertEqual(self.ids("--source=cn-mfa"), [key("denial")])
        self.assertEqual(self.ids("--since=2025-04-03", "--until=2025-04-05"), [key("denial")])
        self.assertEqual(self.ids("--since=2025-04-03T12:00:01Z"), [key("duty")])

    def test_many_rows_come_in_helpings_and_in_order(self):
        self.store(*(result(f"many-{n}", f"2025-05-{1 + n % 28:02}", change(f"Duty {n}.", "US", "CN", "tin", "raise")) for n in range(2500)))
        lines = [json.loads(line) for line in self.export().stdout.splitlines()]
        self.assertEqual(len({line["id"] for line in lines}), 2503)
        self.assertEqual([line["said_at"] for line in lines], sorted(line["said_at"] for line in lines))
        self.assertEqual(len(list(csv.DictReader(io.StringIO(self.export("--format=csv").stdout, newline="")))), 2503)

    def test_a_file_is_there_when_it_is_whole_and_not_at_all_when_something_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "records.jsonl"
            self.assertIn("3 records", self.export(f"--output={path}").stderr)
            self.assertEqual(path.read_text("utf-8"), self.export().stdout)
            path.unlink()
            done = self.export(f"--output={path}", "--since=yesteryear", check=False)
            self.assertEqual((done.returncode, list(pathlib.Path(folder).iterdir())), (1, []))
            self.assertIn("yesteryear", done.stderr)

    def test_what_can_not_be_is_said(self):
        for words, part in ((("--format=claimreview", "--type=claim"), "leave --type"), (("--format=xml",), "xml"), (("more",), "more"),
                            (("--output=/no/such/folder/x",), "/no/such/folder/x")):
            done = self.export(*words, check=False)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(part, done.stderr)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([BIN / "gainsay", "export"], env={"GAINSAY_CONFIG": "", "GAINSAY_POSTGRES_CONNINFO": self.at}, stdout=full,
                                  stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write", done.stderr)


class Roles(OnDatabase):
    def test_the_writer_may_store_and_the_reader_may_ask_and_neither_may_more(self):
        writer, reader = (f"{self.at} options='-c role={role}'" for role in ("gainsay_writer", "gainsay_reader"))
        for certainty in ("certain", "probable"):
            self.server.store(writer, result("a", "2025-03-01", change("A.", "US", "*", "cars", "raise", rate=25, hs=["87"], instrument="Section 232"),
                                             claim("B.", "Ann Lee", "US", "deal", "US CN", speaker_role="minister", certainty=certainty),
                                             story="news.example/a", generation=1 + (certainty == "probable")))
        self.assertEqual(self.server.sql(writer, "SELECT service_seen('gainsay-store', '1'), search_index(10)"), ["|1"])
        views = self.sql("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'r')")
        self.assertGreater(len(views), 30)
        for view in views:
            if view != "migration":
                self.server.sql(reader, f"SELECT * FROM {view}")
        self.assertEqual(self.server.gainsay(reader, "export").stdout.count("\n"), 2)
        for role, text in ((reader, "DELETE FROM item"), (writer, "SELECT redact('a', 'b', 'c')"), (writer, "TRUNCATE item CASCADE")):
            with self.assertRaises(subprocess.CalledProcessError):
                self.server.sql(role, text)


class Letters(OnDatabase):
    def test_a_message_that_is_back_before_its_retry_is_written_down_waits_for_that(self):
        self.sql("SELECT dead_letter_add('store', 'gainsay.records', 0, 7, 'key', 'value', 'bad-input', 'first', '1', NULL)")
        letter = self.sql("SELECT id FROM dead_letter")[0]
        retry = subprocess.Popen(["psql", self.at, "-XAtq", "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # As `gainsay dead-letters retry` does: the letter is locked, the message sent, and only then this is written down.
        retry.stdin.write(f"BEGIN; SELECT id FROM dead_letter WHERE id = '{letter}' FOR UPDATE;\n")
        retry.stdin.flush()
        self.assertEqual(retry.stdout.readline().strip(), letter)
        retry.stdin.write(f"SELECT pg_sleep(1); UPDATE dead_letter SET state = 'retried', retries = 1 WHERE id = '{letter}'; COMMIT;\n")
        retry.stdin.close()
        self.sql(f"SELECT dead_letter_add('store', 'gainsay.records', 0, 8, 'key', 'value', 'bad-input', 'again', '1', '{letter}')")
        self.assertEqual(retry.wait(timeout=30), 0)
        retry.stdout.close()
        self.assertEqual(self.sql("SELECT state, retries, error FROM dead_letter"), ["waiting|1|again"])


class Migrations(OnDatabase):
    def setUp(self):
        self.at = self.server.database()

    def test_a_database_of_the_first_tables_comes_to_hold_what_a_new_one_does(self):
        results = [result("a", "2025-03-01", change("A.", "US", "*", "Cars, toys", "raise", rate=25, excluded=["CA"], hs=["87"], instrument="Section\n232"),
                          claim("B.", "Ann\nLee", "US", "deal", "US CN", speaker_role="minister"), story="news.example/a"),
                   result("b", "2025-03-01", denial("C.", "博文", "CN", "deal", "US CN", organization="Ministry", speaker_actor="Bo Wen",
                                                    denies="李", denies_actor="Ann Lee"))]
        self.server.sql(self.server.conninfo("postgres"), "CREATE DATABASE early")
        early = self.server.conninfo("early")
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted(MIGRATIONS.glob("*.sql"))[:9]:
                shutil.copy(path, folder)
            self.server.gainsay(early, "migrate", f"--directory={folder}")
        self.server.store(early, *results)
        self.store(*results)
        self.assertIn("0010_", self.server.gainsay(early, "migrate").stdout)
        self.assertEqual(self.server.sql(early, DETAILS), self.sql(DETAILS))
        self.server.store(early, *({**row, "generation": 2} for row in results))
        self.store(*({**row, "generation": 2} for row in results))
        self.assertEqual(self.server.sql(early, DETAILS), self.sql(DETAILS))

    def test_a_dry_run_names_what_would_be_done_and_does_nothing(self):
        self.server.sql(self.server.conninfo("postgres"), "CREATE DATABASE empty")
        empty = self.server.conninfo("empty")
        done = self.server.gainsay(empty, "migrate", "--dry-run")
        self.assertEqual(done.stdout.splitlines(), [f"would apply {path.name}" for path in sorted(MIGRATIONS.glob("*.sql"))])
        self.assertEqual(self.server.sql(empty, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), ["0"])
        self.assertIn("up to date", self.server.gainsay(self.at, "migrate", "--dry-run").stdout)

    def test_a_schema_that_is_newer_than_the_program_is_refused(self):
        self.sql("INSERT INTO migration (number, name, digest) SELECT max(number) + 1, '9999_later.sql', '' FROM migration")
        done = self.server.gainsay(self.at, "migrate", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("install the newer version", done.stderr)

    def test_a_second_migration_waits_for_the_first(self):
        with subprocess.Popen(["psql", self.at, "-XAtq"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
            first.stdin.write("SELECT pg_advisory_lock(4729613);\n\\echo held\n")
            first.stdin.flush()
            while "held" not in first.stdout.readline():
                pass
            with subprocess.Popen([BIN / "gainsay", "migrate"], stdout=subprocess.PIPE, text=True,
                                  env={"GAINSAY_CONFIG": "", "GAINSAY_POSTGRES_CONNINFO": self.at}) as second:
                end = time.monotonic() + 30
                while self.sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 4729613"
                               " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") != ["1"]:
                    self.assertLess(time.monotonic(), end, "nobody waits for the lock")
                    time.sleep(0.05)
                self.assertIsNone(second.poll())
                first.stdin.close()
                self.assertIn("up to date", second.communicate(timeout=30)[0])
                self.assertEqual(second.returncode, 0)

    def test_a_migration_that_fails_leaves_nothing_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            for path in MIGRATIONS.glob("*.sql"):
                shutil.copy(path, folder)
            number = len(list(MIGRATIONS.glob("*.sql"))) + 1
            (pathlib.Path(folder) / f"{number:04}_bad.sql").write_text("CREATE TABLE half (a int); SELECT nonsense;")
            done = self.server.gainsay(self.at, "migrate", f"--directory={folder}", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{number:04}_bad.sql", done.stderr)
        self.assertEqual(self.sql("SELECT to_regclass('half') IS NULL, (SELECT max(number) FROM migration)"), [f"t|{number - 1}"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
