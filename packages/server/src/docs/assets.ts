import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of a viewer. */
export interface Asset {
  readonly mediaType: string;
  readonly read: () => Promise<Buffer>;
}

/** Found when a page is asked for, also where this program is a bundle: the packages are megabytes and stay in node_modules. */
const SWAGGER = (): string => import.meta.resolve('swagger-ui-dist/package.json');
const REDOC = (): string => import.meta.resolve('redoc/package.json');

const SCRIPT = 'text/javascript; charset=utf-8';

/** Files of the viewers by page and name; a name that is not here is no address. */
export const ASSETS: Readonly<Record<'docs' | 'redoc', Readonly<Record<string, Asset>>>> = {
  docs: {
    'swagger-ui.css': fromPackage(SWAGGER, 'swagger-ui.css', 'text/css; charset=utf-8'),
    'swagger-ui-bundle.js': fromPackage(SWAGGER, 'swagger-ui-bundle.js', SCRIPT),
    'favicon-32x32.png': fromPackage(SWAGGER, 'favicon-32x32.png', 'image/png'),
    'swagger-init.js': own(new URL('./assets/swagger-init.js', import.meta.url)),
  },
  redoc: {
    'redoc.standalone.js': fromPackage(REDOC, 'bundles/redoc.standalone.js', SCRIPT),
    'redoc-init.js': own(new URL('./assets/redoc-init.js', import.meta.url)),
  },
};

function fromPackage(manifest: () => string, file: string, mediaType: string): Asset {
  return { mediaType, read: once(() => join(dirname(fileURLToPath(manifest())), file)) };
}

function own(url: URL): Asset {
  return { mediaType: SCRIPT, read: once(() => fileURLToPath(url)) };
}

/** Read when first asked for, then kept. */
function once(toPath: () => string): () => Promise<Buffer> {
  let content: Promise<Buffer> | undefined;
  return () => (content ??= readFile(toPath()));
}
