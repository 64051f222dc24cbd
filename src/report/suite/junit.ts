import { wellFormed } from '../../text/printable.ts';
import { type CaseResult, totalsOf } from './case-result.ts';
import type { SuiteReporter } from './suite-reporter.ts';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Text as XML 1.0 has it: characters that no document may have become U+FFFD. */
function xml(text: string): string {
  return wellFormed(text)
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/[&<>"]/g, (character) => ENTITIES.get(character) ?? character);
}

function attribute(text: string): string {
  return xml(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function caseText(result: CaseResult): string {
  const { path, name, status, reason, failures, problemText, users } = result;
  const detail = failures.map(({ file, line, expected, condition, found, before }) =>
    [`${file}:${line}: ${expected}`, ...(condition === expected ? [] : [condition]), found, ...before].join('\n  '),
  );
  const body = status === 'invalid' ? problemText : detail.join('\n');
  const tag = status === 'invalid' ? 'error' : 'failure';
  const outcome =
    status === 'passed'
      ? ''
      : `      <${tag} message="${attribute(reason)}">${xml(body === '' ? reason : body)}</${tag}>\n`;
  const out = users === '' ? '' : `      <system-out>${xml(users)}</system-out>\n`;
  return `    <testcase classname="${attribute(path)}" name="${attribute(name)}" file="${attribute(path)}">\n${outcome}${out}    </testcase>\n`;
}

/** JUnit XML, in the form that Jenkins, GitLab and GitHub actions read. It has no times: equal runs give equal bytes. */
export function junitReporter(): SuiteReporter {
  return {
    *end(cases) {
      const { failed, invalid } = totalsOf(cases);
      const counts = `tests="${cases.length}" failures="${failed}" errors="${invalid}"`;
      yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="rehearse" ${counts}>\n`;
      yield `  <testsuite name="rehearse" ${counts} skipped="0">\n`;
      for (const result of cases) yield caseText(result);
      yield '  </testsuite>\n</testsuites>\n';
    },
  };
}
