import semver from 'semver';

/** Whether a version is in a range of npm (`^1.2`, `>=1 <2 || 3.x`). Pre-releases count only where the range names one. */
export function satisfiesNpmRange(version: string, range: string): boolean {
  return semver.satisfies(version, range);
}

/** Whether a version meets a requirement of Cargo, where a bare version means a caret and commas join. */
export function satisfiesCargoRange(version: string, range: string): boolean {
  const parts = range.split(',').map((part) => part.trim());
  return parts.every((part) => part !== '' && semver.satisfies(version, /^\d/.test(part) ? toCaret(part) : part));
}

function toCaret(part: string): string {
  return /[*xX]/.test(part) ? part : `^${part}`;
}
