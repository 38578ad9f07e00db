"""Faults of the broker and of the database: killed, restarted, away for long, frozen, full, set back, busy with others."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from faults_processes import fill, pick, rest
from nemesis import fault
from world import SERVICES, TOP, Failed, NotHere


def must_go_on(world):
    ended = [key for key in SERVICES if world.has_ended(key)]
    if ended:
        raise Failed(f"{', '.join(ended)} ended in the outage")


def outage(server, how, least_s, most_s):
    def act(world):
        world.script(f"{how}-{server}")
        rest(world, least_s, most_s)
        must_go_on(world)
        world.script(f"start-{server}")
    return act


for _server in ("kafka", "postgres"):
    fault(f"kill -9 {_server}")(outage(_server, "kill", 0, 3))
    fault(f"restart {_server}")(outage(_server, "stop", 0, 2))
    fault(f"long outage of {_server}", slow=True)(outage(_server, "kill", 30, 45))


def pids(word):
    found = subprocess.run(["pgrep", "-f", "--", word], check=False, stdout=subprocess.PIPE, text=True).stdout.split()
    return [int(pid) for pid in found]


def frozen(folder, part):
    """The server and all its processes, known by their folder."""
    def act(world):
        if part == "kafka":
            found = pids(f"-Dgainsay.dir={world.dir}")
        else:
            leader = int((world.dir / "postgres/data/postmaster.pid").read_text().split()[0])
            children = subprocess.run(["pgrep", "-P", str(leader)], check=False, stdout=subprocess.PIPE, text=True).stdout
            found = [leader, *map(int, children.split())]
        for number, pause in ((signal.SIGSTOP, world.random.uniform(2, 8)), (signal.SIGCONT, 0)):
            for pid in found:
                subprocess.run(["kill", f"-{number}", str(pid)], check=False, stderr=subprocess.DEVNULL)
            time.sleep(pause)
        must_go_on(world)
    return act


fault("freeze kafka")(frozen("kafka", "kafka"))
fault("freeze postgres")(frozen("postgres", "postgres"))


@fault("SIGTERM while kafka is away", slow=True)
def terminate_without_kafka(world):
    world.script("kill-kafka")
    rest(world, 0, 2)
    key = pick(world)
    try:
        start = time.monotonic()
        if (code := world.kill(key, signal.SIGTERM)) != 0:
            raise Failed(f"{key} ended with {code}")
        return f"{key} ended in {time.monotonic() - start:.1f} s"
    finally:
        world.script("start-kafka")


@fault("SIGTERM while postgres is away")
def terminate_without_postgres(world):
    world.script("kill-postgres")
    rest(world, 0, 2)
    key = pick(world, "store")
    try:
        if world.kill(key, signal.SIGTERM) != 0:
            raise Failed(f"{key} did not end with 0")
    finally:
        world.script("start-postgres")


def signalled(function):
    def act(world):
        world.sql(f"SELECT {function}(pid) FROM pg_stat_activity WHERE application_name LIKE 'gainsay-%'")
        must_go_on(world)
    return act


fault("backends terminated", weight=2)(signalled("pg_terminate_backend"))
fault("queries cancelled", weight=2)(signalled("pg_cancel_backend"))


def full(part):
    def act(world):
        if part not in world.mounts:
            raise NotHere("no file system may be mounted")
        fill(world.dir / part)
        rest(world, 3, 6)
        (world.dir / part / "ballast").unlink()
        must_go_on(world)
        world.heal_servers()
    return act


fault("disk of postgres full")(full("postgres"))
fault("disk of kafka full")(full("kafka"))


@fault("postgres set back", slow=True)
def set_back(world):
    """A restore from a backup: rows and offsets of the last seconds are gone together, and Kafka brings both again."""
    data, copy = world.dir / "postgres/data", world.dir / "backup"
    world.script("stop-postgres")
    subprocess.run(["cp", "-a", data, copy], check=True)
    world.script("start-postgres")
    rest(world, 3, 6)
    world.script("kill-postgres")
    become(world, copy)
    must_go_on(world)


def become(world, folder):
    """The server's own data are from now on what is in a folder; it is started with them."""
    data = world.dir / "postgres/data"
    # The killed server's children clean up after themselves while they end.
    def is_gone():
        shutil.rmtree(data, ignore_errors=True)
        return not data.exists()
    if not world.wait(is_gone, 10):
        raise Failed("the killed server's processes did not end")
    subprocess.run(["cp", "-a", folder, data], check=True)
    shutil.rmtree(folder)
    world.script("start-postgres")


class Standby:
    """A second server that follows the first."""

    def __init__(self, world):
        self.world, self.dir = world, world.dir / "standby"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        shutil.rmtree(self.dir, ignore_errors=True)
        self.dir.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.dir, "postgres", "postgres")
        word = (world.dir / "passfile").read_text().strip().rsplit(":", 1)[1]
        self.run("pg_basebackup", f"--pgdata={self.dir}", "--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream",
                 "--host=127.0.0.1", f"--port={world.postgres_port()}", "--username=gainsay", PGPASSWORD=word)
        self.control("start", f"--log={self.dir}/server.log", f"--options=-p {self.port}")

    def run(self, program, *words, **environment):
        owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        subprocess.run([f"/usr/lib/postgresql/15/bin/{program}", *words], check=True, cwd="/", stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120, env={**os.environ, **environment}, **owner)

    def control(self, what, *words):
        self.run("pg_ctl", what, "--silent", "--wait", f"--pgdata={self.dir}", *words)

    def sql(self, text):
        return subprocess.run(["psql", self.world.conninfo().replace(f"port={self.world.postgres_port()}", f"port={self.port}"), "-XAtqc", text],
                              check=True, text=True, stdout=subprocess.PIPE, timeout=60).stdout.strip()


@fault("failover that loses the tail", slow=True)
def failover(world):
    """A standby takes over that lacks the first server's last seconds; Kafka brings them again."""
    standby = Standby(world)
    try:
        rest(world, 1, 3)
        standby.sql("ALTER SYSTEM SET primary_conninfo = ''")
        standby.sql("SELECT pg_reload_conf()")
        rest(world, 2, 5)
        world.script("kill-postgres")
        last = world.random.uniform(0, 2)
        time.sleep(last)
        world.standby_port = standby.port
        standby.control("promote")
        rest(world, 3, 6)
        must_go_on(world)
        if standby.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'gainsay-%'") == "0":
            raise Failed("nobody came to the new server")
    finally:
        # The new server's data become the old one's: the next faults know but one server.
        world.standby_port = None
        world.postgres.cut()
        standby.control("stop", "--mode=fast")
        world.script("kill-postgres")
    become(world, standby.dir)
    must_go_on(world)


@fault("rows locked by another")
def locked(world):
    """Somebody holds all items, taken in the reverse order, for some seconds; of a deadlock with a store either may be the victim."""
    world.sql("BEGIN; SELECT count(*) FROM (SELECT id FROM item ORDER BY id DESC LIMIT 500 FOR UPDATE) AS held;"
              " SELECT pg_sleep(2); COMMIT", check=False)
    must_go_on(world)


@fault("migration under load")
def migration(world):
    folder = world.dir / "migrations"
    if not folder.exists():
        shutil.copytree(TOP / "deploy/postgres/migrations", folder)
    number = f"{len(list(pathlib.Path(folder).glob('*.sql'))) + 1:04}"
    (folder / f"{number}_more.sql").write_text(
        f"ALTER TABLE item_revision ADD COLUMN more_{number} text;\nALTER TABLE statement ADD COLUMN more_{number} text;\n"
        f"COMMENT ON COLUMN item_revision.more_{number} IS 'Of a test';\nCOMMENT ON COLUMN statement.more_{number} IS 'Of a test';\n")
    # It gives a busy lock up rather than stalling the stores; a person runs it again.
    tries = 1
    while (done := world.tool("gainsay", "migrate", f"--migrate.directory={folder}", check=False)).returncode != 0:
        tries += 1
        if "lock" not in done.stderr or tries > 10:
            raise Failed(done.stderr.strip())
    must_go_on(world)
    return f"{tries} tries"
