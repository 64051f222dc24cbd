/** What is wrong with a command line, and where in it. */
export type CommandProblem = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'notKubectl'; readonly found: string }
  | { readonly kind: 'openQuote' }
  | {
      readonly kind: 'unknownWord' | 'unknownFlag';
      /** The words before. */
      readonly of: string;
      readonly found: string;
      readonly known: readonly string[];
    }
  | { readonly kind: 'usage'; readonly usage: string; readonly found: string }
  | { readonly kind: 'flagValue'; readonly flag: string; readonly found: string; readonly expected: string }
);

/** A problem in one line, for a command that was typed. Source: github.com/spf13/cobra Command.Find, pflag FlagSet errors. */
export function problemText(problem: CommandProblem): string {
  switch (problem.kind) {
    case 'notKubectl':
      return `command not found: ${problem.found}`;
    case 'openQuote':
      return 'a quote is not closed';
    case 'unknownWord':
      return `unknown command "${problem.found}" for "${problem.of}"`;
    case 'unknownFlag':
      return problem.found.startsWith('--')
        ? `unknown flag: ${problem.found}`
        : `unknown shorthand flag: '${problem.found.slice(1)}' in ${problem.found}`;
    case 'usage':
      return `Usage:\n  ${problem.usage}`;
    case 'flagValue':
      return `invalid argument "${problem.found}" for "${problem.flag}" flag: expected ${problem.expected}`;
  }
}
