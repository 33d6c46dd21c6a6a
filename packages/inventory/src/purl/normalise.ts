import type { PackageUrlParts } from './package-url.ts';

/** Types whose namespace and name the purl specification makes lower case. */
const LOWER_CASE_TYPES = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'bitnami',
  'composer',
  'deb',
  'github',
  'golang',
  'hex',
  'npm',
  'pub',
  'pypi',
  'rpm',
]);

/** Name of a Python project as indexes compare it: lower case, runs of `-`, `_` and `.` as one `-` (PEP 503). */
export function normalisePypiName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Applies the rules of the package type to namespace and name. */
export function normaliseParts(parts: PackageUrlParts): { readonly namespace: string | null; readonly name: string } {
  const type = parts.type.toLowerCase();
  const namespace = parts.namespace ?? null;
  if (type === 'pypi') return { namespace, name: normalisePypiName(parts.name) };
  if (!LOWER_CASE_TYPES.has(type)) return { namespace, name: parts.name };
  return { namespace: namespace?.toLowerCase() ?? null, name: parts.name.toLowerCase() };
}
