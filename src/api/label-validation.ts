/** What Kubernetes accepts as names and values of labels. Source: k8s.io/apimachinery/pkg/util/validation/validation.go. */

const NAME_FORMAT = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE_FORMAT = `(${NAME_FORMAT})?`;
const LABEL_FORMAT = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_FORMAT = `${LABEL_FORMAT}(\\.${LABEL_FORMAT})*`;
const NAME = new RegExp(`^${NAME_FORMAT}$`);
const VALUE = new RegExp(`^${VALUE_FORMAT}$`);
const LABEL = new RegExp(`^${LABEL_FORMAT}$`);
const SUBDOMAIN = new RegExp(`^${SUBDOMAIN_FORMAT}$`);
const MAX_NAME_LENGTH = 63;
const MAX_SUBDOMAIN_LENGTH = 253;

const CHARACTERS =
  "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const encoder = new TextEncoder();

function tooLong(text: string, limit: number): boolean {
  return text.length > limit || encoder.encode(text).length > limit;
}

function formatError(message: string, format: string, examples: readonly string[]): string {
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${format}')`;
}

function lengthError(limit: number): string {
  return `must be no more than ${limit} characters`;
}

function nameFormatError(): string {
  return formatError(`must ${CHARACTERS}`, NAME_FORMAT, ['MyName', 'my.name', '123-abc']);
}

/** Whether it is a lowercase DNS name of one part, such as the name of a namespace. Source: IsDNS1123Label. */
export function isDnsLabel(value: string): boolean {
  return value.length <= MAX_NAME_LENGTH && LABEL.test(value);
}

/** What is wrong with a lowercase DNS name of several parts. Source: IsDNS1123Subdomain. */
export function dnsSubdomainErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (tooLong(value, MAX_SUBDOMAIN_LENGTH)) errors.push(lengthError(MAX_SUBDOMAIN_LENGTH));
  if (!SUBDOMAIN.test(value)) {
    const message =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    errors.push(formatError(message, SUBDOMAIN_FORMAT, ['example.com']));
  }
  return errors;
}

/** What is wrong with the name of a label or an annotation. Source: IsQualifiedName. */
export function qualifiedNameErrors(value: string): readonly string[] {
  const parts = value.split('/');
  const errors: string[] = [];
  if (parts.length > 2) {
    return [
      `a qualified name ${nameFormatError()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const name = parts[parts.length - 1] ?? '';
  if (prefix === '') errors.push('prefix part must be non-empty');
  else if (prefix !== undefined) errors.push(...dnsSubdomainErrors(prefix).map((error) => `prefix part ${error}`));
  if (name === '') errors.push('name part must be non-empty');
  else if (tooLong(name, MAX_NAME_LENGTH)) errors.push(`name part ${lengthError(MAX_NAME_LENGTH)}`);
  if (!NAME.test(name)) errors.push(`name part ${nameFormatError()}`);
  return errors;
}

/** What is wrong with the value of a label. Source: IsValidLabelValue. */
export function labelValueErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (tooLong(value, MAX_NAME_LENGTH)) errors.push(lengthError(MAX_NAME_LENGTH));
  if (!VALUE.test(value)) {
    const message = `a valid label must be an empty string or ${CHARACTERS}`;
    errors.push(formatError(message, VALUE_FORMAT, ['MyValue', 'my_value', '12345']));
  }
  return errors;
}
