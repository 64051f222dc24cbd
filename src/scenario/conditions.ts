import type { ScenarioContext } from './scenario-context.ts';
import type { YamlPath } from './yaml-path.ts';
/** x */
export function checkCondition(_context: ScenarioContext, _condition: string, _path: YamlPath): void {}
