import { expect, it } from 'vitest';
import { judge } from './judge.ts';
import { randomWorld } from './world/random-world.ts';

/**
 * The first seed and how many worlds: `SWARM_FROM=9000 SWARM_WORLDS=500 npx vitest run --project swarm` tries others, and more.
 */
const FROM = Number(process.env['SWARM_FROM'] ?? 1);
const WORLDS = Number(process.env['SWARM_WORLDS'] ?? 50);

const AGAIN_EVERY = 10;
const REPORTS_EVERY = 3;

/** Tests one of several equal parts of the worlds: files run beside one another. */
export function testWorlds(part: number, parts: number): void {
  it(
    `everything holds in every ${parts}th of ${WORLDS} worlds from seed ${FROM + part}`,
    { timeout: 10_000 * WORLDS },
    () => {
      for (let seed = FROM + part; seed < FROM + WORLDS; seed += parts) {
        const world = randomWorld(seed);
        const options = { again: seed % AGAIN_EVERY === 0, reports: seed % REPORTS_EVERY === 0 };
        const { failures } = judge(world, options);
        expect(failures, `npm run swarm -- --seed ${seed}   (${world.features})`).toEqual([]);
      }
    },
  );
}
