import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import type { ReferencePath } from '../routers/definition.ts';
import type { WriteStub } from '../routers/stub.ts';
import { ROUTERS } from '../routers/table.ts';
import { own } from '../text/own.ts';
import type { Manifest } from './manifest.ts';
import { valueAt } from './schema/issues.ts';
import type { YamlPath } from './yaml-path.ts';

/** What a reference leads to: a kind, with its API group where several groups have a kind of that name. */
export interface Referent {
  readonly kind: string;
  readonly group?: string;
}

/** A field of an object that names another object. */
export interface Reference extends Referent {
  readonly name: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly path: YamlPath;
  /** Whether the rollout controller sets InvalidSpec if the object is missing; else a later write fails. */
  readonly required?: boolean;
  /** A manifest to start from; absent: as for any object of the kind. */
  readonly stub?: WriteStub | undefined;
}

/** Where names stand in an object; `*` is every position of a list. */
interface NamedAt {
  readonly to: Referent;
  readonly path: readonly string[];
}

const STRATEGY: YamlPath = ['spec', 'strategy'];
const ROUTING: YamlPath = [...STRATEGY, 'canary', 'trafficRouting'];

function at(to: Referent, prefix: string, paths: readonly string[]): readonly NamedAt[] {
  return paths.map((path) => ({ to, path: `${prefix}.${path}`.split('.') }));
}

/** Below spec.strategy of a Rollout. */
const OF_STRATEGY: readonly NamedAt[] = [
  ...at({ kind: 'Service' }, 'blueGreen', ['activeService', 'previewService']),
  ...at({ kind: 'Service' }, 'canary', [
    'stableService',
    'canaryService',
    'pingPong.pingService',
    'pingPong.pongService',
  ]),
];

/** Lists of references to analysis templates, by the kind that has them. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Rollout: [
    'spec.strategy.blueGreen.prePromotionAnalysis.templates.*',
    'spec.strategy.blueGreen.postPromotionAnalysis.templates.*',
    'spec.strategy.canary.analysis.templates.*',
    'spec.strategy.canary.steps.*.analysis.templates.*',
    'spec.strategy.canary.steps.*.experiment.analyses.*',
  ],
  Experiment: ['spec.analyses.*'],
  AnalysisTemplate: ['spec.templates.*'],
  ClusterAnalysisTemplate: ['spec.templates.*'],
};

/** Every object that an object names. */
export function referencesOf(manifest: Manifest): readonly Reference[] {
  const { kind } = manifest.resource;
  const analyses = templateReferences(manifest, own(TEMPLATES, kind) ?? []);
  if (kind !== 'Rollout') return [...analyses, ...secretReferences(manifest)];
  return [...strategyReferences(manifest), ...routerReferences(manifest), ...analyses, ...workloadReference(manifest)];
}

function strategyReferences({ object, namespace }: Manifest): readonly Reference[] {
  const strategy = valueAt(object, STRATEGY);
  return OF_STRATEGY.flatMap(({ to, path }) =>
    find(strategy, path, STRATEGY).flatMap((found) => {
      const name = textOf(found.value);
      return name === undefined ? [] : [{ ...to, name, namespace, path: found.path }];
    }),
  );
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Objects that the traffic routers of a Rollout name. */
function routerReferences({ object, namespace }: Manifest): readonly Reference[] {
  const routing = valueAt(object, ROUTING) ?? null;
  return ROUTERS.flatMap(({ references }) => references).flatMap((reference) =>
    find(routing, reference.path, ROUTING).flatMap(({ value, path }) => {
      const text = textOf(value);
      if (text === undefined) return [];
      const { kind, group, required = false, stub } = reference;
      const named = namespacedName(text, reference.namespace, routing);
      return [{ kind, ...(group === undefined ? {} : { group }), namespace, ...named, path, required, stub }];
    }),
  );
}

function namespacedName(
  text: string,
  from: ReferencePath['namespace'],
  routing: Json,
): { readonly name: string; readonly namespace?: string } {
  if (from === undefined) return { name: text };
  if (from === 'in-name') {
    const dot = text.indexOf('.');
    return dot < 0 ? { name: text } : { name: text.slice(0, dot), namespace: text.slice(dot + 1) };
  }
  const namespace = textOf(valueAt(routing, from));
  return namespace === undefined ? { name: text } : { name: text, namespace };
}

function templateReferences({ object, namespace }: Manifest, paths: readonly string[]): readonly Reference[] {
  return paths.flatMap((pattern) =>
    find(object, pattern.split('.'), []).flatMap(({ value, path }) => {
      const name = isJsonObject(value) ? textOf(value['templateName']) : undefined;
      if (name === undefined || !isJsonObject(value)) return [];
      const cluster = value['clusterScope'] === true;
      const kind = cluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
      return [{ kind, name, namespace: cluster ? '' : namespace, path: [...path, 'templateName'] }];
    }),
  );
}

/** Secrets from which the arguments of an analysis come; those of a ClusterAnalysisTemplate are looked for where it is used. */
function secretReferences({ resource, object, namespace }: Manifest): readonly Reference[] {
  if (resource.kind !== 'AnalysisTemplate' && resource.kind !== 'AnalysisRun') return [];
  return find(object, 'spec.args.*.valueFrom.secretKeyRef'.split('.'), []).flatMap(({ value, path }) => {
    const name = isJsonObject(value) ? textOf(value['name']) : undefined;
    return name === undefined ? [] : [{ kind: 'Secret', name, namespace, path: [...path, 'name'] }];
  });
}

function workloadReference({ object, namespace }: Manifest): readonly Reference[] {
  const path = ['spec', 'workloadRef'];
  const value = valueAt(object, path);
  const reference: JsonObject = isJsonObject(value) ? value : {};
  const name = textOf(reference['name']);
  if (name === undefined || reference['kind'] !== 'Deployment') return [];
  return [{ kind: 'Deployment', name, namespace, path: [...path, 'name'] }];
}

interface Found {
  readonly value: Json | undefined;
  readonly path: YamlPath;
}

function find(value: Json | undefined, pattern: readonly string[], before: YamlPath): readonly Found[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return [{ value, path: before }];
  if (part === '*') {
    return isJsonArray(value) ? value.flatMap((item, index) => find(item, rest, [...before, index])) : [];
  }
  return isJsonObject(value) ? find(own(value, part), rest, [...before, part]) : [];
}
