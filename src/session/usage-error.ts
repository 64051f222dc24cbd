/** Something wrong with what was asked for, in one sentence for the user, and perhaps how to fix it. */
export class UsageError extends Error {
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.name = 'UsageError';
    this.help = help;
  }
}
