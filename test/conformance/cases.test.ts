import { describeGroups } from './describe-groups.ts';

describeGroups((group) => !group.startsWith('random-'));
