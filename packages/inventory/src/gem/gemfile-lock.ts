import type { BomScope } from '@securescan/model';
import { toComponent, toReading } from '../reading/component.ts';
import { toHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';

interface Gem {
  readonly name: string;
  readonly component: ReadComponent | null;
  readonly dependencies: string[];
}

/** `Gemfile.lock` and `gems.locked`. Gems of a PATH section are parts of the project. */
export const gemfileLock: ManifestReader = {
  id: 'Gemfile.lock',
  ecosystem: 'gem',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'Gemfile.lock' || baseName === 'gems.locked',
  read(_path, text) {
    return /^<{7} |^>{7} /m.test(text)
      ? { ...readGemfileLock(text), problem: 'holds merge conflicts; both sides were read' }
      : readGemfileLock(text);
  },
};

function readGemfileLock(text: string): Reading {
  const gems: Gem[] = [];
  const wanted: string[] = [];
  const checksums = new Map<string, string>();
  let section = '';
  let attributes: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    if (/^[A-Z]/.test(line)) {
      section = line.trim();
      attributes = {};
      continue;
    }
    const [, key, value] = /^ {2}(remote|revision|tag|branch): (.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) attributes[key] = value.trim();
    const [, indent = '', name = '', version] = /^( +)([^\s(!]+)(?: \(([^)]*)\))?!?/.exec(line) ?? [];
    if (section === 'DEPENDENCIES' && indent.length === 2) wanted.push(name);
    if (section === 'CHECKSUMS') {
      const [, sum] = /sha256=([0-9a-f]{64})/.exec(line) ?? [];
      if (sum !== undefined) checksums.set(`${name} (${version ?? ''})`, sum);
    }
    if (!['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE'].includes(section)) continue;
    if (indent.length === 4 && version !== undefined) gems.push(toGem(name, version, { section, attributes }));
    if (indent.length === 6) gems.at(-1)?.dependencies.push(name);
  }
  return toGemReading(gems, wanted, checksums);
}

function toGem(
  name: string,
  written: string,
  { section, attributes }: { readonly section: string; readonly attributes: Readonly<Record<string, string>> },
): Gem {
  if (section === 'PATH') return { name, component: null, dependencies: [] };
  // A version holds no hyphen; what follows one is the platform.
  const hyphen = written.indexOf('-');
  const platform = hyphen === -1 ? '' : written.slice(hyphen + 1);
  const { remote, revision } = attributes;
  const git = section === 'GIT' && remote !== undefined ? `git+${remote}${revision ? `@${revision}` : ''}` : '';
  const component = toComponent('gem', {
    name,
    version: hyphen === -1 ? written : written.slice(0, hyphen),
    qualifiers: { platform, vcs_url: git },
    anchor: `${name} (${written})`,
  });
  return { name, component, dependencies: [] };
}

function toGemReading(
  gems: readonly Gem[],
  wanted: readonly string[],
  checksums: ReadonlyMap<string, string>,
): Reading {
  const byName = new Map<string, Gem[]>();
  for (const gem of gems) {
    const list = byName.get(gem.name);
    if (list) list.push(gem);
    else byName.set(gem.name, [gem]);
  }
  const find = (name: string) => (byName.get(name) ?? []).flatMap(({ component }) => component?.purl ?? []);
  // What the project's own gems (PATH) ask for is asked for by the project.
  const asked = [...wanted, ...gems.filter(({ component }) => component === null).flatMap((gem) => gem.dependencies)];
  return toReading({
    components: gems.flatMap(({ component }) =>
      component ? [{ ...component, hashes: toHash('sha256', checksums.get(component.anchor ?? '') ?? '') }] : [],
    ),
    edges: gems.flatMap(({ component, dependencies }) =>
      component ? dependencies.flatMap(find).map((to): [string, string] => [component.purl, to]) : [],
    ),
    roots: new Map(asked.flatMap(find).map((purl): [string, BomScope] => [purl, 'required'])),
  });
}
