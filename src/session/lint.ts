import { MemoryServer } from '../api/memory-server.ts';
import { Reference } from '../api/reference.ts';
import { validateRolloutReferencedResources } from '../controllers/rollouts/validation/references.ts';
import { validateRollout } from '../controllers/rollouts/validation/rollout.ts';
import { lint, type LintTools } from '../plugin/lint/lint.ts';
import { referencedIngress } from '../routers/ingresses.ts';
import { referencedVirtualService } from '../routers/istio/validate.ts';
import { DiagnosticList } from '../scenario/diagnostics.ts';
import { type Files, shownName } from '../scenario/files.ts';
import { type InputOptions, manifestTexts } from '../scenario/inputs.ts';
import { type Place, sourceFile } from '../scenario/source-file.ts';
import { placeOfKey } from '../scenario/yaml-path.ts';
import { readYaml } from '../scenario/yaml-reader.ts';
import { checkNames, type LoadShowing } from './load.ts';

export interface Mistake {
  readonly place: Place;
  readonly message: string;
}

/**
 * The mistakes of files, as the plugin's `lint` words them, each with its place; undefined after the diagnostics have been shown that say why they
 * cannot be read.
 */
export function lintFiles(
  files: Files,
  paths: readonly string[],
  { show, recursive = false }: Pick<LoadShowing, 'show'> & InputOptions,
): readonly Mistake[] | undefined {
  const diagnostics = new DiagnosticList();
  checkNames(paths);
  const texts = manifestTexts(files, paths, diagnostics, { recursive });
  const documents = texts.flatMap(({ name, text }) =>
    readYaml(sourceFile(shownName(name), text), 'manifest', diagnostics),
  );
  show(diagnostics.sorted());
  if (diagnostics.hasErrors) return undefined;
  const findings = lint(
    documents.map((document) => document.value),
    lintTools(),
  );
  return findings.flatMap(({ document, path, message }): readonly Mistake[] => {
    const where = documents[document];
    return where === undefined ? [] : [{ place: placeOfKey(where, path), message }];
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
        routed: [
          ...ingresses.map(referencedIngress),
          ...virtualServices.map((object) => referencedVirtualService(object, new Reference())),
        ],
      }),
  };
}
