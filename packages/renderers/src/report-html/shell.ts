import { createHash } from 'node:crypto';
import { html, trusted, type Html } from './html.ts';

export interface Shell {
  readonly title: string;
  /** The whole style sheet. */
  readonly style: string;
  readonly body: Html;
}

/**
 * One page that needs nothing else. Nothing in it may run or be fetched: no script, no image, and only the one style sheet whose
 * hash stands in its policy.
 */
export function renderShell({ title, style, body }: Shell): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  // The style stands in one piece, since a blank more in the element would change its hash.
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.html;
}
