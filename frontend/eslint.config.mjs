import astro from 'eslint-plugin-astro';
import a11y from 'eslint-plugin-jsx-a11y-x';
import tseslint from 'typescript-eslint';

const SHOWN = ['pages', 'views', 'templates', 'blocks', 'components', 'layouts'];

/** What files in a room of `src` may not import. */
const FORBIDDEN = {
  views: ['pages', 'cache'],
  templates: ['pages', 'views', 'cache'],
  blocks: ['pages', 'views', 'templates', 'cache'],
  components: ['pages', 'views', 'templates', 'blocks', 'layouts', 'cms', 'cache'],
  layouts: ['pages', 'views', 'templates', 'blocks', 'cache'],
  cms: [...SHOWN, 'cache'],
  cache: SHOWN,
  elements: [...SHOWN, 'cms', 'cache'],
  time: [...SHOWN, 'cms', 'cache'],
  text: [...SHOWN, 'cms', 'cache'],
  // Has folders of its own for the words of pages and views.
  i18n: ['templates', 'blocks', 'components', 'layouts', 'cms', 'cache'],
};

/** @param {[room: string, others: string[]]} rule */
const mayNotImport = ([room, others]) => ({
  files: [`src/${room}/**/*.{ts,astro}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [{ group: others.map((it) => `**/${it}/**`), message: 'See the rooms in CONTRIBUTING.' }],
      },
    ],
  },
});

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.astro/',
      'node_modules/',
      'src/cms/schema-env.d.ts',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...tseslint.configs.strict,
  ...astro.configs.recommended,
  ...(astro.configs['jsx-a11y-x-recommended'] ?? []),
  { plugins: { 'jsx-a11y-x': a11y } },
  ...Object.entries(FORBIDDEN).map(mayNotImport),
);
