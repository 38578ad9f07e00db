#!/usr/bin/python3
"""Fetching from a server that means harm: every bound holds, and its breach has a name.

Needs neither Kafka nor PostgreSQL: `gainsay sources check` fetches under the poller's own bounds. $GAINSAY_BIN names the folder
of the programs.
"""
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
sys.path.insert(0, str(TOP / "tests/support"))
from h2_server import H2Server  # noqa: E402 (the path has to be set first)
from hostile_server import FEED, HostileServer  # noqa: E402

# Short where the time is what is tried, so that the tests are; the bounds themselves are the same code. Long elsewhere, so that a
# busy machine, on which this server itself may not get to run for seconds, isn't taken for a slow one.
HASTY = ["--poller.connect_timeout=2s", "--poller.timeout=4s", "--poller.stall=2s", "--poller.body_max=256k"]
PATIENT = ["--poller.connect_timeout=20s", "--poller.timeout=40s", "--poller.stall=20s", "--poller.body_max=256k"]
ALLOW = "--poller.allow=127.0.0.1/32"
SANITIZED = "asan" in str(BIN) or "tsan" in str(BIN)


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = HostileServer()
        cls.folder = tempfile.TemporaryDirectory(prefix="gainsay-test-")
        cls.dir = pathlib.Path(cls.folder.name)
        cls.catalogue = cls.dir / "sources.conf"
        cls.tls = cls.server.serve_tls(cls.dir)

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.folder.cleanup()

    def check(self, word, *options, allow=ALLOW, environment=None, settings=PATIENT):
        """What is said about the address or source, and the seconds that it took."""
        if "://" in word:  # a source of its own, that it may be asked a second time without the usual gap
            self.catalogue.write_text(f"[tried]\nurl = {word}\nlanguage = en\ngap = 0s\n")
        before = time.monotonic()
        done = subprocess.run([BIN / "gainsay", "sources", "check", word, f"--poller.sources={self.catalogue}", *settings, allow,
                               *options],
                              env={**os.environ, "GAINSAY_CONFIG": "", **(environment or {})}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
        self.assertIn(done.returncode, (0, 1), done.stdout)
        return done.stdout, time.monotonic() - before

    def verdict(self, path, *options, **more):
        said, seconds = self.check(self.server.url(path), *options, **more)
        lines = [line.split(None, 1)[1] for line in said.splitlines() if line.strip().startswith("verdict")]
        self.assertEqual(len(lines), 1, said)
        return lines[0], seconds

    def seconds_to(self, expected, path, **more):
        verdict, seconds = self.verdict(path, **more)
        self.assertTrue(verdict.startswith(expected), verdict)
        return seconds

    def soon(self, limit_s, measured):
        """It takes less than that in one of three tries: other work on the machine can only add to it, and not always does; waiting
        for too long is too long in each. What is claimed besides has to hold in all tries."""
        took = []
        while not took or (took[-1] >= limit_s and len(took) < 3):
            took.append(measured())
        self.assertLess(min(took), limit_s, took)

    def test_an_honest_feed_is_fine(self):
        said, _ = self.check(self.server.url("/feed"))
        self.assertIn("1 entries", said)
        self.assertIn("verdict    ok", said)
        agent = self.server.requests[-1][1]["User-Agent"]
        self.assertTrue(agent.startswith("gainsay/"), agent)

    def test_what_is_too_large_ends_at_its_bound(self):
        for path in ("/endless", "/bomb", "/header-flood", "/continue-flood"):
            with self.subTest(path):
                self.soon(4, lambda path=path: self.seconds_to("too-large", path))

    @unittest.skipIf(SANITIZED, "a sanitizer's memory is its own")
    def test_what_is_too_large_takes_no_memory(self):
        self.verdict("/bomb")
        peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(peak_kib, 64 << 10)

    def test_what_is_too_slow_ends_in_time(self):
        for path in ("/drip", "/silence"):
            with self.subTest(path):
                self.soon(6, lambda path=path: self.seconds_to("timed-out", path, settings=HASTY))

    def test_five_redirects_are_followed_and_no_more(self):
        self.assertEqual(self.verdict("/hops?5")[0], "ok")
        before = len(self.server.requests)
        self.assertTrue(self.verdict("/hops?6")[0].startswith("refused"))
        self.assertTrue(self.verdict("/loop")[0].startswith("refused"))
        self.assertEqual(len(self.server.requests) - before, 12)

    def test_the_body_of_a_redirect_is_not_waited_for(self):
        def seconds():
            said, _ = self.check(self.server.url("/endless-redirect"))
            self.assertIn("verdict    ok", said)
            return int(re.search(r"in (\d+) ms", said)[1]) / 1000

        self.soon(4, seconds)

    def test_a_permanent_redirect_is_told(self):
        said, _ = self.check(self.server.url("/moved"))
        self.assertIn("for good", said)

    def test_redirects_lead_to_the_public_web_only(self):
        for path, why in (("/to-private", "127.0.0.2 is not public"), ("/to-file", "refused"), ("/to-user", "refused")):
            with self.subTest(path):
                verdict, _ = self.verdict(path)
                self.assertTrue(verdict.startswith("refused"), verdict)
                self.assertIn(why, verdict)
        self.assertEqual(self.server.forbidden_hits, 0)

    def test_private_addresses_are_refused_by_address_and_by_name(self):
        port = self.server.http.server_port
        before = len(self.server.requests)
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"):
            with self.subTest(host):
                said, _ = self.check(f"http://{host}:{port}/feed", allow="--poller.allow=")
                self.assertIn("refused: address", said)
        self.assertEqual(len(self.server.requests), before)

    def a_name_that_moves(self):
        """Run by the test below where names are looked up anew, and lead elsewhere the second time."""
        port = self.server.http.server_port
        with socket.create_server(("127.0.0.2", port)) as forbidden:
            said, _ = self.check(f"http://feeds.example:{port}/bounce")
            self.assertIn("refused: address 127.0.0.2 is not public", said)
            self.assertEqual([path for path, _ in self.server.requests], ["/bounce"])
            forbidden.setblocking(False)
            self.assertRaises(BlockingIOError, forbidden.accept)

    def test_a_name_that_changes_its_address_is_refused_at_the_second_look(self):
        done = subprocess.run([TOP / "tests/support/lying_resolver.py", "127.0.0.1", "127.0.0.2", sys.executable, __file__,
                               "Hostile.a_name_that_moves"], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240)
        if done.returncode == 77:
            self.skipTest("no namespace to be had")
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_nothing_of_the_machine_leaks_out(self):
        """No password from .netrc, no cookie that was set a moment ago, no referrer."""
        home = self.dir / "home"
        home.mkdir()
        (home / ".netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
        (home / ".netrc").chmod(0o600)
        before = len(self.server.requests)
        self.assertEqual(self.verdict("/cookie", environment={"HOME": str(home)})[0], "ok")
        self.assertGreaterEqual(len(self.server.requests), before + 2)
        for _, headers in self.server.requests[before:]:
            self.assertLessEqual(set(headers), {"Accept", "Accept-Encoding", "Host", "User-Agent", "If-None-Match", "If-Modified-Since"})

    def test_compression_is_asked_for_and_understood(self):
        self.assertEqual(self.verdict("/gzip")[0], "ok")
        self.assertEqual(self.server.requests[-1][1]["Accept-Encoding"], "gzip")

    def test_http_2_is_spoken_where_it_is_offered(self):
        with H2Server(self.dir / "cert.pem", self.dir / "key.pem", FEED) as server:
            self.catalogue.write_text("".join(f"[s{n}]\nurl = {server.url}?{n}\nlanguage = en\ngap = 0s\nca_file = {self.dir}/cert.pem\n"
                                              for n in range(3)))
            done = subprocess.run([BIN / "gainsay", "sources", "check", f"--poller.sources={self.catalogue}", *PATIENT, ALLOW], check=False,
                                  env={**os.environ, "GAINSAY_CONFIG": ""}, text=True, stdout=subprocess.PIPE, timeout=120)
            self.assertEqual(done.stdout.count("verdict    ok"), 3, done.stdout)
            self.assertEqual((server.streams, server.connections), (3, 1))

    def test_a_server_that_never_shakes_hands_ends_in_time(self):
        with socket.create_server(("127.0.0.1", 0)) as mute:
            def seconds():
                said, took = self.check(f"https://127.0.0.1:{mute.getsockname()[1]}/feed", settings=HASTY)
                self.assertIn("timed-out", said)
                return took

            self.soon(6, seconds)

    def test_the_environment_names_no_proxy(self):
        proxy = self.server.forbidden_url("")
        keys = self.dir / "keys"
        verdict, _ = self.verdict("/feed", environment={"http_proxy": proxy, "ALL_PROXY": proxy, "SSLKEYLOGFILE": str(keys)})
        self.assertEqual(verdict, "ok")
        self.assertEqual(self.server.forbidden_hits, 0)
        self.assertFalse(keys.exists())

    def test_what_is_no_answer_has_a_name(self):
        for path, name in (("/garbage", "garbled"), ("/not-gzip", "garbled"), ("/cut", "unreachable")):
            with self.subTest(path):
                verdict, _ = self.verdict(path)
                self.assertTrue(verdict.startswith(name), verdict)

    def test_what_is_no_feed_has_a_name(self):
        for path, name in (("/page", "moved"), ("/challenge", "blocked"), ("/entity-bomb", "hostile"),
                           ("/outside-entity", "hostile"), ("/limited", "status 429"), ("/nowhere", "status 404")):
            with self.subTest(path):
                verdict, _ = self.verdict(path)
                self.assertTrue(verdict.startswith(name), verdict)
                self.assertNotIn("root:", verdict)
        self.assertIn("/new-feed.xml", self.verdict("/page")[0])

    def test_a_forged_header_is_not_kept(self):
        said, _ = self.check(self.server.url("/forged-etag"))
        self.assertIn("no ETag", said)

    def test_a_certificate_that_nobody_vouches_for_is_not_trusted(self):
        said, _ = self.check(f"{self.tls}/feed")
        self.assertIn("untrusted", said)
        self.catalogue.write_text(f"[vouched]\nurl = {self.tls}/feed\nlanguage = en\ngap = 0s\nca_file = {self.dir}/cert.pem\n"
                                  f"[falls]\nurl = {self.tls}/to-plain\nlanguage = en\nca_file = {self.dir}/cert.pem\n")
        said, _ = self.check("vouched")
        self.assertIn("verdict    ok", said)
        before = len(self.server.requests)
        said, _ = self.check("falls")
        self.assertIn("refused", said)
        self.assertEqual(len(self.server.requests), before + 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
