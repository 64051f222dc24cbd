/** An object that a command line names. */
export interface NamedObject {
  readonly kind: string;
  readonly name: string;
  /** The container of it that is meant; `*` means all. */
  readonly container?: string;
}

/** A command line that people type, as the parser of its program reads it. Plain data. */
export interface ParsedCommand {
  readonly program: 'kubectl' | 'kubectl argo rollouts' | 'argocd';
  /** The words that name the command behind its program, aliases resolved: `promote`, `set image`, `rollout undo`, `app sync`. */
  readonly verb: string;
  /** The objects that its arguments name; their namespace is that of the command. */
  readonly objects: readonly NamedObject[];
  /** All arguments that are not flags. */
  readonly operands: readonly string[];
  /** The flags that were given, without dashes and by their long names; the value of a switch is `true` or `false`. */
  readonly flags: Readonly<Record<string, string>>;
}
