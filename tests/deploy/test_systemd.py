#!/usr/bin/python3
"""The units as systemd-analyze judges them, and the services under a supervisor. $GAINSAY_BIN names the folder of the programs."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("GAINSAY_BIN", TOP / "build/dev/bin"))
UNITS = TOP / "deploy/systemd"
SERVICES = ("gainsay-poller", "gainsay-classifier", "gainsay-store")
EXPOSURE_MAX = 2.0  # of systemd-analyze security, from 0 (sealed) to 10


class Units(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.units = pathlib.Path(self.folder.name)
        shutil.copytree(UNITS, self.units, dirs_exist_ok=True)
        # The programs are judged where they were built, for nothing is installed.
        for unit in self.units.glob("*.service"):
            unit.write_text(unit.read_text().replace("/usr/bin/", f"{BIN}/"))

    def analyze(self, *words):
        return subprocess.run(["systemd-analyze", *map(str, words)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60, env={**os.environ, "SYSTEMD_PAGER": "", "SYSTEMD_UNIT_PATH": f"{self.units}:"})

    def test_there_is_a_unit_for_each_service(self):
        self.assertEqual({unit.stem for unit in self.units.glob("*.service")}, set(SERVICES))

    def test_systemd_finds_nothing_wrong(self):
        done = self.analyze("verify", "--man=no", *self.units.glob("*.service"))
        complaints = [line for line in done.stdout.splitlines() if "gainsay" in line]
        self.assertEqual((done.returncode, complaints), (0, []), done.stdout)

    def test_a_misspelt_setting_would_be_found(self):
        unit = self.units / "gainsay-store.service"
        unit.write_text(unit.read_text().replace("[Service]", "[Service]\nProtectSistem=strict"))
        self.assertIn("ProtectSistem", self.analyze("verify", "--man=no", unit).stdout)

    def test_exposure_is_low(self):
        for unit in self.units.glob("*.service"):
            done = self.analyze("security", "--offline=yes", f"--threshold={EXPOSURE_MAX * 10:.0f}", unit)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:])
            self.assertIn("Overall exposure level", done.stdout)

    def test_exposure_without_the_shared_sandbox_is_not(self):
        shutil.rmtree(self.units / "gainsay-.service.d")
        unit = self.units / "gainsay-store.service"
        done = self.analyze("security", "--offline=yes", f"--threshold={EXPOSURE_MAX * 10:.0f}", unit)
        self.assertNotEqual(done.returncode, 0)


class Supervised(unittest.TestCase):
    """Neither Kafka nor PostgreSQL answers: a service is started, alive and not ready, and is not to be killed for that."""

    def hear(self, seconds, enough):
        heard = []
        end = time.monotonic() + seconds
        while time.monotonic() < end and not enough(heard):
            try:
                heard += self.supervisor.recv(4096).decode().splitlines()
            except TimeoutError:
                pass
        return heard

    def supervise(self, name):
        with tempfile.TemporaryDirectory() as folder:
            self.supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.addCleanup(self.supervisor.close)
            self.supervisor.bind(f"{folder}/notify")
            self.supervisor.settimeout(0.2)
            config = pathlib.Path(folder, "gainsay.conf")
            # Port 9 (discard) of this machine: nobody listens.
            config.write_text("[kafka]\nbrokers = 127.0.0.1:9\n[postgres]\nconninfo = host=127.0.0.1 port=9 dbname=none\n"
                              f"[classifier]\nlexicon = {TOP}/consumers/classify/lexicon\n"
                              f"[poller]\nsources = {TOP}/deploy/sources.conf\n")
            service = subprocess.Popen([BIN / name, "--config", config], stderr=subprocess.DEVNULL,
                                       env={**os.environ, "NOTIFY_SOCKET": f"{folder}/notify", "WATCHDOG_USEC": "2000000"})
            try:
                started = self.hear(20, lambda heard: heard.count("WATCHDOG=1") >= 4)
                self.assertEqual(started[0], "READY=1", started)
                self.assertGreaterEqual(started.count("WATCHDOG=1"), 4, started)
                self.assertNotIn("STATUS=ready", started)
                service.send_signal(signal.SIGTERM)
                self.assertIn("STOPPING=1", self.hear(10, lambda heard: "STOPPING=1" in heard))
                service.wait(30)
            finally:
                service.kill()
                service.wait()

    def test_the_poller_is_alive_without_kafka(self):
        self.supervise("gainsay-poller")

    def test_the_classifier_is_alive_without_kafka(self):
        self.supervise("gainsay-classifier")

    def test_the_store_is_alive_without_kafka_and_postgres(self):
        self.supervise("gainsay-store")


if __name__ == "__main__":
    unittest.main(verbosity=2)
