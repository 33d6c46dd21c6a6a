import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodePoints } from '@securescan/model';
import { z } from 'zod';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import { readFileBounded } from '../walk/read-file.ts';

const MAX_BYTES = 64 * 1024;

const Manifest = z.object({
  format: z.literal(1),
  command: z.string().regex(/^[\w.-]+$/),
  version: z.string(),
  source: z.enum(['pypi', 'go']),
  installedAt: z.string(),
  path: z.string(),
  directory: z.string(),
  sha256: z.string(),
});

/** A tool in the private directory. */
export interface InstalledTool {
  readonly command: string;
  /** The version that was pinned. */
  readonly version: string;
  readonly source: 'pypi' | 'go';
  /** ISO 8601, UTC. */
  readonly installedAt: string;
  /** Absolute path of the executable that `findTool` finds. */
  readonly path: string;
  /** Directory with all that belongs to it. */
  readonly directory: string;
  /** SHA-256 of the executable, in hex. */
  readonly sha256: string;
}

/** The tools of a private directory, sorted by command. */
export async function listTools(toolsDirectory: string): Promise<readonly InstalledTool[]> {
  const names = await readdir(join(toolsDirectory, 'manifests')).catch(() => []);
  const tools: InstalledTool[] = [];
  for (const name of names.toSorted(compareCodePoints)) {
    const tool = name.endsWith('.json') ? await findInstalled(toolsDirectory, name.slice(0, -'.json'.length)) : null;
    if (tool !== null) tools.push(tool);
  }
  return tools;
}

/** What is recorded of a tool; null when it is not installed or its record is not readable. */
export async function findInstalled(toolsDirectory: string, command: string): Promise<InstalledTool | null> {
  const read = await readFileBounded(manifestPath(toolsDirectory, command), MAX_BYTES);
  if (read.kind !== 'read') return null;
  try {
    const { format: _, ...tool } = Manifest.parse(JSON.parse(read.bytes.toString('utf8')));
    return tool;
  } catch {
    return null;
  }
}

export async function writeManifest(toolsDirectory: string, tool: InstalledTool): Promise<void> {
  const manifest: z.infer<typeof Manifest> = { format: 1, ...tool };
  await writeFileAtomic(manifestPath(toolsDirectory, tool.command), `${JSON.stringify(manifest, null, 2)}\n`);
}

function manifestPath(toolsDirectory: string, command: string): string {
  return join(toolsDirectory, 'manifests', `${command}.json`);
}
