import { basename } from 'node:path';
import { isManifest } from '@securescan/inventory';
import type { Machine } from '@securescan/core';
import { SecureScanError } from '@securescan/model';
import type { Bom, Target } from '@securescan/model';
import { tell } from '../io/io.ts';
import type { Io } from '../io/io.ts';

/** Lock files of large repositories run to tens of megabytes. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/**
 * Bill of materials of a directory, from its lock files and manifests.
 * @throws SecureScanError E_TARGET_KIND for a URL or a host
 */
export async function readBom(target: Target, machine: Machine, exclude: readonly string[], io: Io): Promise<Bom> {
  if (target.kind === 'url' || target.kind === 'host') {
    throw new SecureScanError('E_TARGET_KIND', `a bill of materials needs a directory or a file, not a ${target.kind}`);
  }
  await using tree = machine.openTree(target, { fileChecks: [], exclude, signal: io.signal });
  const files: { path: string; text: string }[] = [];
  for (const { path } of await tree.files()) {
    if (!isManifest(path)) continue;
    const text = await tree.readText(path, MAX_MANIFEST_BYTES);
    if (text === null) await tell(io, `warning: ${path} is too large or cannot be read; its packages are missing`);
    else files.push({ path, text });
  }
  const { collectBom } = await import('./collect-bom.ts');
  const bom = collectBom(files, { name: basename(target.path) });
  for (const { path, problem } of bom.sources) if (problem !== null) await tell(io, `warning: ${path} ${problem}`);
  return bom;
}
