import { checkCondition } from './conditions.ts';
import type { Expectation } from '../expr/index.ts';
import { EXPECTATION_FORMS, type ExpectEntry, type ExpectationForm } from './schema/expect.ts';
import type { ScenarioContext } from './scenario-context.ts';
import { positionOf } from './source-file.ts';
import { checkedDurationMs } from './world-defaults.ts';
import { placeOfKey, placeOfValue, type YamlPath } from './yaml-path.ts';

/** The expectations of a scenario, checked and with their conditions parsed once. */
export function expectationsOf(context: ScenarioContext, entries: readonly ExpectEntry[]): readonly Expectation[] {
  return entries.flatMap((entry, index) => {
    const path = ['spec', 'expect', index];
    const form = formOf(context, entry, path);
    if (form === undefined) return [];
    checkTimes(context, entry, form, path);
    return [expectationOf(context, entry, form, path)];
  });
}

function formOf(context: ScenarioContext, entry: ExpectEntry, path: YamlPath): ExpectationForm | undefined {
  const { document, diagnostics } = context;
  const [first, second] = EXPECTATION_FORMS.filter((form) => entry[form] !== undefined);
  if (first === undefined) {
    diagnostics.add('E320', placeOfValue(document, path), { forms: EXPECTATION_FORMS });
    return undefined;
  }
  if (second === undefined) return first;
  diagnostics.add('E321', placeOfKey(document, [...path, second]), { first, second });
  return undefined;
}

/** Which condition each time goes with. */
const NEEDS: readonly {
  readonly key: 'at' | 'within' | 'from' | 'until';
  readonly forms: readonly ExpectationForm[];
}[] = [
  { key: 'at', forms: ['holds'] },
  { key: 'within', forms: ['eventually'] },
  { key: 'from', forms: ['always', 'never'] },
  { key: 'until', forms: ['always', 'never'] },
];

function checkTimes(context: ScenarioContext, entry: ExpectEntry, form: ExpectationForm, path: YamlPath): void {
  const { document, diagnostics } = context;
  for (const { key, forms } of NEEDS) {
    if (entry[key] !== undefined && !forms.includes(form)) {
      diagnostics.add('E322', placeOfKey(document, [...path, key]), { key, needs: forms.join(' or ') });
    }
  }
  if (form === 'holds' && entry.at === undefined) {
    diagnostics.add('E322', placeOfKey(document, [...path, 'holds']), { key: 'holds', needs: 'at' });
  }
  const { from, until } = entry;
  if (from !== undefined && until !== undefined && checkedDurationMs(from) > checkedDurationMs(until)) {
    diagnostics.add('E323', placeOfValue(document, [...path, 'until']), { from, until });
  }
}

function expectationOf(
  context: ScenarioContext,
  entry: ExpectEntry,
  form: ExpectationForm,
  path: YamlPath,
): Expectation {
  const condition = entry[form] ?? '';
  const subjects = checkCondition(context, condition, entry, path, form);
  const place = placeOfValue(context.document, path);
  return {
    ...(entry.name === undefined ? {} : { name: entry.name }),
    form: form === 'holds' ? 'at' : form,
    condition,
    ...subjects,
    ...(entry.at === undefined ? {} : { atMs: checkedDurationMs(entry.at) }),
    ...(entry.within === undefined ? {} : { withinMs: checkedDurationMs(entry.within) }),
    ...(entry.from === undefined ? {} : { fromMs: checkedDurationMs(entry.from) }),
    ...(entry.until === undefined ? {} : { untilMs: checkedDurationMs(entry.until) }),
    source: { file: place.file.name, line: positionOf(place.file, place.start).line },
  };
}
