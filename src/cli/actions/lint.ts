import { MemoryServer } from '../../api/memory-server.ts';
import { validateRolloutReferencedResources } from '../../controllers/rollouts/validation/references.ts';
import { validateRollout } from '../../controllers/rollouts/validation/rollout.ts';
import { lint, type LintTools } from '../../plugin/lint/lint.ts';
import { referencedIngress } from '../../routers/ingresses.ts';
import { referencedVirtualService } from '../../routers/istio/validate.ts';
import { DiagnosticList } from '../../scenario/diagnostics.ts';
import { type Files, shownName } from '../../scenario/files.ts';
import { lineOf, type Place, positionOf, sourceFile } from '../../scenario/source-file.ts';
import { placeOfKey } from '../../scenario/yaml-path.ts';
import { readYaml, type YamlDocument } from '../../scenario/yaml-reader.ts';
import { EXIT, UsageError } from '../exit-codes.ts';
import { checkNames, tell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';

export interface LintOptions {
  readonly output: OutputFormat;
}

interface Mistake {
  readonly place: Place;
  readonly message: string;
}

/** `lint`: the mistakes of the files, as the plugin words them, each with its place. */
export function lintFiles(terminal: Terminal, paths: readonly string[], { output }: LintOptions): number {
  const diagnostics = new DiagnosticList();
  checkNames(paths);
  const documents = readDocuments(nodeFiles(), paths, diagnostics);
  tell(terminal, diagnostics.sorted());
  if (diagnostics.hasErrors) return EXIT.badInput;
  const findings = lint(
    documents.map((document) => document.value),
    lintTools(),
  );
  const mistakes = findings.flatMap(({ document, path, message }): readonly Mistake[] => {
    const where = documents[document];
    return where === undefined ? [] : [{ place: placeOfKey(where, path), message }];
  });
  terminal.out(
    output === 'json' ? mistakesJson(mistakes) : mistakes.map((one) => mistakeText(terminal, one)).join('\n'),
  );
  return mistakes.length === 0 ? EXIT.asExpected : EXIT.notAsExpected;
}

function readDocuments(files: Files, paths: readonly string[], diagnostics: DiagnosticList): readonly YamlDocument[] {
  return paths.flatMap((path) => {
    const text = files.read(path);
    if (files.isFolder(path))
      throw new UsageError(`${path} is a folder`, '(lint takes the manifests in it: FOLDER/*.yaml)');
    if (text === undefined) throw new UsageError(`the file ${path} cannot be read`, '(check the name and the folder)');
    return readYaml(sourceFile(shownName(path), text), 'manifest', diagnostics);
  });
}

/** The validation of the controller; what the plugin does not look up is taken as not named. */
function lintTools(): LintTools {
  const server = new MemoryServer({ clock: { nowMs: () => 0 } });
  return {
    decode: (manifest) => server.decode(manifest),
    validateRollout,
    validateReferences: (rollout, { services, ingresses, virtualServices }) =>
      validateRolloutReferencedResources(rollout, {
        services,
        analyses: [],
        routed: [...ingresses.map(referencedIngress), ...virtualServices.map(referencedVirtualService)],
      }),
  };
}

function mistakesJson(mistakes: readonly Mistake[]): string {
  const data = mistakes.map(({ place, message }) => ({
    file: place.file.name,
    ...positionOf(place.file, place.start),
    message,
  }));
  return `${JSON.stringify(data, null, 2)}\n`;
}

function mistakeText({ style }: Terminal, { place, message }: Mistake): string {
  const { line, column } = positionOf(place.file, place.start);
  const source = lineOf(place.file, line);
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(place.end - place.start, source.length - column + 1)));
  return (
    `${style(`${place.file.name}:${line}:${column}:`, 'strong')} ${message}\n` +
    `${style(`${String(line).padStart(5)} |`, 'quiet')} ${source}\n` +
    `${style('      |', 'quiet')} ${indent}${style(carets, 'bad')}\n`
  );
}
