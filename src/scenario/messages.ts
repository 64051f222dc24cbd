/**
 * Every sentence that a mistake in a file gets, by code. E: the file cannot be rehearsed; W: it can, but probably not as meant; N: good to know.
 * E1 reading, E2 the scenario file, E3 its script and expectations, E4 manifests, W5 references, E7 the command line. Codes are never reused.
 */

/** What a diagnostic says. */
export interface Sentence {
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly fix?: string;
}

/** A name that nothing knows, with the names that could have been meant. */
interface Unknown {
  readonly found: string;
  readonly known: readonly string[];
  readonly suggestion: string | undefined;
}

/** A value of the wrong type at a path of a document. */
interface Mistyped {
  readonly path: string;
  readonly found: string;
}

const quoted = (text: string): string => JSON.stringify(text);

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`;
}

/** The mend of a misspelt name. */
function meant(unknown: Unknown, otherwise: string): string {
  return unknown.suggestion === undefined ? otherwise : `did you mean ${unknown.suggestion}?`;
}

const reading = {
  E101: (p: { path: string; folder: boolean }) => ({
    message: p.folder ? `the folder ${p.path} has no scenario.yaml` : `the file ${p.path} cannot be read`,
    expected: p.folder
      ? 'a folder with a scenario.yaml in it'
      : 'a file that exists, as seen from the folder of the file that names it',
    fix: 'check the name and the folder',
  }),
  E102: () => ({
    message: 'the scenario file is empty',
    expected: 'apiVersion, kind, metadata and spec',
    fix: 'begin with:\napiVersion: rehearse.dev/v1\nkind: Scenario\nmetadata: {name: my-scenario}\nspec:\n  manifests: [rollout.yaml]',
  }),
  E103: () => ({
    message: 'a tab cannot indent YAML',
    expected: 'spaces',
    found: 'a tab',
    fix: 'replace the tab by spaces',
  }),
  E104: () => ({
    message: 'the indentation of this line fits nothing above it',
    expected: 'the indentation of the other keys or items of the same list or mapping',
    fix: 'align the line with its neighbours',
  }),
  E105: (p: { key: string; line: number }) => ({
    message: `the key ${quoted(p.key)} is already set on line ${p.line}`,
    expected: 'each key once in a mapping',
    fix: 'keep one of the two',
  }),
  E106: (p: Unknown) => ({
    message: `no anchor named ${quoted(p.found)} comes before this alias`,
    expected: p.known.length === 0 ? 'an anchor: &NAME' : `an anchor: ${oneOf(p.known)}`,
    found: `*${p.found}`,
    fix: meant(p, `put quotes around the text if no alias is meant, or set the anchor &${p.found} above`),
  }),
  E107: (p: { found: string }) => ({
    message: 'a key follows a key on one line',
    expected: 'one key and its value on a line, or quotes around text that has ": " in it',
    found: p.found,
    fix: 'move the second key to a line of its own, or put quotes around the value',
  }),
  E108: (p: { mark: string }) => ({
    message: `a quote is opened by ${p.mark} and never closed`,
    expected: `the closing ${p.mark}`,
    fix: `add the closing ${p.mark}`,
  }),
  E109: (p: { mark: string }) => ({
    message: `a bracket is not closed`,
    expected: p.mark,
    fix: `add ${p.mark}`,
  }),
  E110: (p: { count: number }) => ({
    message: 'a scenario file holds one document',
    expected: 'one document',
    found: `${p.count} documents`,
    fix: 'put manifests into files of their own and name them under spec.manifests',
  }),
  E111: (p: { anchor: string }) => ({
    message: `the anchor ${quoted(p.anchor)} contains itself`,
    expected: 'an alias of something that is complete above it',
    fix: 'write the value out',
  }),
  E112: (p: { limit: number }) => ({
    message: 'aliases repeat too much of the document',
    expected: `at most ${p.limit} values from aliases`,
    fix: 'write the values out, or use fewer aliases of aliases',
  }),
  E113: (p: { found: string }) => ({
    message: 'a key must be text',
    expected: 'text, a number or true/false as key',
    found: p.found,
    fix: 'put quotes around the key',
  }),
  E114: (p: { found: string }) => ({
    message: 'only a mapping can be merged by <<',
    expected: 'an alias of a mapping, or a list of such aliases',
    found: p.found,
    fix: 'anchor a mapping and name it: <<: *anchor',
  }),
  E115: (p: { found: string }) => ({
    message: `${p.found} is no number that JSON has, so the API server would refuse it`,
    expected: 'a finite number',
    found: p.found,
    fix: 'put quotes around it if text is meant',
  }),
  E116: (p: { found: string }) => ({
    message: 'this is a template, not a manifest',
    expected: 'rendered YAML',
    found: p.found,
    fix: 'render it first: helm template . | rehearse - …',
  }),
  E117: (p: { found: string }) => ({
    message: `a plain text cannot start with ${p.found}`,
    expected: 'quotes around the text',
    found: p.found,
    fix: 'put quotes around the text',
  }),
  E118: (p: { detail: string }) => ({
    message: 'this is not YAML',
    expected: 'YAML (JSON is YAML too)',
    found: p.detail,
    fix: 'mend the syntax here or just above',
  }),
  E119: (p: { found: string }) => ({
    message: `a quoted text has an escape that YAML does not know`,
    expected: 'an escape such as \\n, \\t, \\" or \\\\',
    found: p.found,
    fix: 'double the backslash, or use single quotes',
  }),
  W120: (p: { found: string; kept: string }) => ({
    message: 'an integer beyond 2^53 cannot be kept exactly',
    expected: 'an integer between -9007199254740991 and 9007199254740991',
    found: `${p.found}, kept as ${p.kept}`,
    fix: 'put quotes around it if text is meant',
  }),
  W121: (p: { tag: string }) => ({
    message: `the tag ${p.tag} means nothing here and is ignored`,
    expected: 'no tag, or a standard one such as !!str',
    found: p.tag,
    fix: 'remove the tag',
  }),
};

const scenario = {
  E201: (p: { found: string | undefined }) => ({
    message: p.found === undefined ? 'the scenario says no apiVersion' : 'this apiVersion is not known',
    expected: 'apiVersion: rehearse.dev/v1',
    ...(p.found === undefined ? {} : { found: p.found }),
    fix: 'write apiVersion: rehearse.dev/v1',
  }),
  E202: (p: { found: string | undefined }) => ({
    message: p.found === undefined ? 'the scenario says no kind' : 'this is not a Scenario',
    expected: 'kind: Scenario',
    ...(p.found === undefined ? {} : { found: p.found }),
    fix:
      p.found === 'Rollout'
        ? 'a bare manifest is rehearsed by: rehearse FILE --set-image CONTAINER=IMAGE'
        : 'write kind: Scenario',
  }),
  E203: (p: { found: string }) => ({
    message: 'a scenario file is a mapping',
    expected: 'apiVersion, kind, metadata and spec',
    found: p.found,
    fix: 'begin with apiVersion: rehearse.dev/v1',
  }),
  E204: (p: { path: string; key: string; what: string }) => ({
    message: `${p.path} lacks ${quoted(p.key)}`,
    expected: p.what,
    fix: `add ${p.key}`,
  }),
  E205: (p: Unknown & { path: string }) => ({
    message: `${p.path} has no key ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, 'remove it'),
  }),
  E206: (p: Mistyped & { expected: string }) => ({
    message: `${p.path} has the wrong type`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.expected}`,
  }),
  E207: (p: Unknown & { path: string }) => ({
    message: `${p.path} cannot be ${p.found}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${oneOf(p.known)}`),
  }),
  E208: (p: Mistyped) => ({
    message: `${p.path} is no duration`,
    expected: 'a Go duration such as 10s, 1m30s, 2h or 500ms',
    found: p.found,
    fix: 'write a number and a unit: ms, s, m or h',
  }),
  E209: (p: Mistyped) => ({
    message: `${p.path} cannot be negative`,
    expected: 'a duration of 0s or more',
    found: p.found,
    fix: 'remove the minus sign',
  }),
  E210: (p: Mistyped) => ({
    message: `${p.path} has no unit`,
    expected: 'a Go duration such as 10s, 1m30s, 2h or 500ms',
    found: p.found,
    fix: `write ${p.found}s if seconds are meant`,
  }),
  E211: (p: Mistyped & { hours: number | undefined }) => ({
    message: `${p.path} uses a unit that Go durations do not have`,
    expected: 'ms, s, m or h',
    found: p.found,
    fix: p.hours === undefined ? 'write it in hours' : `write ${p.hours}h`,
  }),
  E212: (p: { path: string; part: string; instead: string }) => ({
    message: `${p.part} is not modelled yet`,
    expected: 'only what this version models, so that no result is made up',
    found: p.path,
    fix: p.instead,
  }),
  E213: (p: Mistyped) => ({
    message: `${p.path} is no name`,
    expected: 'lower-case letters, digits and dashes, a letter or digit at both ends, at most 63',
    found: p.found,
    fix: 'write a name such as my-scenario',
  }),
  E214: (p: Mistyped & { limit: string }) => ({
    message: `${p.path} is out of range`,
    expected: p.limit,
    found: p.found,
    fix: `write ${p.limit}`,
  }),
  E215: (p: { path: string; what: string }) => ({
    message: `${p.path} is empty`,
    expected: p.what,
    found: 'nothing',
    fix: `add ${p.what}, or remove the key`,
  }),
  E216: (p: { until: string; limit: string }) => ({
    message: 'the rehearsal would be cut off before its end',
    expected: `until of at most spec.limit (${p.limit})`,
    found: p.until,
    fix: `set spec.limit to ${p.until} or more`,
  }),
  E217: (p: Mistyped) => ({
    message: `${p.path} is no time`,
    expected: 'a time with whole seconds, such as 2026-01-01T00:00:00Z',
    found: p.found,
    fix: 'write it as YYYY-MM-DDThh:mm:ssZ',
  }),
  E218: (p: { path: string; line: number }) => ({
    message: `${p.path}: a container that never becomes ready has no readyAfter`,
    expected: 'never or readyAfter',
    found: `both (never is on line ${p.line})`,
    fix: 'remove one of the two',
  }),
  E219: (p: { path: string; detail: string }) => ({
    message: `${p.path}: this distribution makes no sense`,
    expected: p.detail,
    fix: 'mend its parameters',
  }),
  E220: (p: { name: string; line: number }) => ({
    message: `a node named ${quoted(p.name)} is already there (line ${p.line})`,
    expected: 'a name of its own for each node',
    found: p.name,
    fix: 'rename one of the two',
  }),
  E221: (p: Mistyped) => ({
    message: `${p.path} is no quantity`,
    expected: 'a Kubernetes quantity such as 500m, 2, 64Mi or 1Gi',
    found: p.found,
    fix: 'write a number, with a suffix such as m, Mi or Gi',
  }),
  E222: (p: { path: string; line: number }) => ({
    message: `the file ${p.path} is already named on line ${p.line}`,
    expected: 'each manifest file once',
    found: p.path,
    fix: 'remove one of the two',
  }),
  E223: (p: { limit: string; resolution: string }) => ({
    message: 'the clock would have too many instants',
    expected: 'a resolution of 1ms or more, and not above the limit',
    found: `resolution ${p.resolution}, limit ${p.limit}`,
    fix: 'leave resolution out (100ms), or write 1s',
  }),
  W224: (p: { image: string; known: readonly string[]; suggestion: string | undefined }) => ({
    message: `no manifest and no command uses the image ${quoted(p.image)}`,
    expected: p.known.length === 0 ? 'an image of a manifest or a command' : oneOf(p.known),
    found: p.image,
    fix: p.suggestion === undefined ? 'check the name and the tag' : `did you mean ${p.suggestion}?`,
  }),
};

const script = {
  E301: (p: { actions: readonly string[] }) => ({
    message: 'this entry of the script does nothing',
    expected: oneOf(p.actions),
    fix: 'add what is to happen, such as run: kubectl argo rollouts promote NAME',
  }),
  E302: (p: { first: string; second: string }) => ({
    message: 'an entry of the script does one thing',
    expected: 'one action',
    found: `${p.first} and ${p.second}`,
    fix: 'write two entries',
  }),
  E303: () => ({
    message: 'this entry of the script says not when it happens',
    expected: 'at, or when (and after)',
    fix: 'add at: 30s, or when: rollout.phase == "Healthy"',
  }),
  E304: () => ({
    message: 'an entry of the script has one trigger',
    expected: 'at, or when (and after)',
    found: 'at and when',
    fix: 'keep one of the two',
  }),
  E305: () => ({
    message: 'after counts from when a condition holds, and there is none',
    expected: 'when beside after',
    found: 'after alone',
    fix: 'write at instead of after, or add when',
  }),
  E306: (p: { at: string; end: string; bound: string }) => ({
    message: 'this would happen after the end of the rehearsal',
    expected: `at most ${p.end} (spec.${p.bound})`,
    found: p.at,
    fix: `set spec.${p.bound} higher, or the entry earlier`,
  }),
  E307: (p: { found: string }) => ({
    message: 'this is no command that a rehearsal knows',
    expected: 'a line that starts with kubectl',
    found: p.found,
    fix: 'write it as typed: kubectl argo rollouts set image NAME CONTAINER=IMAGE',
  }),
  E308: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no command ${quoted(p.found)} here`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${oneOf(p.known)}`),
  }),
  E309: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no flag ${p.found}`,
    expected: p.known.length === 0 ? 'no flag' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'remove it'),
  }),
  E310: (p: { usage: string; found: string }) => ({
    message: 'the command lacks something or has too much',
    expected: p.usage,
    found: p.found,
    fix: `write ${p.usage}`,
  }),
  E311: (p: { flag: string; found: string; expected: string }) => ({
    message: `the value of ${p.flag} is wrong`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.flag} with ${p.expected}`,
  }),
  E312: () => ({
    message: 'a quote in the command is not closed',
    expected: 'the closing quote',
    fix: 'close the quote',
  }),
  W313: (p: Unknown & { namespace: string }) => ({
    message: `no manifest has a Rollout ${quoted(p.found)} in the namespace ${p.namespace}, so this command will fail`,
    expected: p.known.length === 0 ? 'a Rollout of the manifests' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'check the name and the namespace (-n)'),
  }),
  W314: (p: Unknown & { rollout: string }) => ({
    message: `the Rollout ${p.rollout} has no container ${quoted(p.found)}, so this command will fail`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${p.known[0] ?? 'a container'}=IMAGE`),
  }),
  E315: (p: { detail: string; found: string }) => ({
    message: 'this condition cannot be read',
    expected: p.detail,
    found: p.found,
    fix: 'write a comparison such as rollout.phase == "Healthy"',
  }),
  E316: (p: Unknown) => ({
    message: `conditions know nothing named ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, p.known.includes(p.found) ? 'remove it' : 'put quotes around it if text is meant'),
  }),
  E317: (p: Unknown & { of: string }) => ({
    message: `${p.of} has no member ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${p.of}.${p.known[0] ?? ''}`),
  }),
  W318: (p: { kind: string; name: string; namespace: string; suggestion: string | undefined }) => ({
    message: `no manifest has a ${p.kind} ${quoted(p.name)} in the namespace ${p.namespace}`,
    expected: 'an object of the manifests, or one that controllers make during the run',
    found: p.name,
    fix: p.suggestion === undefined ? 'check kind, name and namespace' : `did you mean ${p.suggestion}?`,
  }),
  W319: (p: { image: string; known: readonly string[]; suggestion: string | undefined }) => ({
    message: `no pod will ever run the image ${quoted(p.image)}`,
    expected: oneOf(p.known),
    found: p.image,
    fix: p.suggestion === undefined ? 'check the name and the tag' : `did you mean ${p.suggestion}?`,
  }),
  E320: (p: { forms: readonly string[] }) => ({
    message: 'this expectation expects nothing',
    expected: oneOf(p.forms),
    fix: 'add a condition, such as always: stable.available >= 4',
  }),
  E321: (p: { first: string; second: string }) => ({
    message: 'an expectation has one condition',
    expected: 'one condition',
    found: `${p.first} and ${p.second}`,
    fix: 'write two expectations',
  }),
  E322: (p: { key: string; needs: string }) => ({
    message: `${p.key} goes with ${p.needs}`,
    expected: `${p.needs} beside ${p.key}`,
    found: `${p.key} alone`,
    fix: `remove ${p.key}, or write ${p.needs}`,
  }),
  E323: (p: { from: string; until: string }) => ({
    message: 'this expectation ends before it begins',
    expected: 'from before until',
    found: `from ${p.from} until ${p.until}`,
    fix: 'swap the two',
  }),
  E324: (p: { known: readonly string[] }) => ({
    message: 'the condition speaks of a rollout, and the manifests have several',
    expected: `rollout: ${p.known[0] ?? 'NAME'}`,
    found: p.known.join(', '),
    fix: 'add rollout: NAME beside the condition',
  }),
  E325: (p: Unknown) => ({
    message: `no manifest has a Rollout ${quoted(p.found)}`,
    expected: p.known.length === 0 ? 'a Rollout of the manifests' : oneOf(p.known),
    found: p.found,
    fix: meant(p, 'check the name'),
  }),
  E326: (p: Unknown) => ({
    message: `the kind ${quoted(p.found)} is not known, so its apiVersion cannot be guessed`,
    expected: 'apiVersion beside kind',
    found: p.found,
    fix: meant(p, 'add apiVersion'),
  }),
};

const manifests = {
  E401: (p: { found: string }) => ({
    message: 'a manifest is a mapping',
    expected: 'apiVersion, kind, metadata',
    found: p.found,
    fix: 'remove the document, or separate documents by ---',
  }),
  E402: (p: { kind: string; apiVersion: string | undefined }) => ({
    message: `the ${p.kind} says no apiVersion`,
    expected: p.apiVersion === undefined ? 'apiVersion' : `apiVersion: ${p.apiVersion}`,
    fix: p.apiVersion === undefined ? 'add apiVersion' : `add apiVersion: ${p.apiVersion}`,
  }),
  E403: (p: { found: string }) => ({
    message: 'the document says not what it is',
    expected: 'apiVersion and kind',
    found: p.found,
    fix: 'add kind, or leave the file out of the manifests if it is none (Helm values, for instance)',
  }),
  E404: (p: { kind: string }) => ({
    message: `the ${p.kind} has no name`,
    expected: 'metadata.name',
    fix: 'add metadata: {name: …}',
  }),
  E405: (p: { kind: string; found: string }) => ({
    message: `the API server would refuse this name of a ${p.kind}`,
    expected: 'lower-case letters, digits, dashes and dots, a letter or digit at both ends, at most 253',
    found: p.found,
    fix: 'rename it',
  }),
  E406: (p: { kind: string; name: string; where: string }) => ({
    message: `the ${p.kind} ${quoted(p.name)} is already given (${p.where})`,
    expected: 'each object once',
    found: p.name,
    fix: 'remove one of the two, rename it, or move it to another namespace',
  }),
  E407: (p: Mistyped & { expected: string }) => ({
    message: `${p.path} has the wrong type, so the API server would refuse the object`,
    expected: p.expected,
    found: p.found,
    fix: `write ${p.expected}`,
  }),
  W408: (p: Unknown & { path: string }) => ({
    message: `${p.path === '' ? 'the object' : p.path} has no field ${quoted(p.found)}: the API server would drop it`,
    expected: p.known.length <= 24 ? oneOf(p.known) : 'a field of this type',
    found: p.found,
    fix: meant(p, 'remove it, or check where it belongs'),
  }),
  E409: () => ({
    message: 'no manifest is given',
    expected: 'at least one object',
    fix: 'name files that have objects in them',
  }),
  E410: (p: { kinds: string }) => ({
    message: 'no Rollout is given, so there is nothing to rehearse',
    expected: 'a manifest with apiVersion: argoproj.io/v1alpha1 and kind: Rollout',
    found: p.kinds,
    fix: 'add the file that has the Rollout',
  }),
  E411: (p: { kind: string; found: string; expected: string }) => ({
    message: `no ${p.kind} has this apiVersion`,
    expected: p.expected,
    found: p.found,
    fix: `write apiVersion: ${p.expected}`,
  }),
  E412: (p: Unknown & { apiVersion: string }) => ({
    message: `${p.apiVersion} has no kind ${quoted(p.found)}`,
    expected: oneOf(p.known),
    found: p.found,
    fix: meant(p, `write ${oneOf(p.known)}`),
  }),
  E413: (p: { found: string }) => ({
    message: 'the items of a List are a list',
    expected: 'items: [manifests]',
    found: p.found,
    fix: 'put a dash before each manifest',
  }),
  E414: (p: { kind: string; generateName: string }) => ({
    message: `the ${p.kind} has generateName instead of a name, and kubectl apply refuses that`,
    expected: 'metadata.name',
    found: `generateName: ${p.generateName}`,
    fix: 'give it a name',
  }),
  E415: (p: { kind: string; build: string }) => ({
    message: `a ${p.kind} is an instruction to build manifests, not a manifest`,
    expected: 'what it builds',
    found: `kind: ${p.kind}`,
    fix: p.build,
  }),
  E416: (p: Mistyped) => ({
    message: `${p.path} is text in Kubernetes, and YAML reads this as ${/^(true|false)$/.test(p.found) ? 'true or false' : 'a number'}`,
    expected: 'text',
    found: p.found,
    fix: 'put quotes around it',
  }),
  E417: (p: Mistyped) => ({
    message: `${p.path} is a number in Kubernetes, and quotes make it text`,
    expected: 'a whole number',
    found: p.found,
    fix: 'remove the quotes',
  }),
  E418: (p: Mistyped) => ({
    message: `${p.path} is true or false in Kubernetes, and quotes make it text`,
    expected: 'true or false',
    found: p.found,
    fix: 'remove the quotes',
  }),
  E419: (p: Mistyped) => ({
    message: `${p.path} is a whole number in Kubernetes`,
    expected: 'a whole number',
    found: p.found,
    fix: 'remove the fraction',
  }),
  E420: (p: Mistyped) => ({
    message: `${p.path} is no quantity`,
    expected: 'a Kubernetes quantity such as 500m, 2, 64Mi or 1Gi',
    found: p.found,
    fix: 'write a number, with a suffix such as m, Mi or Gi',
  }),
  E421: (p: Mistyped) => ({
    message: `${p.path} is no time`,
    expected: 'a time such as 2026-01-01T00:00:00Z',
    found: p.found,
    fix: 'write it as YYYY-MM-DDThh:mm:ssZ',
  }),
  E422: (p: Mistyped) => ({
    message: `${p.path} is a list in Kubernetes`,
    expected: 'a list',
    found: p.found,
    fix: 'put a dash before each item',
  }),
  E423: (p: Mistyped) => ({
    message: `${p.path} is a mapping in Kubernetes`,
    expected: 'a mapping',
    found: p.found,
    fix: 'remove the dashes, or indent the keys below it',
  }),
  E424: (p: Mistyped) => ({
    message: `${p.path} is a number or a percentage in Kubernetes`,
    expected: 'a whole number, or text such as "25%"',
    found: p.found,
    fix: 'write a whole number or a percentage',
  }),
  E425: (p: Mistyped & { limit: string }) => ({
    message: `${p.path} does not fit the 32 bits that Kubernetes has for it`,
    expected: p.limit,
    found: p.found,
    fix: 'write a smaller number',
  }),
  W426: (p: { kind: string }) => ({
    message: `the status of a ${p.kind} is not applied: controllers write it`,
    expected: 'no status',
    found: 'status',
    fix: 'remove it (kubectl get -o yaml adds it)',
  }),
  E427: (p: { part: string; path: string }) => ({
    message: `${p.part} is not modelled yet`,
    expected: 'only what this version models, so that no result is made up',
    found: p.path,
    fix: 'leave this part out of the rehearsal, or wait for a later version',
  }),
  W428: (p: { path: string; keys: string }) => ({
    message: `${p.path} is one step, and a step does one thing`,
    expected: 'one key a step',
    found: p.keys,
    fix: 'put a dash before each of them',
  }),
};

interface Missing {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly stub: string;
  readonly suggestion: string | undefined;
}

const missing = (p: Missing, consequence: string): Sentence => ({
  message: `the ${p.kind} ${quoted(p.name)} is not given: ${consequence}`,
  expected: `a ${p.kind} named ${p.name}${p.namespace === '' ? '' : ` in the namespace ${p.namespace}`}`,
  found: p.suggestion === undefined ? 'none' : p.suggestion,
  fix:
    p.suggestion === undefined
      ? `add it, or begin with this:\n${p.stub}`
      : `did you mean ${p.suggestion}? Else begin with this:\n${p.stub}`,
});

const INVALID = 'the controller will say InvalidSpec and do nothing';
const FAILS = 'the controller will fail and try again without end';

const references = {
  W501: (p: Missing) => missing(p, INVALID),
  W502: (p: Missing) => missing(p, INVALID),
  W503: (p: Missing) => missing(p, INVALID),
  W504: (p: Missing) => missing(p, FAILS),
  W505: (p: Missing) => missing(p, INVALID),
  W506: (p: Missing) => missing(p, INVALID),
  W507: (p: Missing) => missing(p, INVALID),
  W508: (p: Missing) => missing(p, INVALID),
  W509: (p: Missing) => missing(p, FAILS),
  W510: (p: { service: string; label: string; rollout: string }) => ({
    message: `the Service ${quoted(p.service)} selects by ${p.label}, which the pods of ${p.rollout} do not have: ${INVALID}`,
    expected: `pods with ${p.label}`,
    found: 'pods without it',
    fix: 'mend the selector of the Service or the labels of the template',
  }),
  N520: (p: { kind: string; apiVersion: string; count: number }) => ({
    message: `objects of the kind ${p.kind} (${p.apiVersion}) are kept, but nothing acts on them${p.count > 1 ? ` (${p.count} objects)` : ''}`,
  }),
};

const commandLine = {
  E701: (p: { found: string }) => ({
    message: 'this names no image',
    expected: 'CONTAINER=IMAGE, or IMAGE if there is one container',
    found: p.found === '' ? 'nothing' : p.found,
    fix: 'write --set-image CONTAINER=IMAGE',
  }),
  E702: (p: Unknown) => ({
    message: `no Rollout has a container ${quoted(p.found)}`,
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
  W705: (p: { image: string; container: string }) => ({
    message: `the container ${p.container} has this image already, so nothing will change`,
    expected: 'another image or tag',
    found: p.image,
    fix: 'name the new version',
  }),
};

const TABLE = { ...reading, ...scenario, ...script, ...manifests, ...references, ...commandLine };

/** Every code there is. */
export type DiagnosticCode = keyof typeof TABLE;

/** What each code's sentences are made from. */
export type MessageParameters = {
  readonly [C in DiagnosticCode]: Parameters<(typeof TABLE)[C]> extends readonly [infer P, ...unknown[]]
    ? P
    : Readonly<Record<string, never>>;
};

export const MESSAGES: { readonly [C in DiagnosticCode]: (parameters: MessageParameters[C]) => Sentence } = TABLE;

export const DIAGNOSTIC_CODES: readonly string[] = Object.keys(TABLE).sort();
