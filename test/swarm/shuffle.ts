import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../src/api/json.ts';
import { streams } from '../../src/kernel/streams.ts';
import { Draw } from './world/draw.ts';
import type { SwarmWorld } from './world/random-world.ts';

type Files = Pick<SwarmWorld, 'scenario' | 'files'>;

/** The same world in other files: the keys of every mapping, the documents of every file, and the files themselves in another order. */
export function shuffled({ scenario, files }: Files): Files {
  const draw = new Draw(streams('swarm').stream('shuffle'));
  const others = [...files].map(
    ([name, documents]) => [name, draw.shuffle(documents).map((each) => shuffledObject(draw, each))] as const,
  );
  return { scenario: shuffledObject(draw, withOtherFileOrder(draw, scenario)), files: new Map(draw.shuffle(others)) };
}

/** Lists keep their order: it means something in a manifest and in a script. */
function shuffledValue(draw: Draw, value: Json): Json {
  if (isJsonArray(value)) return value.map((item) => shuffledValue(draw, item));
  return isJsonObject(value) ? shuffledObject(draw, value) : value;
}

function shuffledObject(draw: Draw, object: JsonObject): JsonObject {
  const entries = draw.shuffle(Object.entries(object));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value === undefined ? value : shuffledValue(draw, value)]),
  );
}

function withOtherFileOrder(draw: Draw, scenario: JsonObject): JsonObject {
  const { spec } = scenario;
  if (!isJsonObject(spec)) return scenario;
  const { manifests, git } = spec;
  const turned = isJsonArray(manifests) ? { manifests: draw.shuffle(manifests) } : {};
  const repositories = isJsonObject(git)
    ? {
        git: Object.fromEntries(
          Object.entries(git).map(([name, value]) => [name, isJsonObject(value) ? withFiles(draw, value) : value]),
        ),
      }
    : {};
  return { ...scenario, spec: { ...spec, ...turned, ...repositories } };
}

function withFiles(draw: Draw, repository: JsonObject): JsonObject {
  const { manifests } = repository;
  return isJsonArray(manifests) ? { ...repository, manifests: draw.shuffle(manifests) } : repository;
}
