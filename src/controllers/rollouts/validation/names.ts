/** Names that Kubernetes accepts. Source: k8s.io/apimachinery/pkg/util/validation/validation.go. */

const LABEL_FORMAT = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const LABEL = new RegExp(`^${LABEL_FORMAT}$`);
const MAX_LABEL_LENGTH = 63;
const MAX_PORT_NAME_LENGTH = 15;
const ENV_FORMAT = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const ENV = new RegExp(`^${ENV_FORMAT}$`);

/** What is wrong with a lowercase DNS label. Source: IsDNS1123Label. */
export function dnsLabelErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > MAX_LABEL_LENGTH) errors.push(`must be no more than ${MAX_LABEL_LENGTH} bytes`);
  if (!LABEL.test(value)) {
    errors.push(
      `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL_FORMAT}')`,
    );
  }
  return errors;
}

/** What is wrong with the name of an environment variable. Source: IsEnvVarName. */
export function envVarNameErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (!ENV.test(value)) {
    errors.push(
      `a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '${ENV_FORMAT}')`,
    );
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** What is wrong with the name of a port. Source: IsValidPortName. */
export function portNameErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > MAX_PORT_NAME_LENGTH) errors.push(`must be no more than ${MAX_PORT_NAME_LENGTH} bytes`);
  if (!/^[-a-z0-9]+$/.test(value)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** What is wrong with a port's number. Source: IsValidPortNum. */
export function portNumberErrors(port: number): readonly string[] {
  return port >= 1 && port <= 65_535 ? [] : ['must be between 1 and 65535, inclusive'];
}
