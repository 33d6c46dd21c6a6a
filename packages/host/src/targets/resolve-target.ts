import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { SecureScanError, type ScanType, type Target } from '@securescan/model';
import { findRepositoryRoot, isBareRepository } from '../git/find-repository.ts';
import { errnoCode } from '../walk/read-file.ts';
import { isHostTarget } from './host-syntax.ts';

export interface ResolveTargetOptions {
  /** Directory that a relative path starts from; absolute. */
  readonly cwd: string;
  /** The requested families; a host is only looked for when `network` is among them. */
  readonly scanTypes: readonly ScanType[];
}

/**
 * Decides what a target is: an http(s) URL, else an existing path, else a host, address or CIDR range when the `network`
 * family is asked for.
 * @throws SecureScanError E_TARGET_NOT_FOUND, E_TARGET_UNREADABLE, E_TARGET_KIND (a URL that is not one, a device)
 */
export async function resolveTarget(text: string, options: ResolveTargetOptions): Promise<Target> {
  if (text === '' || text.includes('\0')) {
    throw new SecureScanError('E_TARGET_NOT_FOUND', 'The target is empty; give a directory, a file, a URL or a host.');
  }
  if (/^https?:\/\//i.test(text)) return toUrlTarget(text);
  const path = resolve(options.cwd, text);
  const found = await findPath(path, text);
  if (found !== null) return found;
  if (options.scanTypes.includes('network') && isHostTarget(text.trim())) {
    return { kind: 'host', host: text.trim(), display: text };
  }
  const hint = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? ' (only http and https URLs can be scanned)'
    : text.includes('\uFFFD')
      ? '; a name that is not UTF-8 cannot be given, but the directory it is in can be scanned'
      : isHostTarget(text.trim()) && text.includes('.')
        ? '; to scan a host, add --type network'
        : '';
  throw new SecureScanError('E_TARGET_NOT_FOUND', `target does not exist: ${text}${hint}`);
}

function toUrlTarget(text: string): Target {
  if (!URL.canParse(text)) {
    throw new SecureScanError(
      'E_TARGET_KIND',
      `The target ${JSON.stringify(text)} is not a valid URL; check its host and port.`,
    );
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new SecureScanError(
      'E_TARGET_KIND',
      'The target URL holds credentials; leave them out, they would end up in reports.',
    );
  }
  return { kind: 'url', url: url.href, display: text };
}

async function findPath(path: string, display: string): Promise<Target | null> {
  let real: string;
  try {
    real = await realpath(path);
  } catch (error) {
    const code = errnoCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    if (code === 'ELOOP') {
      const sentence = `The target ${display} cannot be read: its symbolic links lead in a circle.`;
      throw new SecureScanError('E_TARGET_UNREADABLE', sentence, { cause: error });
    }
    throw unreadable(display, error);
  }
  const kind = await stat(real);
  if (kind.isDirectory()) {
    await checkReadable(real, constants.R_OK | constants.X_OK, display);
    if (await isBareRepository(real)) {
      const sentence = `${display} is a bare git repository, without files to look at; make a work tree of it first: git clone ${display} <directory>`;
      throw new SecureScanError('E_TARGET_KIND', sentence);
    }
    return { kind: 'directory', path: real, root: (await findRepositoryRoot(real)) ?? real, display };
  }
  if (!kind.isFile()) {
    throw new SecureScanError(
      'E_TARGET_KIND',
      `The target ${display} is a device, pipe or socket; give a file or a directory.`,
    );
  }
  await checkReadable(real, constants.R_OK, display);
  return { kind: 'file', path: real, root: (await findRepositoryRoot(dirname(real))) ?? dirname(real), display };
}

async function checkReadable(path: string, mode: number, display: string): Promise<void> {
  try {
    await access(path, mode);
  } catch (error) {
    throw unreadable(display, error);
  }
}

function unreadable(display: string, cause: unknown): SecureScanError {
  return new SecureScanError(
    'E_TARGET_UNREADABLE',
    `The target ${display} cannot be read (${errnoCode(cause) ?? String(cause)}); check its permissions.`,
    { cause },
  );
}
