import { toComponent, toReading } from '../reading/component.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';
import { compareGoVersions } from '../versions/golang.ts';

/**
 * `go.sum`: checksums of everything Go has looked at. Lines about `go.mod` files alone are versions that were weighed, not
 * used; of several versions of a module the highest is the one minimal version selection picks. Its `h1:` sums are those of
 * a list of files, not of an archive, and are no hashes in the sense of a bill of materials.
 */
export const goSum: ManifestReader = {
  id: 'go.sum',
  ecosystem: 'golang',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'go.sum',
  read(_path, text) {
    const highest = new Map<string, ReadComponent>();
    let unfit = 0;
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const [name, version, sum] = line.trim().split(/\s+/);
      if (name === undefined || !version || !/^v\d/.test(version) || sum === undefined) {
        unfit += 1;
        continue;
      }
      if (version.endsWith('/go.mod')) continue;
      const known = highest.get(name)?.version ?? null;
      if (known !== null && compareGoVersions(known, version) >= 0) continue;
      highest.set(name, toComponent('golang', { name, version, scope: 'required', anchor: `${name} ${version}` }));
    }
    return toReading({
      components: [...highest.values()],
      problem: unfit === 0 ? null : `${unfit} line(s) are not of the form “module version hash”`,
    });
  },
};
