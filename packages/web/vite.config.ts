import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const THEME_SCRIPT = join(root, 'src', 'app', 'theme-boot.js');

/**
 * Puts the script that chooses the theme before the style sheet, as a small file of its own: it has to run before the first paint,
 * and the content policy allows no inline script.
 */
function themeScript(): Plugin {
  const source = readFileSync(THEME_SCRIPT, 'utf8');
  const name = `assets/theme-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`;
  return {
    name: 'theme-script',
    configureServer(server) {
      server.middlewares.use(`/${name}`, (_request, response) => {
        response.setHeader('content-type', 'text/javascript').end(source);
      });
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source });
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${name}` }, injectTo: 'head' }],
  };
}

export default defineConfig({
  root,
  plugins: [react(), tailwind(), themeScript()],
  build: {
    target: 'es2023',
    // Pictures are files too: the content policy allows no `data:`.
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '^/(api|ready|health|docs|redoc|openapi.json)': 'http://127.0.0.1:8000' },
  },
});
