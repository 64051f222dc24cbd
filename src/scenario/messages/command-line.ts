import { meant, oneOf, quoted, type Unknown } from './words.ts';

/** E7, W7: arguments of the command line. */
export const commandLine = {
  E701: (p: { found: string }) => ({
    message: 'this names no image',
    expected: 'CONTAINER=IMAGE, or IMAGE if there is one container',
    found: p.found === '' ? 'nothing' : p.found,
    fix: 'write --set-image CONTAINER=IMAGE',
  }),
  E702: (p: Unknown) => ({
    message: `no Rollout or Deployment has a container ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${p.known[0] ?? 'CONTAINER'}=IMAGE`),
  }),
  E703: (p: { known: readonly string[]; image: string }) => ({
    message: 'the image could be for any of several containers',
    expected: `CONTAINER=IMAGE with ${oneOf(p.known)}`,
    found: p.image,
    fix: `write ${p.known[0] ?? 'CONTAINER'}=${p.image}`,
  }),
  E704: (p: { container: string }) => ({
    message: `the container ${quoted(p.container)} gets two images`,
    expected: 'one image for each container',
    found: p.container,
    fix: 'remove one of the two',
  }),
  E706: (p: { scenario: string }) => ({
    message: 'a scenario says by itself which images are set',
    expected: 'set-image with bare manifests only',
    found: `set-image and the scenario ${p.scenario}`,
    fix: 'write kubectl argo rollouts set image … into the script of the scenario',
  }),
  E707: (p: { scenario: string; other: string }) => ({
    message: `${p.scenario} is a scenario, and a rehearsal has one scenario or else manifests`,
    expected: 'one scenario, or manifests',
    found: `${p.scenario} and ${p.other}`,
    fix: 'name the manifests under spec.manifests of the scenario',
  }),
  W705: (p: { image: string; container: string }) => ({
    message: `the container ${p.container} has this image already, so nothing will change`,
    expected: 'another image or tag',
    found: p.image,
    fix: 'name the new version',
  }),
};
