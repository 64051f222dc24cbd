import { parseDurationMs } from '../api/durations.ts';

/** A flag: what it takes, and whether a value is one. */
export interface FlagGrammar {
  /** Absent: a switch, on or off. */
  readonly value?: { readonly about: string; readonly accepts: (text: string) => boolean };
}

/** What may stand behind the words of a command. */
export interface CommandGrammar {
  readonly usage: string;
  /** How many arguments there must be, and how many there may be. */
  readonly least: number;
  readonly most: number;
  readonly flags: Readonly<Record<string, FlagGrammar>>;
  /** Which arguments are names of rollouts: all, the first, or written as TYPE/NAME or TYPE NAME. */
  readonly rollouts: 'all' | 'first' | 'typed' | 'none';
  /** Whether the second argument is CONTAINER=IMAGE. */
  readonly image: boolean;
}

const SWITCH: FlagGrammar = {};
const TEXT: FlagGrammar = { value: { about: 'text', accepts: (text) => text !== '' } };
const COUNT: FlagGrammar = { value: { about: 'a whole number', accepts: (text) => /^[-+]?\d+$/.test(text) } };
const DURATION: FlagGrammar = {
  value: { about: 'a duration such as 30s', accepts: (text) => parseDurationMs(text) !== undefined },
};
const NAMESPACE = { '--namespace': TEXT, '-n': TEXT };

const MANY = 1000;

function onRollouts(verb: string, flags: Readonly<Record<string, FlagGrammar>> = {}, most = MANY): CommandGrammar {
  const usage = `kubectl argo rollouts ${verb} NAME`;
  return { usage, least: 1, most, flags: { ...flags, ...NAMESPACE }, rollouts: 'all', image: false };
}

function onOthers(words: string, rollouts: 'all' | 'none'): CommandGrammar {
  return {
    usage: `kubectl argo rollouts ${words} NAME`,
    least: 1,
    most: MANY,
    flags: NAMESPACE,
    rollouts,
    image: false,
  };
}

/** Words that lead to a command; the words after `kubectl`. */
export interface CommandTree {
  readonly [word: string]: CommandTree | CommandGrammar;
}

/**
 * The commands that a script can have, as the kubectl plugin and kubectl read them.
 * Source: pkg/kubectl-argo-rollouts/cmd
 */
export const COMMANDS: CommandTree = {
  argo: {
    rollouts: {
      promote: onRollouts('promote', {
        '--full': SWITCH,
        '--skip-current-step': SWITCH,
        '-c': SWITCH,
        '--skip-all-steps': SWITCH,
        '-a': SWITCH,
      }),
      abort: onRollouts('abort'),
      pause: onRollouts('pause'),
      restart: onRollouts('restart', { '--in': DURATION, '-i': DURATION }),
      undo: onRollouts('undo', { '--to-revision': COUNT }, 1),
      retry: { rollout: onOthers('retry rollout', 'all'), experiment: onOthers('retry experiment', 'none') },
      terminate: {
        analysisrun: onOthers('terminate analysisrun', 'none'),
        experiment: onOthers('terminate experiment', 'none'),
      },
      set: {
        image: {
          usage: 'kubectl argo rollouts set image NAME CONTAINER=IMAGE',
          least: 2,
          most: 2,
          flags: NAMESPACE,
          rollouts: 'first',
          image: true,
        },
      },
    },
  },
  scale: {
    usage: 'kubectl scale rollout/NAME --replicas=COUNT',
    least: 1,
    most: 2,
    flags: { '--replicas': COUNT, '--current-replicas': COUNT, ...NAMESPACE },
    rollouts: 'typed',
    image: false,
  },
};

export function isGrammar(node: CommandTree | CommandGrammar): node is CommandGrammar {
  return typeof node['usage'] === 'string';
}
