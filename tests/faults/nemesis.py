"""The faults. Each is a function of the world; it does its harm, waits as long as the harm needs, and heals it.

It raises Failed where a service did not behave, NotHere where this machine does not permit the fault; a sentence that it returns is
shown. `weight` says how often a fault comes in a round beside the others, `slow` that short runs leave it out, `needs` that only some
runs have it.
"""
import dataclasses
import typing

FAULTS = []


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    act: typing.Callable
    weight: int
    slow: bool
    needs: str  # "cluster" or "toxiproxy"; None: every run has what it needs


def fault(name, weight=1, slow=False, needs=None):
    def register(act):
        FAULTS.append(Fault(name, act, weight, slow, needs))
        return act
    return register


def rounds(random, faults):
    """The faults in a random order, all of them, again and again."""
    while True:
        deck = [one for one in faults for _ in range(one.weight)]
        random.shuffle(deck)
        yield from deck
