import type { Container, PodTemplateSpec } from '../../api/shape/core.ts';
import type { TopologySpreadConstraint, Toleration } from '../../api/shape/core-affinity.ts';
import type { ContainerPort } from '../../api/shape/core-container.ts';
import type { EnvFromSource, EnvVar } from '../../api/shape/core-env.ts';
import type { Probe } from '../../api/shape/core-probes.ts';
import type { Volume } from '../../api/shape/core-volumes.ts';
import { goQuote } from '../../api/go-quote.ts';
import { compareText } from '../../api/order.ts';
import { formatLabelSelector } from '../../api/selector.ts';

/** A longer annotation stands on lines of its own. Source: describe.go maxAnnotationLen. */
const MAX_ANNOTATION = 140;

/** Source: describe.go skipAnnotations. */
const HIDDEN_ANNOTATIONS: ReadonlySet<string> = new Set(['kubectl.kubernetes.io/last-applied-configuration']);

type Labels = Readonly<Record<string, string>>;

/** Entries in the order of their keys. */
function sorted<T>(map: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}

function by<T>(key: (item: T) => string, items: readonly T[] = []): readonly T[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}

/** A title with one value a line: the first beside it, the others below it after a tab. */
function multiline(title: string, values: readonly string[]): string {
  return `${title}:\t${values.length === 0 ? '<none>' : values.join('\n\t')}\n`;
}

function labelLines(title: string, labels: Labels | undefined): string {
  return multiline(
    title,
    sorted(labels).map(([key, value]) => `${key}=${value}`),
  );
}

function annotationText([key, text]: readonly [string, string]): string {
  const value = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (value.length + key.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) return `${key}: ${value}`;
  const room = MAX_ANNOTATION - 2;
  const lines = value.split('\n').map((line) => (line.length > room ? `${line.slice(0, room)}...` : line));
  return [`${key}:`, ...lines.map((line) => `\t  ${line}`)].join('\n');
}

function portsText(ports: readonly ContainerPort[], number: (port: ContainerPort) => number): string {
  return ports
    .map((port) => `${number(port)}/${port.protocol ?? ''}${port.name === undefined ? '' : ` (${port.name})`}`)
    .join(', ');
}

function portLine(title: string, text: string): string {
  return text.includes(',') ? `    ${title}s:\t${text}\n` : `    ${title}:\t${text || '<none>'}\n`;
}

/** Lines of the words of a command, each word on as many lines as it has. */
function wordLines(title: string, words: readonly string[] | undefined): string {
  if (words === undefined || words.length === 0) return '';
  return [`    ${title}:`, ...words.flatMap((word) => word.split('\n')).map((line) => `      ${line}`), ''].join('\n');
}

function quantityLines(title: string, quantities: Labels | undefined): string {
  const rows = sorted(quantities).map(([name, quantity]) => `      ${name}:\t${quantity}\n`);
  return rows.length === 0 ? '' : `    ${title}:\n${rows.join('')}`;
}

/** Source: describe.go DescribeProbe. */
function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0 } = probe;
  const { successThreshold = 0, failureThreshold = 0 } = probe;
  const rest = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s successThreshold=${successThreshold} failureThreshold=${failureThreshold}`;
  if (probe.exec !== undefined) return `exec [${(probe.exec.command ?? []).join(' ')}] ${rest}`;
  if (probe.httpGet !== undefined) {
    const { scheme = '', host = '', port, path = '' } = probe.httpGet;
    return `http-get ${scheme === '' ? '' : `${scheme.toLowerCase()}:`}//${host}:${port}${path} ${rest}`;
  }
  if (probe.tcpSocket !== undefined) {
    return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${rest}`;
  }
  if (probe.grpc !== undefined) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${rest}`;
  return `unknown ${rest}`;
}

function probeLine(title: string, probe: Probe | undefined): string {
  return probe === undefined ? '' : `    ${title}:\t${probeText(probe)}\n`;
}

function envFromLine({ configMapRef, secretRef, prefix }: EnvFromSource): string {
  const reference = configMapRef ?? secretRef;
  const from = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
  const prefixed = prefix === undefined ? '' : ` with prefix '${prefix}'`;
  return `      ${reference?.name ?? ''}\t${from}${prefixed}\tOptional: ${reference?.optional ?? false}\n`;
}

function envLines({ name, value = '', valueFrom }: EnvVar): string {
  if (valueFrom === undefined) return `      ${name}:\t${value.split('\n').join('\n      \t')}\n`;
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) return `      ${name}:\t (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})\n`;
  if (resourceFieldRef !== undefined) return `      ${name}:\t (${resourceFieldRef.resource})\n`;
  if (secretKeyRef !== undefined) {
    const { key, name: secret, optional = false } = secretKeyRef;
    return `      ${name}:\t<set to the key '${key}' in secret '${secret ?? ''}'>\tOptional: ${optional}\n`;
  }
  if (configMapKeyRef !== undefined) {
    const { key, name: configMap, optional = false } = configMapKeyRef;
    return `      ${name}:\t<set to the key '${key}' of config map '${configMap ?? ''}'>\tOptional: ${optional}\n`;
  }
  return '';
}

/** A title with its lines below it, or `<none>` beside it. */
function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? `    ${title}:\t<none>\n` : `    ${title}:\n${lines.join('')}`;
}

/** Source: describe.go describeContainers. */
function containerText(container: Container): string {
  const { name, image = '', ports = [], securityContext, resources, envFrom = [], env = [] } = container;
  const profile = securityContext?.seccompProfile;
  const mounts = by(({ mountPath }) => mountPath, container.volumeMounts).map((mount) => {
    const path = mount.subPath === undefined ? '' : `,path=${goQuote(mount.subPath)}`;
    return `      ${mount.mountPath} from ${mount.name} (${mount.readOnly === true ? 'ro' : 'rw'}${path})\n`;
  });
  const devices = by(({ devicePath }) => devicePath, container.volumeDevices);
  return [
    `   ${name}:\n`,
    `    Image:\t${image}\n`,
    portLine(
      'Port',
      portsText(ports, ({ containerPort }) => containerPort),
    ),
    portLine(
      'Host Port',
      portsText(ports, ({ hostPort = 0 }) => hostPort),
    ),
    profile === undefined ? '' : `    SeccompProfile:\t${profile.type}\n`,
    profile?.localhostProfile === undefined ? '' : `      LocalhostProfile:\t${profile.localhostProfile}\n`,
    wordLines('Command', container.command),
    wordLines('Args', container.args),
    quantityLines('Limits', resources.limits),
    quantityLines('Requests', resources.requests),
    probeLine('Liveness', container.livenessProbe),
    probeLine('Readiness', container.readinessProbe),
    probeLine('Startup', container.startupProbe),
    envFrom.length === 0 ? '' : block('Environment Variables from', envFrom.map(envFromLine)),
    block('Environment', env.map(envLines)),
    block('Mounts', mounts),
    // The reference prints `<none>` of the mounts here, too.
    devices.length === 0 ? '' : `    Devices:${mounts.length === 0 ? '\t<none>' : ''}\n`,
    ...devices.map((device) => `      ${device.devicePath} from ${device.name}\n`),
  ].join('');
}

function containersText(title: string, containers: readonly Container[]): string {
  return `  ${title}:${containers.length === 0 ? ' <none>' : ''}\n${containers.map(containerText).join('')}`;
}

type Rows = readonly (readonly [string, string | number | boolean])[];

/** What a volume is and its parameters; undefined for sources that need a plugin of the cluster. Source: describe.go describeVolumes. */
function volumeRows(volume: Volume): Rows | undefined {
  const { hostPath, emptyDir, secret, configMap, nfs, persistentVolumeClaim, projected, csi, image } = volume;
  if (hostPath !== undefined) {
    const { path, type = '<none>' } = hostPath;
    return [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', path],
      ['HostPathType', type],
    ];
  }
  if (emptyDir !== undefined) {
    const { medium = '', sizeLimit = '<unset>' } = emptyDir;
    return [
      ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ['Medium', medium],
      ['SizeLimit', sizeLimit],
    ];
  }
  if (secret !== undefined) {
    const { secretName = '', optional = false } = secret;
    return [
      ['Type', 'Secret (a volume populated by a Secret)'],
      ['SecretName', secretName],
      ['Optional', optional],
    ];
  }
  if (configMap !== undefined) {
    const { name = '', optional = false } = configMap;
    return [
      ['Type', 'ConfigMap (a volume populated by a ConfigMap)'],
      ['Name', name],
      ['Optional', optional],
    ];
  }
  if (nfs !== undefined) {
    const { server, path, readOnly = false } = nfs;
    return [
      ['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server', server],
      ['Path', path],
      ['ReadOnly', readOnly],
    ];
  }
  if (persistentVolumeClaim !== undefined) {
    const { claimName, readOnly = false } = persistentVolumeClaim;
    return [
      ['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'],
      ['ClaimName', claimName],
      ['ReadOnly', readOnly],
    ];
  }
  if (projected !== undefined) {
    return [
      ['Type', 'Projected (a volume that contains injected data from multiple sources)'],
      ...(projected.sources ?? []).flatMap(projectionRows),
    ];
  }
  if (csi !== undefined) {
    const attributes = sorted(csi.volumeAttributes).map(([key, value]) => `${key}=${value}`);
    return [
      ['Type', 'CSI (a Container Storage Interface (CSI) volume source)'],
      ['Driver', csi.driver],
      ['FSType', csi.fsType ?? ''],
      ['ReadOnly', csi.readOnly ?? false],
      ['VolumeAttributes', attributes.length === 0 ? '<none>' : attributes.join('\n          \t')],
    ];
  }
  if (image !== undefined) {
    const { reference = '', pullPolicy = '' } = image;
    return [
      ['Type', 'Image (a container image or OCI artifact)'],
      ['Reference', reference],
      ['PullPolicy', pullPolicy],
    ];
  }
  return undefined;
}

type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number];

function projectionRows({ secret, downwardAPI, configMap, serviceAccountToken }: Projection): Rows {
  if (secret !== undefined) {
    const { name = '', optional = false } = secret;
    return [
      ['SecretName', name],
      ['Optional', optional],
    ];
  }
  if (downwardAPI !== undefined) return [['DownwardAPI', true]];
  if (configMap !== undefined) {
    const { name = '', optional = false } = configMap;
    return [
      ['ConfigMapName', name],
      ['Optional', optional],
    ];
  }
  return serviceAccountToken === undefined
    ? []
    : [['TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 3600]];
}

function volumeText(volume: Volume): string {
  const rows = volumeRows(volume);
  const { downwardAPI } = volume;
  if (rows !== undefined) {
    return `   ${volume.name}:\n${rows.map(([key, value]) => `    ${key}:\t${value}\n`).join('')}`;
  }
  if (downwardAPI === undefined) return `   ${volume.name}:\n  <unknown>\n`;
  const items = (downwardAPI.items ?? []).map(({ path, fieldRef, resourceFieldRef }) => {
    return `      ${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}\n`;
  });
  return `   ${volume.name}:\n    Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:\n${items.join('')}`;
}

function spreadText({ topologyKey, whenUnsatisfiable, maxSkew, labelSelector }: TopologySpreadConstraint): string {
  const selector = labelSelector === undefined ? '' : ` for selector ${formatLabelSelector(labelSelector)}`;
  return `${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`;
}

function tolerationText({ key = '', operator, value = '', effect = '', tolerationSeconds }: Toleration): string {
  const what = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${what === '' ? '' : ' '}op=Exists` : '';
  return `${what}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

/**
 * A pod template as `kubectl describe` and `kubectl rollout history --revision` print it, tabs unexpanded. Volumes of a source that needs a plugin of
 * the cluster (iSCSI, RBD, …) print `<unknown>`.
 * Source: k8s.io/kubectl/pkg/describe/describe.go DescribePodTemplate.
 */
export function podTemplateView({ metadata, spec }: PodTemplateSpec): string {
  const { initContainers = [], volumes = [], topologySpreadConstraints: spread = [], tolerations } = spec;
  const annotations = sorted(metadata.annotations);
  const shown = annotations.filter(([key]) => !HIDDEN_ANNOTATIONS.has(key));
  const constraints = by(({ topologyKey }) => topologyKey, spread).map(spreadText);
  return [
    'Pod Template:\n',
    labelLines('  Labels', metadata.labels),
    annotations.length === 0 ? '' : multiline('  Annotations', shown.map(annotationText)),
    spec.serviceAccountName === undefined ? '' : `  Service Account:\t${spec.serviceAccountName}\n`,
    initContainers.length === 0 ? '' : containersText('Init Containers', initContainers),
    containersText('Containers', spec.containers ?? []),
    volumes.length === 0 ? '  Volumes:\t<none>\n' : `  Volumes:\n${volumes.map(volumeText).join('')}`,
    constraints.length === 0 ? '' : `  Topology Spread Constraints:\t${constraints.join('\n  \t')}\n`,
    spec.priorityClassName === undefined ? '' : `  Priority Class Name:\t${spec.priorityClassName}\n`,
    labelLines('  Node-Selectors', spec.nodeSelector),
    multiline('  Tolerations', by(({ key = '' }) => key, tolerations).map(tolerationText)),
  ].join('');
}
