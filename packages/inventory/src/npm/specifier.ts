import semver from 'semver';
import { splitAtSign } from './names.ts';

/** What a dependency's right-hand side asks for. `local` packages are parts of the project and no components. */
export interface Specifier {
  readonly local: boolean;
  /** Name of the package when it is installed under another one. */
  readonly realName: string | null;
  /** Exact version, or null for ranges, tags and everything that is not from a registry. */
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>>;
}

const PLAIN: Specifier = { local: false, realName: null, version: null, qualifiers: {} };

/** The version when the text is one, not a range. */
function findExactVersion(range: string): string | null {
  return semver.valid(range.trim().replace(/^=\s*/, ''));
}

function parseGit(text: string): Specifier {
  const [url = '', fragment = ''] = text.split('#');
  const revision = fragment.replace(/^commit=/, '').split('&')[0] ?? '';
  const suffix = revision === '' || revision.startsWith('semver:') ? '' : `@${revision}`;
  return { ...PLAIN, qualifiers: { vcs_url: `${url.startsWith('git+') ? '' : 'git+'}${url}${suffix}` } };
}

/**
 * Reads a specifier of `package.json` or the version field of a lockfile: a range, an alias (`npm:other@1`), a git or
 * tarball address, a short name of a GitHub repository, or something local.
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies
 */
export function parseSpecifier(text: string): Specifier {
  const trimmed = text.trim();
  if (/^(?:workspace|link|portal|file):/.test(trimmed)) return { ...PLAIN, local: !/\.(?:tgz|tar\.gz)$/.test(trimmed) };
  if (trimmed.startsWith('npm:')) {
    const [realName, range] = splitAtSign(trimmed.slice(4));
    return { ...PLAIN, realName, version: findExactVersion(range ?? '') };
  }
  if (/^(?:git(?:\+[a-z]+)?|ssh):/.test(trimmed) || /^https?:.*\.git(?:#|$)/.test(trimmed)) return parseGit(trimmed);
  const [, host = 'github', repository] =
    /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+(?:#.*)?)$/.exec(trimmed) ?? [];
  if (repository !== undefined) {
    const [path = '', revision] = repository.split('#');
    const site = host === 'bitbucket' ? 'bitbucket.org' : `${host}.com`;
    return parseGit(`git+https://${site}/${path}.git${revision ? `#${revision}` : ''}`);
  }
  if (/^https?:/.test(trimmed)) return { ...PLAIN, qualifiers: { download_url: trimmed.split('#')[0] ?? trimmed } };
  return { ...PLAIN, version: findExactVersion(trimmed) };
}
