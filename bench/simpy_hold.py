"""The hold model of bench/kernel.ts for SimPy: PENDING processes, each of which waits again and again.

Prints one line of JSON: operations, seconds, operationsPerSecond, version. Needs python3 with simpy.
"""

import json
import random
import sys
import time

import simpy

PENDING = 1_000
MEAN_MS = 1_000


def hold(env, draw):
    while True:
        yield env.timeout(round(draw(1 / MEAN_MS)))


def main():
    operations = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    random.seed(1)
    env = simpy.Environment()
    for _ in range(PENDING):
        env.process(hold(env, random.expovariate))
    for _ in range(PENDING):
        env.step()
    start = time.perf_counter()
    for _ in range(operations):
        env.step()
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {
                "operations": operations,
                "seconds": seconds,
                "operationsPerSecond": operations / seconds,
                "version": f"SimPy {simpy.__version__}, Python {sys.version.split()[0]}",
            }
        )
    )


main()
