import { meant, oneOf, quoted, type Mistyped, type Unknown } from './words.ts';

/** A file of metrics may have hundreds of names. */
const MOST_NAMES = 12;

/** E2, W2: the scenario file. */
export const scenario = {
  E201: (p: { found: string | undefined }) => ({
    message: p.found === undefined ? 'the scenario says no apiVersion' : 'this apiVersion is not known',
    expected: 'apiVersion: rehearse.dev/v1',
    ...(p.found === undefined ? {} : { found: p.found }),
    fix: 'write apiVersion: rehearse.dev/v1',
  }),
  E202: (p: { found: string | undefined }) => ({
    message: p.found === undefined ? 'the scenario says no kind' : 'this is not a Scenario',
    expected: 'kind: Scenario',
    ...(p.found === undefined ? {} : { found: p.found }),
    fix:
      p.found === 'Rollout'
        ? 'a bare manifest is rehearsed by: rehearse FILE --set-image CONTAINER=IMAGE'
        : 'write kind: Scenario',
  }),
  E203: (p: { found: string }) => ({
    message: 'a scenario file is a mapping',
    expected: 'apiVersion, kind, metadata and spec',
    found: p.found,
    fix: 'begin with apiVersion: rehearse.dev/v1',
  }),
  E204: (p: { path: string; key: string; what: string }) => ({
    message: `${p.path} lacks ${quoted(p.key)}`,
    expected: p.what,
    fix: `add ${p.key}`,
  }),
  E205: (p: Unknown & { path: string }) => ({
    message: `${p.path} has no key ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, 'remove it'),
  }),
  E206: (p: Mistyped & { expected: string }) => ({
    message: `${p.path} has the wrong type`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.expected}`,
  }),
  E207: (p: Unknown & { path: string }) => ({
    message: `${p.path} cannot be ${p.found}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${oneOf(p.known)}`),
  }),
  E208: (p: Mistyped) => ({
    message: `${p.path} is no duration`,
    expected: 'a Go duration such as 10s, 1m30s, 2h or 500ms',
    found: p.found,
    fix: 'write a number and a unit: ms, s, m or h',
  }),
  E209: (p: Mistyped) => ({
    message: `${p.path} cannot be negative`,
    expected: 'a duration of 0s or more',
    found: p.found,
    fix: 'remove the minus sign',
  }),
  E210: (p: Mistyped) => ({
    message: `${p.path} has no unit`,
    expected: 'a Go duration such as 10s, 1m30s, 2h or 500ms',
    found: p.found,
    fix: `write ${p.found}s if seconds are meant`,
  }),
  E211: (p: Mistyped & { hours: number | undefined }) => ({
    message: `${p.path} uses a unit that Go durations do not have`,
    expected: 'ms, s, m or h',
    found: p.found,
    fix: p.hours === undefined ? 'write it in hours' : `write ${p.hours}h`,
  }),
  E212: (p: { path: string; part: string; instead: string }) => ({
    message: `${p.part} is not modelled yet`,
    expected: 'only what this version models, so that no result is made up',
    found: p.path,
    fix: p.instead,
  }),
  E213: (p: Mistyped) => ({
    message: `${p.path} is no name`,
    expected: 'lower-case letters, digits and dashes, a letter or digit at both ends, at most 63',
    found: p.found,
    fix: 'write a name such as my-scenario',
  }),
  E214: (p: Mistyped & { limit: string }) => ({
    message: `${p.path} is out of range`,
    expected: p.limit,
    found: p.found,
    fix: `write ${p.limit}`,
  }),
  E215: (p: { path: string; what: string }) => ({
    message: `${p.path} is empty`,
    expected: p.what,
    found: 'nothing',
    fix: `add ${p.what}, or remove the key`,
  }),
  E216: (p: { until: string; limit: string }) => ({
    message: 'the rehearsal would be cut off before its end',
    expected: `until of at most spec.limit (${p.limit})`,
    found: p.until,
    fix: `set spec.limit to ${p.until} or more`,
  }),
  E217: (p: Mistyped) => ({
    message: `${p.path} is no time`,
    expected: 'a time with whole seconds, such as 2026-01-01T00:00:00Z',
    found: p.found,
    fix: 'write it as YYYY-MM-DDThh:mm:ssZ',
  }),
  E218: (p: { path: string; key: string; line: number }) => ({
    message: `${p.path}: a container that never becomes ready has no ${p.key}`,
    expected: `never or ${p.key}`,
    found: `both (never is on line ${p.line})`,
    fix: 'remove one of the two',
  }),
  E219: (p: { path: string; detail: string }) => ({
    message: `${p.path}: this distribution makes no sense`,
    expected: p.detail,
    fix: 'correct its parameters',
  }),
  E220: (p: { name: string; line: number }) => ({
    message: `a node named ${quoted(p.name)} is already there (line ${p.line})`,
    expected: 'a name of its own for each node',
    found: p.name,
    fix: 'rename one of the two',
  }),
  E221: (p: Mistyped) => ({
    message: `${p.path} is no quantity`,
    expected: 'a Kubernetes quantity such as 500m, 2, 64Mi or 1Gi',
    found: p.found,
    fix: 'write a number, with a suffix such as m, Mi or Gi',
  }),
  E222: (p: { path: string; line: number }) => ({
    message: `the file ${p.path} is already named on line ${p.line}`,
    expected: 'each manifest file once',
    found: p.path,
    fix: 'remove one of the two',
  }),
  E223: (p: { limit: string; resolution: string }) => ({
    message: 'the clock would have too many instants',
    expected: 'a resolution of 1ms or more, and not above the limit',
    found: `resolution ${p.resolution}, limit ${p.limit}`,
    fix: 'leave resolution out (100ms), or write 1s',
  }),
  W224: (p: { image: string; known: readonly string[]; suggestion: string | undefined }) => ({
    message: `no manifest and no command uses the image ${quoted(p.image)}`,
    expected: p.known.length === 0 ? 'an image of a manifest or a command' : oneOf(p.known),
    found: p.image,
    fix: p.suggestion === undefined ? 'check the name and the tag' : `did you mean ${p.suggestion}?`,
  }),
  E225: (p: Mistyped) => ({
    message: `${p.path} says not how many pods`,
    expected: 'a number from 1 on, all, or a share such as 50%',
    found: p.found,
    fix: 'write a number, all, or a percentage',
  }),
  E226: (p: { found: string; detail: string }) => ({
    message: 'these values cannot be read',
    expected: 'values as promtool writes series: 0.99, 0.99x10 (eleven of them), 1+2x5, _ (as before), stale (none)',
    found: p.found,
    fix: p.detail,
  }),
  E227: () => ({
    message: 'this comes before the entry above it',
    expected: 'times in their order',
    fix: 'put the entries in order',
  }),
  W228: (p: Unknown & { of: string }) => ({
    message: `no analysis has a ${p.of} named ${quoted(p.found)}`,
    expected: p.known.length === 0 ? `a ${p.of} of the manifests` : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'check the name (or the text of the query)'),
  }),
  W229: (p: { path: string }) => ({
    message: `${p.path} shows in requests only, and the scenario has no traffic`,
    expected: 'spec.traffic',
    found: 'no traffic',
    fix: 'add traffic: {flows: [{to: {rollout: NAME}, arrivals: 100}]}, or remove it',
  }),
  E230: (p: { window: string; scrape: string }) => ({
    message: 'Prometheus scrapes between two windows',
    expected: 'windows and scrapes above 0s, and a whole number of windows from one scrape to the next',
    found: `window ${p.window}, scrape ${p.scrape}`,
    fix: 'leave both out (1s, 15s)',
  }),
  E234: (p: { found: string; detail: string }) => ({
    message: 'this names no series',
    expected: 'a series as Prometheus writes it: name{label="value"}',
    found: p.found,
    fix: p.detail,
  }),
  E235: (p: { found: string; first: string }) => ({
    message: 'this series is written twice',
    expected: 'each series once; the order of its labels makes no difference',
    found: `${p.first} and ${p.found}`,
    fix: 'remove one of the two',
  }),
  E231: (p: Unknown) => ({
    message: `nothing is said of the dependency ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'a name of spec.traffic.dependencies (there is none)' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'add it: traffic: {dependencies: {NAME: {outages: [{from: 5m, to: 6m}]}}}'),
  }),
  E232: (p: { message: string; expected: string; found: string; fix: string }) => ({
    message: p.message,
    expected: p.expected,
    found: p.found,
    fix: p.fix,
  }),
  E233: (p: Unknown & { file: string }) => ({
    message: `the recording ${p.file} has no series of ${p.found}`,
    expected: p.known.length === 0 ? 'a file with samples of this metric' : oneOf(p.known.slice(0, MOST_NAMES)),
    found: p.found,
    fix: meant(p, 'check the name, and the labels'),
  }),
  E236: (p: { found: string; detail: string }) => ({
    message: `this does not select series: ${p.detail}`,
    expected: 'the name of a metric, or NAME{label="value"}',
    found: p.found,
    fix: 'write it as in PromQL, without functions and ranges',
  }),
  E238: (p: { path: string; key: string; beside: readonly string[] }) => ({
    message:
      p.beside.length === 0
        ? `${p.path} needs more than ${p.key}`
        : `${p.path} cannot have ${p.key} beside ${p.beside.join(' and ')}`,
    expected: p.beside.length === 0 ? `the keys that go with ${p.key}` : `keys of one form`,
    found: [...p.beside, p.key].join(', '),
    fix:
      p.beside.length === 0
        ? 'docs/scenario.md lists the forms and their keys'
        : `keep ${p.key}, or ${p.beside.join(' and ')}`,
  }),
  E239: (p: { path: string; what: string; expected: string; found: string }) => ({
    message: `${p.path} ${p.what}`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.expected}`,
  }),
  E237: (p: { path: string }) => ({
    message: `${p.path} cannot have this name`,
    expected: 'any other name',
    found: '__proto__',
    fix: 'choose another name',
  }),
};
