import { describeError } from '@securescan/model';
import { cargoLock } from './cargo/cargo-lock.ts';
import { cargoToml } from './cargo/cargo-toml.ts';
import { composerJson, composerLock } from './composer/composer.ts';
import { gemfileLock } from './gem/gemfile-lock.ts';
import { goMod } from './golang/go-mod.ts';
import { goSum } from './golang/go-sum.ts';
import { gradleLockfile } from './gradle/gradle-lockfile.ts';
import { versionCatalog } from './gradle/version-catalog.ts';
import { isManifest } from './manifest-name.ts';
import { mavenLockfile } from './maven/lockfile-json.ts';
import { pomXml } from './maven/pom-xml.ts';
import { packageJson } from './npm/package-json.ts';
import { packageLock } from './npm/package-lock.ts';
import { pnpmLock } from './npm/pnpm-lock.ts';
import { yarnLock } from './npm/yarn-lock.ts';
import { packagesLockJson } from './nuget/packages-lock-json.ts';
import { pdmLock } from './pypi/pdm-lock.ts';
import { pipfile, pipfileLock } from './pypi/pipfile.ts';
import { poetryLock } from './pypi/poetry-lock.ts';
import { pyprojectToml } from './pypi/pyproject-toml.ts';
import { requirementsTxt } from './pypi/requirements-txt.ts';
import { uvLock } from './pypi/uv-lock.ts';
import { toReading } from './reading/component.ts';
import { MAX_DOCUMENT_LENGTH } from './reading/documents.ts';
import type { ManifestReader, Reading } from './reading/types.ts';

/** All readers; the first whose name fits reads a file. */
export const manifestReaders: readonly ManifestReader[] = [
  packageLock,
  yarnLock,
  pnpmLock,
  packageJson,
  requirementsTxt,
  pipfileLock,
  pipfile,
  poetryLock,
  uvLock,
  pdmLock,
  pyprojectToml,
  goMod,
  goSum,
  cargoLock,
  cargoToml,
  gemfileLock,
  composerLock,
  composerJson,
  pomXml,
  mavenLockfile,
  gradleLockfile,
  versionCatalog,
  packagesLockJson,
];

/** The reader for a path, or undefined when no reader knows the name or the file belongs to somebody else. */
export function findReader(path: string): ManifestReader | undefined {
  if (!isManifest(path)) return undefined;
  const baseName = path.slice(path.lastIndexOf('/') + 1);
  return manifestReaders.find((reader) => reader.matches(baseName));
}

/** Reads one file. Never throws: whatever goes wrong becomes the problem of the reading. */
export function readManifest(reader: ManifestReader, path: string, text: string): Reading {
  if (text.length > MAX_DOCUMENT_LENGTH) return toReading({ problem: 'is larger than 32 MiB and was not read' });
  try {
    return reader.read(path, text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
  } catch (error) {
    return toReading({ problem: `could not be read: ${describeError(error).slice(0, 200)}` });
  }
}
