import node from '@astrojs/node';
import { defineConfig, envField } from 'astro/config';

import { LANGUAGE_PREFIXES, VIEW_FILES } from './src/routes.mjs';

/** Views in other languages than the default one stand below the language: `/zh-hans/events/`. */
const viewsInAllLanguages = {
  name: 'views-in-all-languages',
  hooks: {
    'astro:config:setup': ({ injectRoute }) => {
      // Astro takes files whose names begin with `_` for private.
      injectRoute({ pattern: '/_hooks/content', entrypoint: './src/cache/hook.ts' });
      for (const prefix of LANGUAGE_PREFIXES) {
        for (const [pattern, file] of VIEW_FILES) {
          injectRoute({ pattern: `${prefix}${pattern}`, entrypoint: `./src/pages/${file}` });
        }
      }
    },
  },
};

/** Has the build begin with what `server.mjs` starts, which shares the cache with Astro, and need no other package. */
const ownEntry = {
  name: 'own-entry',
  apply: 'build',
  configEnvironment: (name) =>
    name === 'ssr'
      ? {
          resolve: { noExternal: true },
          build: { rolldownOptions: { input: { index: './src/cache/entry.ts' } } },
        }
      : undefined,
};

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  integrations: [viewsInAllLanguages],
  cache: {
    provider: { name: 'colloquium', entrypoint: new URL('./src/cache/provider.ts', import.meta.url) },
  },
  trailingSlash: 'ignore',
  // The default joins words across line breaks.
  compressHTML: true,
  build: { inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  security: { checkOrigin: false },
  env: {
    schema: {
      CMS_URL: envField.string({ context: 'server', access: 'secret', default: 'http://localhost:8000' }),
      PUBLIC_URL: envField.string({ context: 'server', access: 'secret', default: 'http://localhost:4321' }),
      SITE_SECRET: envField.string({ context: 'server', access: 'secret', optional: true }),
      CACHE_DIR: envField.string({ context: 'server', access: 'secret', optional: true }),
    },
    validateSecrets: true,
  },
  vite: {
    plugins: [ownEntry],
    // Inlined scripts would need a hash in the policy of each page.
    build: { assetsInlineLimit: 0 },
  },
});
