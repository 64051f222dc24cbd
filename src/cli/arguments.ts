import { Argument, Option } from 'commander';

/** What may stand in one place of a command line, for the completion of shells: names of files, or these words. */
export type Completion = 'files' | (() => Promise<readonly string[]>);

/** An argument whose values shells complete. */
export class CompletedArgument extends Argument {
  readonly completion: Completion;

  constructor(name: string, description: string, completion: Completion) {
    super(name, description);
    this.completion = completion;
  }
}

/** An option whose value shells complete. */
export class CompletedOption extends Option {
  readonly completion: Completion;

  constructor(flags: string, description: string, completion: Completion) {
    super(flags, description);
    this.completion = completion;
  }
}

/** The files of a rehearsal. */
export function pathsArgument(): Argument {
  return new CompletedArgument(
    '[paths...]',
    'a scenario (folder or file), or manifests (files and folders); - is the standard input; the scenario of this folder unless given',
    'files',
  );
}
