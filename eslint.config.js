import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import whom: the table of rooms in docs/architecture.md. A room may always import itself. */
export const rooms = {
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
  expect: ['timeline', 'expr', 'api'],
  report: ['timeline', 'plugin', 'api', 'world'],
  study: ['api', 'kernel', 'plugin', 'simulation', 'timeline', 'world'],
};

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./src/${room}`,
  from: './src',
  except: [`./${room}`, ...allowed.map((other) => `./${other}`)],
  message: `src/${room} may import only: ${[room, ...allowed].join(', ')} (docs/architecture.md).`,
}));

const SIMULATED = [
  'kernel',
  'expr',
  'api',
  'world',
  'routers',
  'controllers',
  'cluster',
  'traffic',
  'metrics',
  'timeline',
  'scenario',
  'simulation',
];

const TRANSCENDENTAL = [
  'random',
  'log',
  'log2',
  'log10',
  'log1p',
  'exp',
  'expm1',
  'pow',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'hypot',
  'cbrt',
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'reports'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Determinism: nothing in the simulated rooms may depend on the machine, the moment, the locale or the last bit of a libm.
    files: SIMULATED.map((room) => `src/${room}/**/*.ts`),
    rules: {
      'no-restricted-globals': [
        'error',
        'Date',
        'performance',
        'Intl',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'process',
      ],
      'no-restricted-properties': [
        'error',
        ...TRANSCENDENTAL.map((property) => ({
          object: 'Math',
          property,
          message: 'Differs between engines in the last bit: use src/kernel.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'Depends on the locale.' },
        {
          selector: "MemberExpression[property.name='localeCompare']",
          message: 'Depends on the locale: compare by code unit.',
        },
        {
          selector: 'BinaryExpression[operator="**"]',
          message: 'Differs between engines in the last bit: use src/kernel.',
        },
        {
          selector: 'AssignmentExpression[operator="**="]',
          message: 'Differs between engines in the last bit: use src/kernel.',
        },
      ],
    },
  },
  { files: ['*.config.ts', '*.config.js'], rules: { 'import-x/no-default-export': 'off' } },
  { files: ['scripts/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
);
