import { describeVersions } from './describe-versions.ts';

describeVersions((group) => !group.startsWith('random-'));
