/**
 * Who may import whom: the table of rooms in docs/architecture.md. A room may always import itself, `text` and packages. Imports of types count as well.
 */
export const rooms = {
  text: [],
  kernel: [],
  expr: ['kernel'],
  api: ['kernel'],
  world: ['api', 'kernel'],
  routers: ['api', 'world'],
  controllers: ['api', 'expr', 'routers', 'world'],
  plugin: ['api'],
  cluster: ['api', 'kernel', 'world'],
  traffic: ['api', 'kernel', 'routers', 'world'],
  metrics: ['api', 'expr', 'kernel', 'routers', 'traffic', 'world'],
  timeline: ['api', 'world'],
  simulation: [
    'kernel',
    'expr',
    'api',
    'world',
    'routers',
    'controllers',
    'plugin',
    'cluster',
    'traffic',
    'metrics',
    'timeline',
  ],
  scenario: ['api', 'expr', 'plugin', 'routers', 'traffic', 'metrics', 'world'],
  findings: ['timeline', 'api', 'world'],
  expect: ['timeline', 'expr', 'api', 'world'],
  report: ['timeline', 'findings', 'plugin', 'api', 'world'],
  web: ['api', 'findings', 'report', 'scenario', 'session', 'timeline'],
  study: ['api', 'expr', 'kernel', 'plugin', 'simulation', 'timeline', 'world'],
  session: [
    'kernel',
    'expr',
    'api',
    'world',
    'routers',
    'controllers',
    'plugin',
    'cluster',
    'traffic',
    'metrics',
    'timeline',
    'simulation',
    'scenario',
    'findings',
    'expect',
    'report',
    'study',
  ],
};

/** Rooms that run in a browser as well. */
const ANYWHERE = Object.keys(rooms);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Files that import each other, also for types alone, can be understood only together: move what both need below them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-node-here',
      comment: 'These rooms run in a browser as well: what they need of Node is handed to them.',
      severity: 'error',
      from: { path: `^src/(${ANYWHERE.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `room-${room}`,
      comment: `src/${room} may import only: ${[...new Set([room, 'text', ...allowed])].join(', ')} (docs/architecture.md).`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, 'text', ...allowed].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^test/', '^scripts/', '^bench/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
