import { describeGroups } from './describe-groups.ts';

// In a file of its own, so that it runs beside the other groups.
describeGroups((group) => group.startsWith('random-'));
