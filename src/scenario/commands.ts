import type { ScenarioContext } from './scenario-context.ts';
import type { YamlPath } from './yaml-path.ts';
/** x */
export function checkCommand(_context: ScenarioContext, _command: string, _path: YamlPath): void {}
