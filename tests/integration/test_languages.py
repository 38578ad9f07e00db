#!/usr/bin/python3
"""Items in several languages through classifier and store: what is read, what is kept for later, what a replay fills in.

$GAINSAY_BIN names the folder of the programs.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, TOP  # noqa: E402
from scrape import free_ports, scrape  # noqa: E402
from servers import Servers  # noqa: E402

LEXICON = TOP / "consumers/classify/lexicon"
DEADLINE_S = 60
ITEMS = [
    {"id": "claim", "source": "wire", "lang": "en", "published": "2025-04-25T09:00:00Z", "title": "Trump on a call with Beijing",
     "text": "President Donald Trump said on Friday that China's president, Xi Jinping, had called him about tariffs."},
    {"id": "denial", "source": "cn-mfa", "lang": "en", "published": "2025-04-28T08:00:00Z", "title": "外交部发言人许衡主持例行记者会",
     "text": "法新社记者：特朗普称，中国国家主席就关税问题给他打了电话。请问是否属实？\n许衡：据我了解，近期两国元首没有通话。"},
    {"id": "traditional", "source": "newspaper", "lang": "zh", "published": "2025-04-28T09:00:00Z", "title": "外交部：沒有通話",
     "text": "外交部發言人許衡表示，近期兩國元首沒有通話，雙方沒有就關稅問題進行談判。"},
    {"id": "japanese", "source": "newspaper", "lang": "ja", "published": "2025-04-28T09:00:00Z", "title": "電話会談なし",
     "text": "中国外務省の報道官は、両首脳は最近電話をしていないと述べた。"},
    {"id": "german", "source": "newspaper", "lang": "de", "published": "2025-04-28T09:00:00Z", "title": "Kein Anruf",
     "text": "Das Außenministerium in Peking teilte mit, es habe kein Gespräch über Zölle gegeben."},
]


class Languages(Servers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.environment = {**os.environ, "GAINSAY_CONFIG": "", "GAINSAY_KAFKA_BROKERS": cls.brokers,
                           "GAINSAY_STORE_WAIT": "100ms", "GAINSAY_POSTGRES_CONNINFO": cls.conninfo}
        # The lexicon of a time before there was Chinese.
        shutil.copytree(LEXICON, cls.dir / "english", ignore=shutil.ignore_patterns("zh"))
        cls.environment["GAINSAY_CLASSIFIER_LEXICON"] = str(cls.dir / "english")
        cls.port = free_ports(1)[0]
        cls.running = []
        cls.run_tool("gainsay", "topics", "create")
        cls.run_tool("gainsay", "migrate")
        for words in (["gainsay-classifier", f"--http.listen=127.0.0.1:{cls.port}"], ["gainsay-store"]):
            with open(cls.dir / f"{words[0]}.log", "a", encoding="utf-8") as log:
                cls.running.append(subprocess.Popen([BIN / words[0], *words[1:]], env=cls.environment, stderr=log))
        items = cls.dir / "items.jsonl"
        items.write_text("".join(json.dumps(item) + "\n" for item in ITEMS), "utf-8")
        cls.run_tool("gainsay-import", items)

    @classmethod
    def tearDownClass(cls):
        for process in cls.running:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)

    @classmethod
    def run_tool(cls, name, *words):
        return subprocess.run([BIN / name, *words], env=cls.environment, check=True, text=True, stdout=subprocess.PIPE,
                              timeout=DEADLINE_S).stdout

    def sql(self, text):
        return subprocess.run(["psql", self.conninfo, "-XAtqc", text], check=True, text=True, stdout=subprocess.PIPE,
                              timeout=DEADLINE_S).stdout.strip().splitlines()

    def wait(self, what, condition):
        end = time.monotonic() + DEADLINE_S
        while not condition():
            self.assertLess(time.monotonic(), end, f"waited too long for {what}")
            time.sleep(0.1)

    def classified(self):
        return self.sql("SELECT guid, classified FROM item JOIN item_revision r ON r.item_id = id AND r.revision = item.revision ORDER BY guid")

    def test_1_what_has_no_lexicon_is_stored_tagged_and_counted(self):
        self.wait("the items", lambda: len(self.classified()) == len(ITEMS))
        self.assertEqual(self.classified(), ["claim|t", "denial|f", "german|f", "japanese|f", "traditional|f"])
        self.assertEqual(self.sql("SELECT r.lang FROM item JOIN item_revision r ON r.item_id = id ORDER BY guid"), ["en", "en", "de", "ja", "zh"])
        self.assertEqual(self.sql("SELECT type, speaker FROM statement"), ["claim|Donald Trump"])
        counts = {key: value for key, value in scrape(self.port).items() if "unclassified_total" in str(key)}
        self.assertEqual(sorted(counts.values()), [1.0] * 4)
        for lang in ("zh", "zh-Hant", "ja", "de"):
            self.assertEqual(counts.get(("gainsay_classifier_unclassified_total", lang)), 1, f"{lang} of {counts}")

    def test_2_a_replay_fills_in_what_a_new_lexicon_reads(self):
        self.run_tool("gainsay", "replay", "--lexicon", str(LEXICON), "--classifier.generation=2")
        self.wait("the denial", lambda: "denial|许衡|CN|contact" in self.sql("SELECT type, speaker, speaker_side, matter FROM statement"))
        self.assertEqual(self.classified(), ["claim|t", "denial|t", "german|f", "japanese|f", "traditional|f"])

    def test_3_a_denial_in_chinese_meets_the_claim_in_english(self):
        links = ("SELECT d.speaker, d.denies, c.speaker, x.reasons FROM contradiction x JOIN statement d ON d.id = x.denial_id"
                 " JOIN statement c ON c.id = x.claim_id ORDER BY c.speaker")
        self.wait("the links", lambda: len(self.sql(links)) == 2)
        english, chinese = self.sql(links)
        self.assertTrue(english.startswith("许衡|特朗普|Donald Trump|matter=same parties=same"), english)
        # Whom it names in Chinese is whom the claim names in English.
        self.assertIn("denies=speaker", english)
        self.assertTrue(chinese.startswith("许衡|特朗普|特朗普|"), chinese)
        self.assertIn("contradictions: 2 as they should be", self.run_tool("gainsay", "verify"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
