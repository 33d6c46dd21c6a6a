import type { ManifestReader, Reading } from './reading/types.ts';

/** One file with what was read from it. */
export interface ReadFile {
  readonly path: string;
  readonly reader: ManifestReader;
  readonly reading: Reading;
}

/** Directory of a path; the root is the empty text. */
export function toDirectory(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A path relative to a directory, without `.` and `..`; it cannot leave the root. */
export function joinPath(directory: string, below: string): string {
  const segments: string[] = [];
  for (const segment of `${directory}/${below}`.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Globs of workspaces: `*` within a segment, `**` across segments, `!` excludes. */
function matchesGlobs(globs: readonly string[], directory: string): boolean {
  const isHit = (glob: string) => {
    const pattern = glob
      .replace(/^\.\//, '')
      .replace(/\/+$/, '')
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('**/', '\u0000')
      .replaceAll('**', '\u0001')
      .replaceAll('*', '[^/]*')
      .replaceAll('\u0000', '(?:[^/]+/)*')
      .replaceAll('\u0001', '.*');
    return new RegExp(`^${pattern}$`).test(directory);
  };
  // A crafted list of globs must not become a slow pattern.
  const usable = globs.filter((glob) => glob.length <= 200 && (glob.match(/\*/g)?.length ?? 0) <= 4);
  return (
    usable.some((glob) => !glob.startsWith('!') && isHit(glob)) &&
    !usable.some((glob) => glob.startsWith('!') && isHit(glob.slice(1)))
  );
}

/**
 * Lockfiles that cover a manifest: those beside it, and those further up that name its directory or its project as a member.
 * A lockfile that could not be read covers nothing, so that the manifest still counts.
 */
export function findLockfiles(manifest: ReadFile, files: readonly ReadFile[]): readonly ReadFile[] {
  const directory = toDirectory(manifest.path);
  const candidates = files.filter(
    ({ reader, reading }) =>
      reader.kind === 'lockfile' &&
      reader.ecosystem === manifest.reader.ecosystem &&
      (reading.problem === null || reading.components.length > 0),
  );
  // A version catalog lies in `gradle/`, below the lockfiles of the build.
  const home = manifest.reader.id === 'libs.versions.toml' ? toDirectory(directory) : directory;
  const beside = candidates.filter(({ path }) => toDirectory(path) === home);
  if (beside.length > 0) return beside;
  return candidates.filter((lockfile) => {
    const base = toDirectory(lockfile.path);
    if (base !== '' && !directory.startsWith(`${base}/`)) return false;
    const { memberDirs, memberNames } = lockfile.reading;
    if (memberDirs.some((member) => joinPath(base, member) === directory)) return true;
    const projectName = manifest.reading.project?.name ?? null;
    if (projectName !== null && memberNames.includes(projectName)) return true;
    const relative = base === '' ? directory : directory.slice(base.length + 1);
    return files.some(
      ({ path, reader, reading }) =>
        reader.kind === 'manifest' && toDirectory(path) === base && matchesGlobs(reading.memberGlobs, relative),
    );
  });
}
