import * as z from 'zod';

const position = {
  file: z.string(),
  line: z.int().min(1),
};

const failure = z
  .strictObject({
    ...position,
    expected: z.string().describe('What was expected, as its name or as the scenario writes it.'),
    condition: z.string().describe('The whole expectation in one line; empty if it is none of the scenario.'),
    found: z.string().describe('What was found instead, and when.'),
    before: z.array(z.string()).describe('What happened before it.'),
  })
  .describe('An expectation that failed.');

const problem = z
  .strictObject({
    ...position,
    column: z.int().min(1),
    code: z.string(),
    severity: z.enum(['error', 'warning', 'note']),
    message: z.string(),
  })
  .describe('A diagnostic about a file.');

const found = z
  .strictObject({
    ...position,
    column: z.int().min(1),
    id: z.string(),
    severity: z.string().describe('harm, stuck, trap or waste; remark for a remark about the run.'),
    text: z.string(),
  })
  .describe('A finding about the run.');

/** One scenario of a suite, run under one or several seeds. Plain data: it crosses workers and files. */
const caseResult = z.strictObject({
  path: z.string(),
  name: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  status: z.enum(['passed', 'failed', 'invalid']).describe('invalid: its files cannot be read.'),
  reason: z.string().describe('Why it did not pass, in one sentence; empty if it did.'),
  users: z.string().describe('How users fared, in one sentence.'),
  level: z.enum(['good', 'kept', 'warning', 'bad', 'unknown']),
  endMs: z.int().min(0),
  expectations: z.int().min(0),
  seeds: z.strictObject({ first: z.int(), count: z.int().min(1), failed: z.array(z.int()) }),
  failures: z.array(failure),
  problems: z.array(problem),
  /** The problems as people read them. */
  problemText: z.string(),
  findings: z.array(found),
  behaviour: z.strictObject({ path: z.string(), text: z.string() }).optional().describe('What --update writes.'),
});

export const suiteResults = z.strictObject({
  $schema: z.string().optional(),
  tool: z.string(),
  cases: z.array(caseResult),
});

export type CaseResult = z.infer<typeof caseResult>;
export type CaseFailure = z.infer<typeof failure>;
export type SuiteResults = z.infer<typeof suiteResults>;

export interface SuiteTotals {
  readonly passed: number;
  readonly failed: number;
  readonly invalid: number;
}

export function totalsOf(cases: readonly CaseResult[]): SuiteTotals {
  const count = (status: CaseResult['status']): number => cases.filter((one) => one.status === status).length;
  return { passed: count('passed'), failed: count('failed'), invalid: count('invalid') };
}

/** `14 passed, 1 failed`. */
export function totalsText(cases: readonly CaseResult[]): string {
  const { passed, failed, invalid } = totalsOf(cases);
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${invalid} with errors in their files`] : []),
    ...(passed > 0 || cases.length === 0 ? [`${passed} passed`] : []),
  ];
  return `${parts.join(', ')} (${cases.length})`;
}
