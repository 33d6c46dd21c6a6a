/**
 * Which package may import which, and who may use Node's own modules. The table is the documentation;
 * `boundaries.test.ts` compares it with the real imports and with each manifest.
 */
export interface Border {
  /** Workspace packages that sources may import; a second entry of one is named beside it. */
  readonly packages: readonly string[];
  /** Node modules that sources may import; `all` where the package is made to touch the machine. */
  readonly node: 'all' | readonly string[];
}

const model = '@securescan/model';
const core = '@securescan/core';
const inventory = '@securescan/inventory';
const waf = '@securescan/waf';
const catalogue = '@securescan/waf-catalogue';

/** Keyed by folder below `packages/`. Only test files, and testkit itself, may import testkit. */
export const borders: Readonly<Record<string, Border>> = {
  model: { packages: [], node: [] },
  contract: { packages: [model], node: [] },
  core: { packages: [model], node: ['node:crypto'] },
  inventory: { packages: [model], node: ['node:crypto'] },
  renderers: { packages: [model], node: ['node:crypto', 'node:module', 'node:url'] },
  // The parts that reports of every kind are made of: escaping, widths, the style of pages.
  waf: { packages: [model, '@securescan/renderers', '@securescan/renderers/parts'], node: ['node:crypto'] },
  'waf-catalogue': { packages: [waf], node: ['node:fs', 'node:url', 'node:path'] },
  // core: a database of the first SecureScan is converted by the rules of the pipeline; loaded only then.
  store: { packages: [model, core], node: 'all' },
  host: { packages: [model, core], node: 'all' },
  scanners: {
    packages: [model, core, inventory, waf, catalogue],
    node: ['node:crypto', 'node:url', 'node:timers/promises'],
  },
  // Runs in browsers.
  web: { packages: [model, '@securescan/contract'], node: [] },
  server: {
    packages: [
      model,
      '@securescan/contract',
      core,
      '@securescan/host',
      '@securescan/scanners',
      '@securescan/renderers',
      inventory,
      '@securescan/store',
      waf,
      catalogue,
    ],
    node: 'all',
  },
  cli: {
    packages: [
      model,
      '@securescan/server',
      '@securescan/server/admin',
      core,
      '@securescan/host',
      '@securescan/scanners',
      '@securescan/renderers',
      inventory,
      '@securescan/store',
      waf,
      catalogue,
    ],
    node: 'all',
  },
};
