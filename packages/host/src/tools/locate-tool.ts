import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../process/child-environment.ts';

/** Where executables are looked for, strongest first. */
export interface ToolPlaces {
  /** Paths that the user set for single commands. */
  readonly configured: Readonly<Record<string, string>>;
  /** The private tools directory, whose `bin` holds the programs; null to look on PATH only. */
  readonly toolsDirectory: string | null;
  readonly environment: Environment;
}

export interface LocatedTool {
  readonly path: string;
  readonly source: 'path' | 'private' | 'configured';
}

/** Finds an executable file by name; null when there is none. Only absolute entries of PATH count. */
export async function locateTool(command: string, places: ToolPlaces): Promise<LocatedTool | null> {
  const configured = places.configured[command];
  if (configured !== undefined) return { path: configured, source: 'configured' };
  if (places.toolsDirectory !== null) {
    const path = await findIn(join(places.toolsDirectory, 'bin'), command, places.environment);
    if (path !== null) return { path, source: 'private' };
  }
  for (const directory of (places.environment['PATH'] ?? '').split(delimiter)) {
    // A relative entry would find what the scanned directory holds.
    const path = isAbsolute(directory) ? await findIn(directory, command, places.environment) : null;
    if (path !== null) return { path, source: 'path' };
  }
  return null;
}

async function findIn(directory: string, command: string, environment: Environment): Promise<string | null> {
  for (const name of toFileNames(command, environment)) {
    const path = join(directory, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

function toFileNames(command: string, environment: Environment): string[] {
  if (process.platform !== 'win32') return [command];
  const extensions = (environment['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';').filter((extension) => extension !== '');
  return extensions.map((extension) => command + extension.toLowerCase());
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
