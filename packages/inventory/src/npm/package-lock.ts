import { toReading } from '../reading/component.ts';
import { parseJson } from '../reading/documents.ts';
import type { ManifestReader } from '../reading/types.ts';
import { getField, isFields } from '../reading/values.ts';
import { readNestedLock } from './package-lock-nested.ts';
import { readPathLock } from './package-lock-paths.ts';

/** `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3. */
export const packageLock: ManifestReader = {
  id: 'package-lock.json',
  ecosystem: 'npm',
  kind: 'lockfile',
  matches: (baseName) => baseName === 'package-lock.json' || baseName === 'npm-shrinkwrap.json',
  read(_path, text) {
    const parsed = parseJson(text);
    if (!parsed.ok) return parsed.failure;
    const packages = getField(parsed.document, 'packages');
    if (isFields(packages)) return readPathLock(parsed.document, packages);
    const dependencies = getField(parsed.document, 'dependencies');
    if (isFields(dependencies)) return readNestedLock(parsed.document, dependencies);
    if (isFields(parsed.document)) return toReading({ roots: new Map() });
    return toReading({ problem: 'has neither “packages” nor “dependencies”' });
  },
};
