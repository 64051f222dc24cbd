/**
 * Reads the Go types of the kinds of Kubernetes and writes what the API server knows of them as data: fields, presence, merge keys.
 * usage: node scripts/run-typescript.mjs scripts/kubernetes-types.ts API META VERSION
 * with API a checkout of k8s.io/api and META the file pkg/apis/meta/v1/types.go of k8s.io/apimachinery, of the same version.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The groups and versions that a cluster serves by default, and that people put into manifests. */
const PACKAGES = [
  ...['core/v1', 'apps/v1', 'batch/v1', 'autoscaling/v1', 'autoscaling/v2', 'policy/v1', 'networking/v1', 'rbac/v1'],
  ...['storage/v1', 'scheduling/v1', 'coordination/v1', 'discovery/v1', 'admissionregistration/v1', 'node/v1'],
  'certificates/v1',
];
/** The API groups whose names are not those of their packages. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['core', ''],
  ['networking', 'networking.k8s.io'],
  ['rbac', 'rbac.authorization.k8s.io'],
  ['storage', 'storage.k8s.io'],
  ['scheduling', 'scheduling.k8s.io'],
  ['coordination', 'coordination.k8s.io'],
  ['discovery', 'discovery.k8s.io'],
  ['admissionregistration', 'admissionregistration.k8s.io'],
  ['node', 'node.k8s.io'],
  ['certificates', 'certificates.k8s.io'],
]);
/** Types of other packages and such with a notation of their own. */
const SCALARS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['bool', 'bool'],
  ['byte', 'int'],
  ['int', 'int'],
  ['int32', 'int'],
  ['int64', 'int'],
  ['float64', 'number'],
  ['types.UID', 'text'],
  ['metav1.Time', 'time'],
  ['meta.Time', 'time'],
  ['metav1.MicroTime', 'raw'],
  ['metav1.Duration', 'raw'],
  ['metav1.FieldsV1', 'raw'],
  ['meta.FieldsV1', 'raw'],
  ['metav1.LabelSelectorOperator', 'text'],
  ['resource.Quantity', 'quantity'],
  ['intstr.IntOrString', 'intOrString'],
  ['runtime.RawExtension', 'raw'],
]);

interface GoField {
  readonly name: string | undefined;
  readonly type: string;
  readonly tag: string;
}

interface GoPackage {
  /** `apps`, `autoscaling/v2`; a prefix of type names. */
  readonly prefix: string;
  readonly structs: Map<string, readonly GoField[]>;
  /** Names for other types: `type PodPhase string`. */
  readonly aliases: Map<string, string>;
}

function parse(prefix: string, text: string): GoPackage {
  const structs = new Map<string, readonly GoField[]>();
  const aliases = new Map<string, string>();
  let current: { readonly name: string; readonly fields: GoField[] } | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    const struct = /^type (\w+) struct \{$/.exec(line);
    const alias = /^(?:type )?(\w+) (=? ?[\w.[\]*]+)$/.exec(line);
    if (current !== undefined) {
      if (line === '}') {
        structs.set(current.name, current.fields);
        current = undefined;
        continue;
      }
      const field = /^(?:(\w+)\s+)?([\w.[\]*]+)\s+`(.*)`$/.exec(line);
      if (field?.[2] !== undefined) current.fields.push({ name: field[1], type: field[2], tag: field[3] ?? '' });
    } else if (struct?.[1] !== undefined) current = { name: struct[1], fields: [] };
    else if (raw.startsWith('type ') && alias?.[1] !== undefined && alias[2] !== undefined) {
      aliases.set(alias[1], alias[2].replace(/^= ?/, ''));
    }
  }
  return { prefix, structs, aliases };
}

const [apiFolder = '', metaFile = '', version = ''] = process.argv.slice(2);
const meta = parse('meta', readFileSync(metaFile, 'utf8'));
const packages = new Map(
  PACKAGES.map((name) => {
    const prefix = name.startsWith('autoscaling') ? name : (name.split('/')[0] ?? '');
    return [name, parse(prefix, readFileSync(join(apiFolder, name, 'types.go'), 'utf8'))];
  }),
);
const core = packages.get('core/v1') ?? meta;

/** The package and the bare name of a type that a package mentions. */
function resolve(type: string, where: GoPackage): { readonly owner: GoPackage; readonly name: string } {
  const dot = type.indexOf('.');
  if (dot < 0) return { owner: where, name: type };
  const owner = { metav1: meta, meta, v1: core, corev1: core, apiv1: core, api: core }[type.slice(0, dot)] ?? where;
  return { owner, name: type.slice(dot + 1) };
}

const types: Record<string, string> = {};
const pending: { readonly owner: GoPackage; readonly name: string }[] = [];
const seen = new Set<string>();

function notation(type: string, where: GoPackage): string {
  if (type.startsWith('*')) return notation(type.slice(1), where);
  if (type === '[]byte') return 'bytes';
  if (type.startsWith('[]')) return `[]${notation(type.slice(2), where)}`;
  const map = /^map\[[\w.]+\](.+)$/.exec(type);
  if (map?.[1] !== undefined) return `{}${notation(map[1], where)}`;
  const scalar = SCALARS.get(type) ?? (where === meta ? SCALARS.get(`meta.${type}`) : undefined);
  if (scalar !== undefined) return scalar;
  const { owner, name } = resolve(type, where);
  const alias = owner.aliases.get(name);
  if (alias !== undefined) return notation(alias, owner);
  if (!owner.structs.has(name)) throw new Error(`${where.prefix}: ${type} is not a known type`);
  const full = `${owner.prefix}.${name}`;
  if (!seen.has(full)) {
    seen.add(full);
    pending.push({ owner, name });
  }
  return full;
}

/** The value of a key in a struct tag. */
function tagValue(tag: string, key: string): string {
  return new RegExp(`${key}:"([^"]*)"`).exec(tag)?.[1] ?? '';
}

/** `containers=[]core.Container|merge:name`: `?` omits zero values, `*` is an optional pointer, `=` is always there, `!` is null when unset. */
function fieldsOf(struct: string, where: GoPackage): readonly string[] {
  return (where.structs.get(struct) ?? []).flatMap(({ name, type, tag }) => {
    const [json = '', ...options] = tagValue(tag, 'json').split(',');
    if (json === '-' || (name === undefined && type.endsWith('TypeMeta'))) return [];
    if (json === '' && options.includes('inline')) {
      const { owner, name: inner } = resolve(type.replace('*', ''), where);
      return fieldsOf(inner, owner);
    }
    const isPointer = type.startsWith('*');
    // Go's omitempty leaves out no struct, whatever its JSON looks like; omitzero does.
    const omits = options.includes('omitzero') || (options.includes('omitempty') && !isStruct(type, where));
    const presence = isPointer ? (options.includes('omitempty') ? '*' : '!') : omits ? '?' : '=';
    const strategy = tagValue(tag, 'patchStrategy');
    const key = tagValue(tag, 'patchMergeKey');
    const merge = strategy === '' ? '' : `|${strategy}${key === '' ? '' : `:${key}`}`;
    // The status of an object is left as it is: nobody writes it by a manifest.
    const isStatus = json === 'status' && isKind(struct, where);
    return [`${json}${presence}${isStatus ? 'raw' : notation(type, where)}${merge}`];
  });
}

/** Whether a type is a struct in Go. */
function isStruct(type: string, where: GoPackage): boolean {
  if (!/^[\w.]+$/.test(type)) return false;
  if (['time', 'quantity', 'intOrString', 'raw'].includes(SCALARS.get(type) ?? '')) return true;
  const { owner, name } = resolve(type, where);
  const alias = owner.aliases.get(name);
  return owner.structs.has(name) || (alias !== undefined && isStruct(alias, owner));
}

function isKind(struct: string, { structs }: GoPackage): boolean {
  const embedded = (structs.get(struct) ?? []).filter(({ name }) => name === undefined).map(({ type }) => type);
  return embedded.includes('metav1.TypeMeta') && embedded.includes('metav1.ObjectMeta');
}

const kinds: Record<string, string> = {};
for (const [name, source] of packages) {
  const [folder = '', apiVersion = ''] = name.split('/');
  const group = GROUPS.get(folder) ?? folder;
  for (const struct of source.structs.keys()) {
    if (!isKind(struct, source)) continue;
    kinds[`${group === '' ? '' : `${group}/`}${apiVersion}/${struct}`] = notation(struct, source);
  }
}
for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
  types[`${next.owner.prefix}.${next.name}`] = fieldsOf(next.name, next.owner).join(' ');
}

const sorted = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
const table = { version, kinds: sorted(kinds), types: sorted(types) };
writeFileSync('src/api/kubernetes/types.json', `${JSON.stringify(table, undefined, 1)}\n`);
