const URL_PARTS = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/?#]*)/;
const FORBIDDEN = /[\s"<>\\^`{}|\u007f]/;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Whether a text is a URL with a scheme and a host. Source: metricproviders/prometheus/prometheus.go IsUrl, Go net/url Parse. */
export function isUrl(text: string): boolean {
  const [, , authority = ''] = URL_PARTS.exec(text) ?? [];
  if (authority === '' || CONTROL.test(text)) return false;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '' || FORBIDDEN.test(host)) return false;
  const port = host.startsWith('[') ? host.slice(host.indexOf(']') + 1) : host.slice(host.lastIndexOf(':'));
  return !port.startsWith(':') || /^:\d*$/.test(port);
}
