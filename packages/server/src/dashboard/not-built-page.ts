import { createHash } from 'node:crypto';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark}code{font-size:.95em}';

/** What a browser sees when this program runs from sources and nobody has built the dashboard. */
export const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Dashboard not built · SecureScan</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <h1>The dashboard is not built</h1>
    <p>The server runs from sources, and its API works. To see the dashboard, run <code>npm run build</code> in the checkout and start the server again.</p>
    <p><a href="/docs">API documentation</a></p>
  </body>
</html>
`;

export const NOT_BUILT_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
