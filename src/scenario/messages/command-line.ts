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
  E706: (p: { scenario: string; option: string }) => ({
    message: 'a scenario states in its script what changes',
    expected: `${p.option} with manifests that have no scenario`,
    found: `${p.option} and the scenario ${p.scenario}`,
    fix:
      p.option === '--then'
        ? 'write apply: FILE into the script of the scenario'
        : 'write run: kubectl argo rollouts set image … into the script of the scenario',
  }),
  E708: (p: { found: string }) => ({
    message: 'this does not specify what is applied when',
    expected: "FILE, FILE@'step 2' or FILE@90s",
    found: p.found === '' ? 'nothing' : p.found,
    fix: "write --then rollout-v2.yaml, or --then rollout-v3.yaml@'step 2'",
  }),
  W709: (p: { path: string; count: number }) => ({
    message: `${p.path} changes nothing: its ${p.count === 1 ? 'object is' : `${p.count} objects are`} equal to what is given already`,
    expected: 'another version of an object',
    found: p.path,
    fix: 'name the file with the new version',
  }),
  E707: (p: { scenario: string; other: string }) => ({
    message: `${p.scenario} is a scenario, and a rehearsal has one scenario or else manifests`,
    expected: 'one scenario, or manifests',
    found: `${p.scenario} and ${p.other}`,
    fix: 'name the manifests under spec.manifests of the scenario',
  }),
  E710: (p: { found: string; name: string }) => ({
    message: 'this does not specify what a metric answers',
    expected: 'NAME=VALUE: a number, NaN, +Inf, or one value each minute such as 0.99x5 0.5x3',
    found: p.found === '' ? 'nothing' : p.found,
    fix: `write --metric ${p.name}=0.99`,
  }),
  E711: (p: Unknown) => ({
    message: `no analysis and no autoscaler has a metric ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'a metric of an AnalysisTemplate' : oneOf(p.known),
    found: p.found,
    fix: meant(
      p,
      p.known.length === 0 ? 'give the file with the AnalysisTemplate' : `write --metric ${p.known[0] ?? ''}=0.99`,
    ),
  }),
  E712: (p: { found: string }) => ({
    message: 'this is not a rate of requests',
    expected: 'a number above 0, such as 200/s or 3000/min',
    found: p.found === '' ? 'nothing' : p.found,
    fix: 'write --traffic 200/s',
  }),
  E713: (p: { found: string; image: string }) => ({
    message: 'this does not specify how many answers of a version fail',
    expected: 'IMAGE=SHARE, the share from 0% to 100%',
    found: p.found === '' ? 'nothing' : p.found,
    fix: `write --errors ${p.image}=3%`,
  }),
  E714: (p: Unknown) => ({
    message: `no container runs the image ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'an image of the manifests' : oneOf(p.known),
    found: p.found,
    fix: meant(p, `write --errors ${p.known.at(-1) ?? 'IMAGE'}=3%`),
  }),
  W705: (p: { image: string; container: string }) => ({
    message: `the container ${p.container} has this image already, so nothing will change`,
    expected: 'another image or tag',
    found: p.image,
    fix: 'name the new version',
  }),
};
