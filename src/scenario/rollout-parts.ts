import { pauseDurationSeconds } from '../api/durations.ts';
import { isJsonArray, isJsonObject, type Json } from '../api/json.ts';
import { own } from '../text/own.ts';
import type { DiagnosticList } from './diagnostics.ts';
import type { Manifest } from './manifest.ts';
import { ROUTER_PLUGINS_PATH, UNMODELLED_FIELDS } from './not-modelled.ts';
import { valueAt } from './schema/issues.ts';
import { pathText, placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';
import { GATEWAY_API_PLUGIN } from '../routers/gateway-api/config.ts';

/** Refuses the parts of a Rollout that this version has no model of, and warns of steps that look like several. */
export function checkModelled(rollout: Manifest, diagnostics: DiagnosticList): void {
  const { document } = rollout;
  for (const { path, part } of UNMODELLED_FIELDS) {
    for (const found of pathsTo(rollout.object, path)) {
      diagnostics.add('E427', placeOfKey(document, [...rollout.path, ...found]), { part, path: pathText(found) });
    }
  }
  checkRouterPlugins(rollout, diagnostics);
  const steps = valueAt(rollout.object, ['spec', 'strategy', 'canary', 'steps']);
  if (!isJsonArray(steps)) return;
  steps.forEach((step, index) => {
    checkPause(rollout, step, index, diagnostics);
    const keys = isJsonObject(step) ? Object.keys(step) : [];
    if (keys.length < 2) return;
    const path = ['spec', 'strategy', 'canary', 'steps', index];
    const [, second = ''] = keys;
    const place = placeOfKey(document, [...rollout.path, ...path, second]);
    diagnostics.add('W428', place, { path: pathText(path), keys: keys.join(' and ') });
  });
}

/** The controller takes a pause that it cannot read as one of -1 s, and refuses it by that number alone. */
function checkPause({ document, path: root }: Manifest, step: Json, index: number, diagnostics: DiagnosticList): void {
  const duration = valueAt(step, ['pause', 'duration']);
  if (typeof duration !== 'string' || pauseDurationSeconds(duration) >= 0 || duration.startsWith('-')) return;
  const path = ['spec', 'strategy', 'canary', 'steps', index, 'pause', 'duration'];
  const place = placeOfValue(document, [...root, ...path]);
  diagnostics.add('W442', place, { path: pathText(path), found: duration, suggestion: durationMeant(duration) });
}

/** `5minutes` is 5m, `1d` is 24h. */
function durationMeant(text: string): string | undefined {
  const [, count = '', unit = ''] = /^\s*(\d+)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  if (count === '') return undefined;
  if (/^d(ays?)?$/i.test(unit)) return `${Number(count) * 24}h`;
  if (/^(m|min|mins|minutes?)$/i.test(unit)) return `${count}m`;
  if (/^(h|hrs?|hours?)$/i.test(unit)) return `${count}h`;
  return /^(s|secs?|seconds?)$/i.test(unit) ? `${count}s` : undefined;
}

/** A plugin is a program of its own: only the one that is built in has a model. */
function checkRouterPlugins({ object, document, path }: Manifest, diagnostics: DiagnosticList): void {
  const plugins = valueAt(object, ROUTER_PLUGINS_PATH);
  for (const name of isJsonObject(plugins) ? Object.keys(plugins) : []) {
    if (name === GATEWAY_API_PLUGIN) continue;
    const found = [...ROUTER_PLUGINS_PATH, name];
    const place = placeOfKey(document, [...path, ...found]);
    diagnostics.add('E427', place, { part: `the traffic router plugin ${name}`, path: pathText(found) });
  }
}

/** The paths that a pattern matches in a value; `*` stands for every position of a list. */
function pathsTo(value: Json | undefined, pattern: readonly string[], before: YamlPath = []): readonly YamlPath[] {
  const [part, ...rest] = pattern;
  if (part === undefined) return value === undefined || value === null ? [] : [before];
  if (part === '*') {
    return isJsonArray(value) ? value.flatMap((item, index) => pathsTo(item, rest, [...before, index])) : [];
  }
  return isJsonObject(value) ? pathsTo(own(value, part), rest, [...before, part]) : [];
}
