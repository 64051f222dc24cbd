import { compareQuantities, parseQuantity } from '../../../api/quantity.ts';
import type { Container } from '../../../api/shape/core.ts';
import type { Probe } from '../../../api/shape/core-probes.ts';
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidEach,
  nonnegative,
  notFound,
  notSupported,
  required,
} from '../../../api/field-error.ts';
import { own } from '../../../text/own.ts';
import { dnsLabelErrors, envVarNameErrors, portNameErrors, portNumberErrors } from './names.ts';

const ZERO = parseQuantity('0');
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const;
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** A name that must be there and be a DNS label. */
export function validateDnsLabelName(field: string, name: string): FieldError[] {
  return name === '' ? [required(field)] : invalidEach(field, name, dnsLabelErrors(name));
}

/** Source: k8s.io/kubernetes/pkg/apis/core/validation validateContainerPorts. */
function validatePorts(container: Container, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  (container.ports ?? []).forEach((port, index) => {
    const path = `${field}[${index}]`;
    const name = port.name ?? '';
    if (name !== '') {
      const wrong = portNameErrors(name);
      errors.push(...invalidEach(`${path}.name`, name, wrong));
      if (wrong.length === 0 && names.has(name)) errors.push(duplicate(`${path}.name`, name));
      else if (wrong.length === 0) names.add(name);
    }
    if (port.containerPort === 0) errors.push(required(`${path}.containerPort`));
    else errors.push(...invalidEach(`${path}.containerPort`, port.containerPort, portNumberErrors(port.containerPort)));
    const hostPort = port.hostPort ?? 0;
    if (hostPort !== 0) errors.push(...invalidEach(`${path}.hostPort`, hostPort, portNumberErrors(hostPort)));
    if (port.protocol !== undefined && !PROTOCOLS.includes(port.protocol)) {
      errors.push(notSupported(`${path}.protocol`, port.protocol, PROTOCOLS));
    }
  });
  return errors;
}

/** Source: ValidateEnv. */
function validateEnv(container: Container, field: string): FieldError[] {
  return (container.env ?? []).flatMap(({ name }, index) => {
    const path = `${field}[${index}].name`;
    return name === '' ? [required(path)] : invalidEach(path, name, envVarNameErrors(name));
  });
}

/** Source: ValidateVolumeMounts. */
function validateVolumeMounts(container: Container, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const paths = new Set<string>();
  (container.volumeMounts ?? []).forEach(({ name, mountPath }, index) => {
    const path = `${field}[${index}]`;
    if (name === '') errors.push(required(`${path}.name`));
    else if (!volumes.has(name)) errors.push(notFound(`${path}.name`, name));
    if (mountPath === '') errors.push(required(`${path}.mountPath`));
    if (paths.has(mountPath)) errors.push(invalid(`${path}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
  });
  return errors;
}

/** Source: ValidateResourceRequirements. */
function validateResources(container: Container, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { limits = {}, requests = {} } = container.resources;
  const negative = (path: string, text: string): void => {
    if (compareQuantities(parseQuantity(text), ZERO) < 0)
      errors.push(invalid(path, text, 'must be greater than or equal to 0'));
  };
  for (const [name, text] of Object.entries(limits)) negative(`${field}.limits[${name}]`, text);
  for (const [name, text] of Object.entries(requests)) {
    negative(`${field}.requests[${name}]`, text);
    const limit = own(limits, name);
    if (limit !== undefined && compareQuantities(parseQuantity(text), parseQuantity(limit)) > 0) {
      errors.push(invalid(`${field}.requests`, text, `must be less than or equal to ${name} limit of ${limit}`));
    }
  }
  return errors;
}

/** Source: validateContainerCommon. */
function validateContainerCommon(container: Container, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const errors = validateDnsLabelName(`${field}.name`, container.name);
  const image = container.image ?? '';
  if (image === '') errors.push(required(`${field}.image`));
  else if (image !== image.trim()) {
    errors.push(invalid(`${field}.image`, image, 'must not have leading or trailing whitespace'));
  }
  errors.push(...validatePorts(container, `${field}.ports`));
  errors.push(...validateEnv(container, `${field}.env`));
  errors.push(...validateVolumeMounts(container, volumes, `${field}.volumeMounts`));
  const policy = container.imagePullPolicy;
  if (policy !== undefined && !PULL_POLICIES.some((known) => known === policy)) {
    errors.push(notSupported(`${field}.imagePullPolicy`, policy, PULL_POLICIES));
  }
  errors.push(...validateResources(container, `${field}.resources`));
  return errors;
}

function validatePort(port: number | string, field: string): FieldError[] {
  return invalidEach(field, port, typeof port === 'number' ? portNumberErrors(port) : portNameErrors(port));
}

/** Source: validateHandler. */
function validateHandler(probe: Probe, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let handlers = 0;
  const another = (name: string, check: () => FieldError[]): void => {
    handlers += 1;
    if (handlers > 1) errors.push(forbidden(`${field}.${name}`, 'may not specify more than 1 handler type'));
    else errors.push(...check());
  };
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec !== undefined) {
    another('exec', () => ((exec.command ?? []).length === 0 ? [required(`${field}.exec.command`)] : []));
  }
  if (httpGet !== undefined) another('httpGet', () => validatePort(httpGet.port, `${field}.httpGet.port`));
  if (tcpSocket !== undefined) another('tcpSocket', () => validatePort(tcpSocket.port, `${field}.tcpSocket.port`));
  if (grpc !== undefined) another('grpc', () => validatePort(grpc.port, `${field}.grpc.port`));
  if (handlers === 0) errors.push(required(field, 'must specify a handler type'));
  return errors;
}

/** `once`: one success must be enough, as for liveness and startup probes. Source: validateProbe, validateLivenessProbe. */
function validateProbe(probe: Probe | undefined, field: string, once: boolean): FieldError[] {
  if (probe === undefined) return [];
  const errors = [
    ...validateHandler(probe, field),
    ...nonnegative(`${field}.initialDelaySeconds`, probe.initialDelaySeconds ?? 0),
    ...nonnegative(`${field}.timeoutSeconds`, probe.timeoutSeconds ?? 0),
    ...nonnegative(`${field}.periodSeconds`, probe.periodSeconds ?? 0),
    ...nonnegative(`${field}.successThreshold`, probe.successThreshold ?? 0),
    ...nonnegative(`${field}.failureThreshold`, probe.failureThreshold ?? 0),
  ];
  const { terminationGracePeriodSeconds: grace, successThreshold = 1 } = probe;
  if (grace !== undefined && grace <= 0) {
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (once && successThreshold !== 1) errors.push(invalid(`${field}.successThreshold`, successThreshold, 'must be 1'));
  return errors;
}

/**
 * The containers of a pod template; defaults are filled in before, so that what is missing and has one is no mistake.
 * Source: k8s.io/kubernetes/pkg/apis/core/validation validateContainers.
 */
export function validateContainers(
  containers: readonly Container[],
  volumes: ReadonlySet<string>,
  field: string,
): FieldError[] {
  if (containers.length === 0) return [required(field)];
  const names = new Set<string>();
  return containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const errors = validateContainerCommon(container, volumes, path);
    if (names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    else names.add(container.name);
    errors.push(...validateProbe(container.livenessProbe, `${path}.livenessProbe`, true));
    errors.push(...validateProbe(container.readinessProbe, `${path}.readinessProbe`, false));
    errors.push(...validateProbe(container.startupProbe, `${path}.startupProbe`, true));
    return errors;
  });
}

/** Init containers: as others, their names apart from those too. Source: validateInitContainers. */
export function validateInitContainers(
  initContainers: readonly Container[],
  containers: readonly Container[],
  volumes: ReadonlySet<string>,
  field: string,
): FieldError[] {
  const names = new Set(containers.map(({ name }) => name));
  return initContainers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const errors = validateContainerCommon(container, volumes, path);
    if (container.name !== '' && names.has(container.name)) errors.push(duplicate(`${path}.name`, container.name));
    names.add(container.name);
    return errors;
  });
}
