import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One import in a source file. */
export interface SourceImport {
  /** Relative to the folder that was read, with forward slashes. */
  readonly file: string;
  readonly specifier: string;
}

const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Every import, re-export and dynamic import of a source text. */
export function findImports(source: string): readonly string[] {
  return [...source.matchAll(IMPORT)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}

/** Reads the imports of all TypeScript files below a folder. */
export function readImports(folder: string): readonly SourceImport[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .flatMap((path) =>
      findImports(readFileSync(path, 'utf8')).map((specifier) => ({
        file: relative(folder, path).replaceAll('\\', '/'),
        specifier,
      })),
    );
}

/** True for files that only tests use. */
export function isTestFile(file: string): boolean {
  return /(^|\/)(test|__fixtures__)\/|\.test\.ts$/.test(file);
}
