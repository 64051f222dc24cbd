import { goJson } from '../api/go-json.ts';
import { podTemplateSpec } from '../api/shape/core.ts';
import { stableTemplateHash, type TemplateHash } from '../controllers/deployment/hash.ts';
import { own } from '../text/own.ts';

/** Gives each template of a Deployment the next of the hashes that were recorded for it; the same template keeps its hash. */
export function recordedTemplateHash(hashes: Readonly<Record<string, readonly string[]>>): TemplateHash {
  const known = new Map<string, string>();
  const used = new Map<string, number>();
  return (deployment) => {
    const name = deployment.metadata.name ?? '';
    const template = goJson(podTemplateSpec, deployment.spec.template);
    const key = `${name} ${deployment.status.collisionCount ?? ''} ${template}`;
    let hash = known.get(key);
    if (hash === undefined) {
      const count = used.get(name) ?? 0;
      used.set(name, count + 1);
      hash = own(hashes, name)?.[count] ?? stableTemplateHash(deployment);
      known.set(key, hash);
    }
    return hash;
  };
}
