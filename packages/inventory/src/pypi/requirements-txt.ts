import type { BomScope } from '@securescan/model';
import { normalisePypiName } from '../purl/normalise.ts';
import { toComponent, toReading } from '../reading/component.ts';
import { parsePrefixedHash } from '../reading/hashes.ts';
import type { ManifestReader, ReadComponent, Reading } from '../reading/types.ts';
import { parseRequirement, toOriginQualifiers } from './requirement.ts';
import { splitRequirementLines } from './requirements-lines.ts';

/** `requirements*.txt` and files in a `requirements` folder's naming (`dev-requirements.txt`). */
export const requirementsTxt: ManifestReader = {
  id: 'requirements.txt',
  ecosystem: 'pypi',
  kind: 'list',
  matches: (baseName) => /^(?:[\w.-]+[-_.])?requirements[\w.-]*\.txt$/i.test(baseName),
  read(path, text) {
    return readRequirements(path.slice(path.lastIndexOf('/') + 1), text);
  },
};

/** Files named for development, tests or docs list what the product itself does not need. */
function scopeOf(baseName: string): BomScope {
  return /(?:^|[-_.])(?:dev|develop|development|test|tests|testing|doc|docs|lint|ci)(?=[-_.])/i.test(baseName)
    ? 'development'
    : 'required';
}

function readRequirements(baseName: string, text: string): Reading {
  const scope = scopeOf(baseName);
  const found = splitRequirementLines(text).flatMap((line) => {
    const component = toListedPackage(line.text, scope);
    return component ? [{ component, via: line.via }] : [];
  });
  const byName = new Map(found.map(({ component }) => [normalisePypiName(component.name), component.purl]));
  // `via requests` names a package of this file; `via -r requirements.in` and project names do not.
  const parentsOf = (via: readonly string[]) =>
    via.flatMap((name) => byName.get(normalisePypiName(name.replace(/\[.*$/, ''))) ?? []);
  return toReading({
    components: found.map(({ component }) => component),
    edges: found.flatMap(({ component, via }) =>
      parentsOf(via).map((parent): [string, string] => [parent, component.purl]),
    ),
    roots: new Map(
      found
        .filter(({ via }) => via.length === 0 || parentsOf(via).length < via.length)
        .map(({ component }) => [component.purl, scope]),
    ),
  });
}

function toListedPackage(line: string, scope: BomScope): ReadComponent | null {
  const editable = /^(?:-e|--editable)[\s=]+(.*)$/.exec(line)?.[1];
  if (editable === undefined && line.startsWith('-')) return null;
  const [, body = '', options = ''] = /^(.*?)((?:\s--[a-z-]+[\s=].*)?)$/s.exec(editable ?? line) ?? [];
  const address = body.trim();
  const isAddress = /^[a-z+]+:\/\//.test(address);
  const egg = /[#&]egg=([\w.-]+)/.exec(address)?.[1];
  const requirement = isAddress
    ? egg === undefined
      ? null
      : { name: egg, version: null, range: '', url: address }
    : parseRequirement(address);
  // Local paths (`./lib`, `-e .`) are parts of the project.
  if (!requirement || /^[./\\]/.test(address) || /^[\w.-]+\/[\w./-]*$/.test(address)) return null;
  const hashes = [...options.matchAll(/--hash[\s=]+(\S+)/g)].map(([, hash = '']) => hash);
  return toComponent('pypi', {
    name: requirement.name,
    version: requirement.version,
    qualifiers: toOriginQualifiers(requirement.url),
    scope,
    hashes: hashes.length === 1 ? parsePrefixedHash(hashes[0] ?? '') : [],
    range: requirement.range,
    anchor: requirement.name,
  });
}
