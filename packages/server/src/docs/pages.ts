/**
 * What the viewers need beyond the policy of all answers: both set styles from script, and draw small images from `data:`.
 * Script stays limited to files of this server.
 */
export const DOCS_CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/** @param base - `` or `/api` or `/api/v1`; the viewer's files are beside its page */
export function renderSwaggerPage(base: string): string {
  return page(
    'SecureScan API',
    `${icon(base)}
    <link rel="stylesheet" href="${base}/docs/swagger-ui.css" />`,
    `<div id="swagger-ui" data-document="${base}/openapi.json"></div>
    <script src="${base}/docs/swagger-ui-bundle.js"></script>
    <script src="${base}/docs/swagger-init.js"></script>`,
  );
}

export function renderRedocPage(base: string): string {
  return page(
    'SecureScan API',
    icon(base),
    `<div id="redoc" data-document="${base}/openapi.json"></div>
    <script src="${base}/redoc/redoc.standalone.js"></script>
    <script src="${base}/redoc/redoc-init.js"></script>`,
  );
}

function icon(base: string): string {
  return `<link rel="icon" type="image/png" href="${base}/docs/favicon-32x32.png" sizes="32x32" />`;
}

function page(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`;
}
