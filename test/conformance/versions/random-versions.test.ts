import { describeVersions } from './describe-versions.ts';

// In a file of its own, so that it runs beside the other groups.
describeVersions((group) => group.startsWith('random-'));
