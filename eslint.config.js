import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { ownProperties } from './scripts/lint/own-properties.js';

const SIMULATED = [
  'text',
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
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/text/own.ts'],
    plugins: { local: { rules: { 'own-properties': ownProperties } } },
    rules: { 'local/own-properties': 'error' },
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
