/** What Go's net/url takes for a URL. Source: Go net/url url.go parse, parseAuthority, parseHost, unescape. */

const CONTROL = /[\u0000-\u001f\u007f]/;
const SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const BROKEN_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** In hosts only bytes beyond ASCII may be escaped, and the percent sign. */
const HOST_ESCAPE = /%(?!25|[89a-fA-F][0-9a-fA-F])/;
/** An IPv6 address, with a zone or without, and a port. */
const BRACKETED = /^\[[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%25[^\]]+)?\](:\d*)?$/;
const NOT_IN_HOST = /[ \\^`{|}/@]/;

/** The text before a separator, and after it; all of it before if there is none. */
function cut(text: string, at: number): readonly [string, string] {
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function isHost(host: string): boolean {
  if (host === '' || HOST_ESCAPE.test(host) || NOT_IN_HOST.test(host)) return false;
  if (host.includes('[')) return BRACKETED.test(host);
  const colon = host.lastIndexOf(':');
  return colon < 0 || /^:\d*$/.test(host.slice(colon));
}

/** Whether a text is a URL with a scheme and a host. Source: metricproviders/prometheus/prometheus.go IsUrl. */
export function isUrl(text: string): boolean {
  const [beforeFragment, fragment] = cut(text, text.indexOf('#'));
  const scheme = SCHEME.exec(beforeFragment)?.[0];
  if (scheme === undefined || CONTROL.test(beforeFragment) || BROKEN_ESCAPE.test(fragment)) return false;
  const [beforeQuery] = cut(beforeFragment.slice(scheme.length), beforeFragment.slice(scheme.length).indexOf('?'));
  const [authority, path] = cut(beforeQuery, beforeQuery.indexOf('/'));
  if (BROKEN_ESCAPE.test(path)) return false;
  const at = authority.lastIndexOf('@');
  const userInfo = at < 0 ? '' : authority.slice(0, at);
  return USER_INFO.test(userInfo) && !BROKEN_ESCAPE.test(userInfo) && isHost(authority.slice(at + 1));
}
