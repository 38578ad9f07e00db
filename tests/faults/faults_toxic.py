"""What toxiproxy does to links and our own proxy does not: sizes of packets, jitter, connections that end after so many bytes, ends that
are passed on late. Only in a run with --toxiproxy."""
from faults_processes import rest
from faults_servers import must_go_on
from nemesis import fault

# name: (kind, attributes by the run's own random numbers, how many of the connections have it)
TOXICS = {
    "late, and now and then later": ("latency", lambda random: {"latency": random.randint(20, 200), "jitter": random.randint(10, 150)}, 1.0),
    "narrow": ("bandwidth", lambda random: {"rate": random.randint(30, 100)}, 1.0),
    "in crumbs": ("slicer", lambda random: {"average_size": random.randint(8, 64), "size_variation": 7, "delay": random.randint(10, 400)}, 1.0),
    "cut after some bytes": ("limit_data", lambda random: {"bytes": random.randint(200, 60000)}, 0.7),
    "reset": ("reset_peer", lambda random: {"timeout": random.randint(0, 1500)}, 0.7),
    "silent, then closed": ("timeout", lambda random: {"timeout": random.randint(500, 4000)}, 0.5),
    "slow to close": ("slow_close", lambda random: {"delay": random.randint(500, 5000)}, 1.0),
}


def toxic(link, kind, attributes, toxicity):
    def act(world):
        directions = world.random.choice([("downstream",), ("upstream",), ("downstream", "upstream")])
        chosen = attributes(world.random)
        for stream in directions:
            world.toxics.add(link, kind, stream, toxicity, **chosen)
        # A toxic is for connections to come, too: those that are cut meet it again.
        rest(world, 3, 9)
        world.toxics.reset()
        must_go_on(world)
        return f"{' and '.join(directions)}, {', '.join(f'{name} {value}' for name, value in chosen.items())}"
    return act


for _link in ("kafka", "postgres"):
    for _name, (_kind, _attributes, _toxicity) in TOXICS.items():
        fault(f"link to {_link} {_name}", needs="toxiproxy")(toxic(_link, _kind, _attributes, _toxicity))
