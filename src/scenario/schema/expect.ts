import * as z from 'zod';
import { condition, duration, filled } from './scalars.ts';
import { conditionSubjects } from './subjects.ts';

/** What an expectation can say of its condition: exactly one of these. */
export const EXPECTATION_FORMS = ['always', 'never', 'eventually', 'holds'] as const;
export type ExpectationForm = (typeof EXPECTATION_FORMS)[number];

export const expectEntry = z
  .strictObject({
    always: condition().optional().describe('Holds at every instant.'),
    never: condition().optional().describe('Holds at no instant.'),
    eventually: condition().optional().describe('Holds at some instant.'),
    holds: condition().optional().describe('Holds at the time `at`.'),
    at: duration().optional().describe('The time of the run that `holds` speaks of.'),
    within: duration().optional().describe('`eventually` must come true by this time of the run.'),
    from: duration().optional().describe('`always` and `never` look from this time on.'),
    until: duration().optional().describe('`always` and `never` look until this time.'),
    ...conditionSubjects,
    name: filled().optional().describe('What the expectation is called in reports.'),
  })
  .describe('Something that must be true of the run.')
  .meta({
    allOf: [
      { oneOf: EXPECTATION_FORMS.map((form) => ({ required: [form] })) },
      { dependencies: { at: ['holds'], holds: ['at'], within: ['eventually'] } },
    ],
  });
export type ExpectEntry = z.infer<typeof expectEntry>;
