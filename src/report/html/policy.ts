import { sha256 } from '../../api/sha256.ts';

/** The source expression that allows exactly this inline style or script. */
function hashSource(text: string): string {
  const bytes = sha256(text).match(/../g) ?? [];
  const binary = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return `'sha256-${btoa(binary)}'`;
}

/** Nothing is loaded, sent or embedded: only the page's own styles, scripts and pictures count. */
export function contentSecurityPolicy(
  styles: readonly string[],
  scripts: readonly string[],
  ...more: readonly string[]
): string {
  return [
    "default-src 'none'",
    `style-src ${styles.map(hashSource).join(' ')}`,
    `script-src ${scripts.map(hashSource).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    ...more,
  ].join('; ');
}
