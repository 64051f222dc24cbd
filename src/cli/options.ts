import { DEFAULT_REFERENCE, REFERENCE_VERSIONS } from '../api/reference.ts';
import { type Command, Option } from 'commander';
import type { WorldOptions } from '../session/load.ts';
import { collect, namespaceValue, seedValue, speedValue, timeMs, untilValue, validateValue } from './values.ts';

/** Options that several commands share, each defined once. */

export type OutputFormat = 'text' | 'json';

/** Options of the program itself. */
export interface GlobalOptions {
  readonly color: boolean;
  readonly width?: number;
}

export function addWorldOptions(command: Command): Command {
  return command
    .option(
      '--set-image <container=image>',
      'the new version, for manifests without a scenario; may be repeated',
      collect,
    )
    .option(
      '--then <file>',
      "manifests to apply once the update before them has settled; FILE@'step 2' or FILE@90s: in the middle of it; may be repeated",
      collect,
    )
    .option('-R, --recursive', 'read the folders below a folder of manifests, too')
    .addOption(
      new Option(
        '--validate <how>',
        'as for kubectl: strict refuses fields that a kind does not have; warn and ignore read on without them',
      )
        .argParser(validateValue)
        .default('strict'),
    )
    .option(
      '--metric <name=value>',
      'what a metric of an analysis measures: a number, or one value each minute; may be repeated',
      collect,
    )
    .addOption(
      new Option('--analysis <result>', 'what every measurement comes to, whatever it asks').choices([
        'pass',
        'fail',
        'inconclusive',
      ]),
    )
    .option('--traffic <rate>', 'requests to each Rollout, such as 200/s')
    .option(
      '--errors <image=share>',
      'the share of answers of a version that fail, such as app:v2=3%; may be repeated',
      collect,
    )
    .option('--stand-ins', 'create the objects that others reference and that are missing, as the warnings print them')
    .addOption(
      new Option(
        '--reference <version>',
        `the version of Argo Rollouts that runs (default: that of the controller among the manifests, else ${DEFAULT_REFERENCE})`,
      ).choices(REFERENCE_VERSIONS),
    )
    .option('--seed <number>', 'the seed for everything that is drawn at random', seedValue)
    .option('--until <time>', 'settled, or a time such as 10m at which the run ends', untilValue)
    .addOption(
      new Option('--promote <when>', 'whether Rehearse promotes through pauses without a duration').choices([
        'auto',
        'never',
      ]),
    )
    .option('-n, --namespace <name>', 'the namespace of objects that do not name one', namespaceValue);
}

export function addOutputOption(command: Command, json: string): Command {
  return command.addOption(
    new Option('-o, --output <format>', `text for people, json for machines: ${json}`)
      .choices(['text', 'json'])
      .default('text'),
  );
}

/** When and how often a view is shown. */
export interface ViewOptions extends WorldOptions {
  /** A saved timeline, instead of a run. */
  readonly timeline?: string;
  readonly at?: number;
  readonly watch?: boolean;
  readonly speed: number;
  readonly output: OutputFormat;
}

export function addViewOptions(command: Command): Command {
  return command
    .option('--at <time>', 'the time of the run to look at, such as 22s; the end unless given', timeMs)
    .option('--timeline <file>', 'a saved timeline to look at, such as reports/NAME/timeline.jsonl, instead of a run')
    .option('-w, --watch', 'replay the run from --at (or from its start), redrawn in place')
    .addOption(
      new Option(
        '--speed <factor>',
        'how fast --watch goes: 20x is twenty simulated seconds a second; max does not wait',
      )
        .argParser(speedValue)
        .default(1, '1x'),
    );
}
