import { toComponent, toReading } from '../reading/component.ts';
import { parseIntegrity, toHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { splitAtSign, splitNpmName } from './names.ts';
import { parseSpecifier } from './specifier.ts';
import { readBerryLock } from './yarn-berry.ts';
import { type ClassicEntry, parseClassicLock } from './yarn-classic.ts';

/** `yarn.lock` of both generations. */
export const yarnLock: ManifestReader = {
  id: 'yarn.lock',
  ecosystem: 'npm',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'yarn.lock',
  read(_path, text) {
    return /^__metadata:/m.test(text) ? readBerryLock(text) : readClassicLock(text);
  },
};

function readClassicLock(text: string): Reading {
  const { entries, unfit } = parseClassicLock(text);
  const byPattern = new Map<string, ReadComponent>();
  for (const entry of entries) {
    for (const pattern of entry.patterns) {
      const component = toClassicPackage(pattern, entry);
      if (component) byPattern.set(pattern, component);
    }
  }
  return toReading({
    components: [...byPattern.values()],
    resolutions: new Map([...byPattern].map(([pattern, { purl }]) => [pattern, purl])),
    edges: entries.flatMap(({ patterns, dependencies }) => {
      const from = byPattern.get(patterns[0] ?? '');
      return dependencies.flatMap(([name, range]): [string, string][] => {
        const to = byPattern.get(`${name}@${range}`);
        return from && to ? [[from.purl, to.purl]] : [];
      });
    }),
    problem: unfit === 0 ? null : `${unfit} line(s) are not of the format; the rest was read`,
  });
}

function toClassicPackage(pattern: string, { fields }: ClassicEntry): ReadComponent | null {
  const [key, range] = splitAtSign(pattern);
  const specifier = parseSpecifier(range ?? '');
  if (key === '' || specifier.local) return null;
  const resolved = fields.get('resolved') ?? '';
  const isGit = 'vcs_url' in specifier.qualifiers;
  const [, sha1 = ''] = /#([0-9a-f]{40})$/.exec(resolved) ?? [];
  const integrity = parseIntegrity(fields.get('integrity') ?? null);
  return toComponent('npm', {
    ...splitNpmName(specifier.realName ?? key),
    version: fields.get('version') ?? null,
    qualifiers: isGit ? parseSpecifier(resolved).qualifiers : specifier.qualifiers,
    // Behind an address of git the hexadecimal digits are a commit.
    hashes: integrity.length > 0 || isGit ? integrity : toHash('sha1', sha1),
    alias: specifier.realName === null ? null : key,
    installPath: `node_modules/${key}`,
    anchor: pattern,
  });
}
