import eslint from '@eslint/js';
import vue from 'eslint-plugin-vue';
import accessibility from 'eslint-plugin-vuejs-accessibility';
import tseslint from 'typescript-eslint';

// Prettier lays out templates.
const layoutOff = Object.fromEntries(
  Object.entries(vue.rules)
    .filter(([, { meta }]) => meta.type === 'layout')
    .map(([name]) => [`vue/${name}`, 'off']),
);

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'out/**', 'data/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['*.js', '*.ts', 'tests/counted-line.ts', 'verifier-sdk/fixtures/*.d.ts'],
        },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      // A linear list of checks, each with its own refusal, may be this long; nesting may not.
      complexity: ['error', 16],
      'max-depth': ['error', 4],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      // The ideographic space U+3000 is text here.
      'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipComments: true }],
      // Text is taken apart by code points on purpose: rare name characters lie outside the basic plane.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    files: ['**/*.fixture.ts'],
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['chaincode', 'cli', 'network', 'service', 'verifier-sdk'].map(
                (name) => `**/${name}/dist/**`,
              ),
              message: 'Another package is entered through the exports in its package.json.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['cli/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@certbridge/*', '!@certbridge/verifier-sdk'],
              message: 'The command line is installed without the repository: of it, it uses the SDK only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { Buffer: 'readonly', process: 'readonly', setTimeout: 'readonly', URL: 'readonly' },
    },
  },
  {
    // Programs for a terminal and a browser, as short as they can be.
    files: ['verifier-sdk/examples/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // vue-tsc knows the names and the types, also those that come from another component.
      'no-undef': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // Components are imported by name and stand in templates in their own case.
      'vue/multi-word-component-names': 'off',
      // Which properties may be left out, their types say.
      'vue/require-default-prop': 'off',
      ...layoutOff,
      'vuejs-accessibility/heading-has-content': ['error', { accessibleChildren: ['Bilingual'] }],
      'vuejs-accessibility/anchor-has-content': ['error', { accessibleChildren: ['Bilingual'] }],
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  {
    // A contract as a chaincode package has it: CommonJS.
    files: ['network/fixtures/contract/*.js'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
