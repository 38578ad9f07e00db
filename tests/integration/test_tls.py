#!/usr/bin/python3
"""TLS and SASL to Kafka, verify-full to PostgreSQL: a real broker and server, with certificates that this test makes.

The broker listens for client certificates (mTLS), and for SASL over TLS (SCRAM and PLAIN); PostgreSQL takes nothing but TLS.
$GAINSAY_BIN names the folder of the programs. tests/integration/scram brings a librdkafka whose SCRAM Kafka 4 takes.
"""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from places import BIN, CACHE, TOP  # noqa: E402

DEADLINE_S = 60
NEWER = CACHE / "librdkafka"
ITEM = {"id": "one", "source": "wire", "title": "Cars", "published": "2025-04-01T00:00:00Z",
        "text": "Canada imposed a 25% tariff on cars from the United States."}
BROKER = """
listeners=BROKER://127.0.0.1:{open},CONTROLLER://127.0.0.1:{control},MUTUAL://127.0.0.1:{mutual},SASL://127.0.0.1:{sasl}
advertised.listeners=BROKER://127.0.0.1:{open},MUTUAL://127.0.0.1:{mutual},SASL://127.0.0.1:{sasl}
controller.quorum.voters=1@127.0.0.1:{control}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,MUTUAL:SSL,SASL:SASL_SSL
ssl.keystore.type=PEM
ssl.keystore.location={tls}/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location={tls}/ca.pem
listener.name.mutual.ssl.client.auth=required
listener.name.sasl.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.sasl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_gainsay="{word}";
"""


def run(*words, check=True, env=None, timeout=DEADLINE_S, **more):
    return subprocess.run([str(word) for word in words], check=check, text=True, timeout=timeout, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, **more)


def free_ports(count, first=28092):
    """Below the ephemeral range, as deploy/lib/ports.sh has them."""
    found = []
    while len(found) < count:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", first)) != 0:
                found.append(first)
        first += 1
    return found


class Certificates:
    """An authority, what it signed, and a second authority that nobody trusts."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in ("ca", "stranger"):
            self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                         f"/CN=gainsay test {name}", "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem")
        self.sign("broker", "IP:127.0.0.1")
        self.sign("postgres", "IP:127.0.0.1, DNS:localhost")
        self.sign("client", "DNS:client")
        self.sign("false", "IP:127.0.0.1, DNS:localhost", authority="stranger")
        # Kafka's keystore is one file: the key, and what proves it.
        (folder / "broker.pem").write_text((folder / "broker.key").read_text() + (folder / "broker.crt").read_text())

    @staticmethod
    def openssl(*words):
        run("openssl", *words)

    def sign(self, name, where, authority="ca"):
        key, request = self.folder / f"{name}.key", self.folder / f"{name}.csr"
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName = {where}\n")
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
                     "-keyout", key, "-out", request)
        self.openssl("x509", "-req", "-in", request, "-CA", self.folder / f"{authority}.pem", "-CAkey", self.folder / f"{authority}.key",
                     "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", self.folder / f"{name}.crt")


class Secured(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="gainsay-tls-", dir="/var/tmp")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.dir = pathlib.Path(cls.folder.name)
        cls.dir.chmod(0o755)
        cls.tls = cls.dir / "tls"
        Certificates(cls.tls)
        cls.word = cls.dir / "word"
        cls.word.write_text("ordinary-7-word\n")
        cls.word.chmod(0o400)
        cls.wrong = cls.dir / "wrong"
        cls.wrong.write_text("another-7-word\n")
        cls.wrong.chmod(0o400)
        cls.addClassCleanup(cls.script, "stop", cls.dir)
        tool = cls.start_kafka()
        cls.start_postgres()
        if tool.wait(DEADLINE_S) != 0:
            raise RuntimeError("Kafka's tool did not make the user")

    @classmethod
    def script(cls, *words, env=None):
        return run(TOP / "tests/integration/pipeline.sh", *words, env=env, timeout=2 * DEADLINE_S).stdout.strip()

    @classmethod
    def start_kafka(cls):
        names = ("open", "control", "mutual", "sasl")
        cls.port = dict(zip(names, free_ports(len(names))))
        (cls.dir / "kafka").mkdir()
        (cls.dir / "kafka/port").write_text(f"{cls.port['open']}\n")
        cls.script("start-kafka", cls.dir, env={"KAFKA_PROPERTIES": BROKER.format(tls=cls.tls, word=cls.word.read_text().strip(), **cls.port)})
        # Kafka's own tool takes its time; meanwhile PostgreSQL starts.
        words = ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", f"{TOP}/var/kafka-jars/*", "kafka.admin.ConfigCommand",
                 "--bootstrap-server", f"127.0.0.1:{cls.port['open']}", "--alter", "--entity-type", "users", "--entity-name", "gainsay",
                 "--add-config", f"SCRAM-SHA-512=[iterations=4096,password={cls.word.read_text().strip()}]"]
        return subprocess.Popen(words, stdout=subprocess.DEVNULL)

    @classmethod
    def give_postgres(cls, pair):
        """A key and a certificate; it takes them at its next start, or when it is told to read its settings."""
        data = cls.dir / "postgres/data"
        owner = data.stat()
        for end in ("key", "crt"):
            path = data / f"postgres.{end}"
            shutil.copy(cls.tls / f"{pair}.{end}", path)
            os.chown(path, owner.st_uid, owner.st_gid)
            path.chmod(0o600)

    @classmethod
    def reload_postgres(cls):
        os.kill(int((cls.dir / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGHUP)

    @classmethod
    def start_postgres(cls):
        cls.script("start-postgres", cls.dir)
        data = cls.dir / "postgres/data"
        cls.give_postgres("postgres")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as config:
            config.write("ssl = on\nssl_cert_file = 'postgres.crt'\nssl_key_file = 'postgres.key'\n")
        (data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")
        cls.reload_postgres()
        cls.plain = cls.script("conninfo", cls.dir)
        cls.pg_word = cls.dir / "pg-word"
        cls.pg_word.write_text((cls.dir / "passfile").read_text().rsplit(":", 1)[1])
        cls.pg_word.chmod(0o400)
        end = time.monotonic() + DEADLINE_S
        while run("psql", f"{cls.plain} sslmode=require", "-XAtc", "SELECT 1", check=False).returncode != 0:
            if time.monotonic() > end:
                raise RuntimeError("PostgreSQL did not take its new settings")
            time.sleep(0.1)

    @classmethod
    def kafka(cls, listener, **changes):
        """What a user would write into section [kafka], as options."""
        values = {"brokers": f"127.0.0.1:{cls.port[listener]}", "ssl.ca.location": cls.tls / "ca.pem"}
        if listener == "sasl":
            values |= {"security.protocol": "sasl_ssl", "sasl.mechanisms": "PLAIN", "sasl.username": "gainsay",
                       "sasl.password_file": cls.word}
        else:
            values |= {"security.protocol": "ssl", "ssl.key.location": cls.tls / "client.key",
                       "ssl.certificate.location": cls.tls / "client.crt"}
        values |= {name.replace("__", "."): value for name, value in changes.items()}
        return [f"--kafka.{name}={value}" for name, value in values.items() if value is not None]

    @classmethod
    def postgres(cls, host="127.0.0.1", mode="verify-full", authority="ca.pem", word=None):
        port = (cls.dir / "postgres.port").read_text().strip()
        return [f"--postgres.conninfo=host={host} hostaddr=127.0.0.1 port={port} user=gainsay dbname=gainsay sslmode={mode} "
                f"sslrootcert={cls.tls / authority}", f"--postgres.password_file={word or cls.pg_word}"]

    def refused(self, *words):
        done = run(*words, check=False, env={"GAINSAY_CONFIG": ""})
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("ordinary-7-word", done.stdout)
        # The client library's own lines begin so.
        self.assertNotIn("%3|", done.stdout)
        return done.stdout

    def until(self, seen, tell):
        end = time.monotonic() + DEADLINE_S
        while not seen():
            self.assertLess(time.monotonic(), end, tell())
            time.sleep(0.1)

    def start(self, name, *words):
        """Its log's path; it is told to stop when the test is over."""
        log = open(self.dir / f"{name}.log", "w", encoding="utf-8")
        self.addCleanup(log.close)
        process = subprocess.Popen([BIN / name, *words], stderr=log, stdout=log, env={**os.environ, "GAINSAY_CONFIG": ""})
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.send_signal, signal.SIGTERM)
        return pathlib.Path(log.name)

    def topics(self, listener, **changes):
        return self.refused(BIN / "gainsay", "topics", *self.kafka(listener, **changes), "create")

    def migrate(self, **changes):
        return self.refused(BIN / "gainsay", "migrate", *self.postgres(**changes))

    def test_an_item_goes_all_the_way(self):
        env = {"GAINSAY_CONFIG": ""}
        run(BIN / "gainsay", "topics", *self.kafka("sasl"), "create", env=env)
        run(BIN / "gainsay", "migrate", *self.postgres(), env=env)
        path = self.dir / "item.jsonl"
        path.write_text(json.dumps(ITEM) + "\n", "utf-8")
        run(BIN / "gainsay-import", *self.kafka("mutual"), path, env=env)
        self.start("gainsay-classifier", f"--classifier.lexicon={TOP}/consumers/classify/lexicon", *self.kafka("sasl"))
        self.start("gainsay-store", *self.kafka("mutual"), *self.postgres(host="localhost"))
        conninfo = f"{self.plain} sslmode=verify-full sslrootcert={self.tls}/ca.pem"
        end = time.monotonic() + DEADLINE_S
        while run("psql", conninfo, "-XAtc", "SELECT rate FROM tariff_change").stdout.strip() != "25":
            self.assertLess(time.monotonic(), end, (self.dir / "gainsay-store.log").read_text())
            time.sleep(0.3)
        secured = run("psql", conninfo, "-XAtc", "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                      " WHERE application_name = 'gainsay-store'").stdout.strip()
        self.assertEqual(secured, "t")

    def test_a_broker_of_another_authority_is_refused(self):
        text = self.topics("sasl", ssl__ca__location=self.tls / "stranger.pem")
        self.assertIn("gainsay topics: no broker answered: sasl_ssl://127.0.0.1", text)
        self.assertIn("certificate verify failed", text)

    def test_a_broker_of_another_name_is_refused(self):
        text = self.topics("sasl", brokers=f"localhost:{self.port['sasl']}", broker__address__family="v4")
        self.assertIn("certificate verify failed", text)

    def test_a_broker_refuses_a_wrong_password(self):
        self.assertIn("Invalid username or password", self.topics("sasl", sasl__password_file=self.wrong))

    def test_a_broker_refuses_who_has_no_certificate(self):
        # Which alert it is depends on Java's version.
        self.assertRegex(self.topics("mutual", ssl__key__location=None, ssl__certificate__location=None),
                         "alert (bad certificate|certificate required)")

    def test_doctor_names_what_stands_in_the_way(self):
        text = self.refused(BIN / "gainsay", "doctor", *self.kafka("mutual", ssl__ca__location=self.tls / "stranger.pem"), *self.postgres())
        self.assertRegex(text, "BAD +kafka .*certificate verify failed")

    def test_a_service_that_no_broker_has_ever_let_in_ends_and_says_why_in_lines_of_its_own_log(self):
        strange = self.kafka("sasl", ssl__ca__location=self.tls / "stranger.pem")
        for name, more in (("classifier", [f"--classifier.lexicon={TOP}/consumers/classify/lexicon"]), ("store", self.postgres()),
                           ("poller", [f"--poller.sources={TOP}/deploy/sources.conf"])):
            with self.subTest(name):
                text = self.refused(BIN / f"gainsay-{name}", "--log.format=json", *more, *strange)
                lines = [json.loads(line) for line in text.splitlines()]
                failed = [line for line in lines if line["event"] == "service.failed"]
                self.assertEqual([line["class"] for line in failed], ["config"], text)
                self.assertIn("certificate verify failed", failed[0]["error"])
                self.assertIn("kafka.trouble", {line["event"] for line in lines})

    def test_an_import_that_no_broker_lets_in_ends_and_says_why(self):
        path = self.dir / "refused.jsonl"
        path.write_text(json.dumps(ITEM) + "\n", "utf-8")
        text = self.refused(BIN / "gainsay-import", *self.kafka("sasl", ssl__ca__location=self.tls / "stranger.pem"), path)
        self.assertRegex(text, r"gainsay-import: no broker lets us in: .*certificate verify failed")
        text = self.refused(BIN / "gainsay-import", *self.kafka("sasl", sasl__password_file=self.wrong), path)
        self.assertIn("Invalid username or password", text)

    def test_a_store_that_postgresql_has_never_let_in_ends_and_says_why(self):
        text = self.refused(BIN / "gainsay-store", *self.kafka("mutual"), *self.postgres(authority="stranger.pem"))
        self.assertRegex(text, r"event=service.failed class=config error=.*certificate verify failed")

    def test_a_store_that_was_let_in_waits_for_a_certificate_to_be_mended(self):
        run(BIN / "gainsay", "topics", *self.kafka("sasl"), "create", env={"GAINSAY_CONFIG": ""})
        run(BIN / "gainsay", "migrate", *self.postgres(), env={"GAINSAY_CONFIG": ""})
        port = free_ports(1, 28192)[0]
        log = self.start("gainsay-store", f"--http.listen=127.0.0.1:{port}", *self.kafka("mutual"), *self.postgres())

        def readyz():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                    return answer.read().decode()
            except urllib.error.HTTPError as answer:
                return answer.read().decode()
            except OSError:
                return ""

        def cut():
            self.reload_postgres()
            run("psql", self.plain + " sslmode=require", "-XAtc", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name LIKE 'gainsay-s%'", check=False)

        self.until(lambda: readyz() == "ready\n", log.read_text)
        self.give_postgres("false")
        self.addCleanup(self.reload_postgres)
        self.addCleanup(self.give_postgres, "postgres")
        cut()
        self.until(lambda: "certificate verify failed" in readyz(), log.read_text)
        self.assertRegex(log.read_text(), r"event=store.retry class=config error=.*certificate verify failed")
        self.give_postgres("postgres")
        cut()
        self.until(lambda: readyz() == "ready\n", log.read_text)

    def scram(self, **env):
        words = [BIN / "gainsay", "topics", *self.kafka("sasl", sasl__mechanisms="SCRAM-SHA-512"), "create"]
        return run(*words, check=False, env={"GAINSAY_CONFIG": "", **env})

    def test_scram_works_or_the_reason_is_told(self):
        """Debian 12's librdkafka 2.0.2 knows the SCRAM of Kafka 3 only."""
        done = self.scram()
        self.assertIn("gainsay.items" if done.returncode == 0 else "use 2.6.1 or later, PLAIN over TLS, or certificates", done.stdout)

    @unittest.skipUnless((NEWER / "librdkafka.so.1").exists(), "tests/integration/scram brings a newer librdkafka")
    def test_scram_works_with_a_newer_library(self):
        done = self.scram(LD_LIBRARY_PATH=str(NEWER))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("gainsay.items", done.stdout)
        path = self.dir / "scram.jsonl"
        path.write_text(json.dumps(ITEM) + "\n", "utf-8")
        sent = run(BIN / "gainsay-import", *self.kafka("sasl", sasl__mechanisms="SCRAM-SHA-512"), path,
                   env={"GAINSAY_CONFIG": "", "LD_LIBRARY_PATH": str(NEWER)})
        self.assertIn("1 items sent", sent.stdout)

    def test_a_database_of_another_authority_or_name_is_refused(self):
        self.assertIn("certificate verify failed", self.migrate(authority="stranger.pem"))
        self.assertIn('does not match host name "db.example"', self.migrate(host="db.example"))

    def test_a_database_refuses_a_wrong_password_and_an_open_connection(self):
        self.assertIn("password authentication failed", self.migrate(word=self.wrong))
        self.assertIn("no encryption", self.migrate(mode="disable"))

    def test_a_password_that_others_can_read_is_refused_before_anybody_is_asked(self):
        shown = self.dir / "shown"
        shown.write_text("ordinary-7-word\n")
        shown.chmod(0o644)
        self.assertIn("others can read it", self.topics("sasl", sasl__password_file=shown))
        self.assertIn("others can read it", self.migrate(word=shown))


if __name__ == "__main__":
    unittest.main(verbosity=2)
