import type { ApiServer } from './server.ts';

/** Read access to the objects of one instant: the live API server, or a timeline's state at a time. */
export type ObjectReader = Pick<ApiServer, 'find' | 'list'>;
