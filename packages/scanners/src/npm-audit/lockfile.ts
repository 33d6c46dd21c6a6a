import { z } from 'zod';
import { findLine } from '../tool-report/index.ts';

const Versioned = z.object({ version: z.string().nullish().catch(null) }).catch({ version: null });
const Lockfile = z.object({
  packages: z.record(z.string(), Versioned).catch({}),
  dependencies: z.record(z.string(), Versioned).catch({}),
});

/** What we need of a `package-lock.json` or `npm-shrinkwrap.json`. */
export interface LockedPackages {
  /** Version installed at a place (`node_modules/a/node_modules/b`), or null. */
  findVersion(node: string): string | null;
  /** 1-based line of the entry of a place, or of the first entry of that package; null when there is none. */
  findLine(node: string | null, name: string): number | null;
}

/** Reads a lockfile; one that cannot be read knows nothing. */
export function readLockedPackages(text: string | null): LockedPackages {
  const { packages, dependencies } = parse(text);
  return {
    findVersion(node) {
      const name = node.slice(node.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return packages[node]?.version ?? (node === `node_modules/${name}` ? dependencies[name]?.version : null) ?? null;
    },
    findLine(node, name) {
      const keys = node === null ? [] : [node];
      keys.push(`node_modules/${name}`, name);
      for (const key of keys) {
        const opening = new RegExp(`^\\s*${escapeForRegExp(JSON.stringify(key))}\\s*:\\s*\\{`);
        const line = findLine(text, (one) => opening.test(one));
        if (line !== null) return line;
      }
      return null;
    },
  };
}

function parse(text: string | null): z.output<typeof Lockfile> {
  try {
    return Lockfile.parse(JSON.parse(text ?? '{}'));
  } catch {
    return { packages: {}, dependencies: {} }; // npm itself reports a lockfile that is no JSON
  }
}

function escapeForRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
