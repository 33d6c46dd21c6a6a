import type { BomScope } from '@securescan/model';
import { toComponent } from '../reading/component.ts';
import { parseIntegrity } from '../reading/hashes.ts';
import type { ReadComponent } from '../reading/types.ts';
import { getField, getText, toList, toText, type Fields } from '../reading/values.ts';
import { splitNpmName } from './names.ts';
import { parseSpecifier } from './specifier.ts';

/** Scope from the flags that npm keeps beside each package. */
function toNpmScope(entry: Fields): BomScope {
  if (getField(entry, 'dev') === true) return 'development';
  if (getField(entry, 'optional') === true || getField(entry, 'devOptional') === true) return 'optional';
  return 'required';
}

/** The `license` field in all the shapes it had in the history of npm; null when there is none. */
export function findNpmLicence(entry: unknown): string | null {
  const licence = getField(entry, 'license') ?? getField(entry, 'licenses');
  const one = (value: unknown) => toText(value) ?? getText(value, 'type') ?? getText(value, 'name');
  const all = toList(licence).flatMap((value) => one(value) ?? []);
  if (all.length > 1) return `(${all.join(' OR ')})`;
  return all[0] ?? one(licence);
}

/** Where a package comes from when that is not the registry. */
function findOrigin(resolved: string | null): Readonly<Record<string, string>> {
  if (resolved === null || /^https?:\/\/[^/]+\/(?:.*\/)?-\/[^/]+\.tgz/.test(resolved)) return {};
  return parseSpecifier(resolved).qualifiers;
}

/** One package of a lockfile of npm. */
export function toLockedPackage(
  installedName: string,
  facts: { readonly entry: Fields; readonly anchor: string; readonly installPath: string | null },
): ReadComponent | null {
  const { entry, anchor, installPath } = facts;
  const written = getText(entry, 'version');
  const specifier = parseSpecifier(written ?? '');
  const realName = getText(entry, 'name') ?? specifier.realName ?? installedName;
  if (specifier.local || realName === '') return null;
  const fromUrl = Object.keys(specifier.qualifiers).length > 0;
  return toComponent('npm', {
    ...splitNpmName(realName),
    version: fromUrl ? null : (specifier.version ?? written),
    qualifiers: fromUrl ? specifier.qualifiers : findOrigin(getText(entry, 'resolved')),
    scope: toNpmScope(entry),
    licence: findNpmLicence(entry),
    hashes: parseIntegrity(getText(entry, 'integrity')),
    alias: realName === installedName ? null : installedName,
    installPath,
    anchor,
  });
}
