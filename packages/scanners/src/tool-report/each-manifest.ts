import type { ScannerReport } from '@securescan/core';
import { SecureScanError, type RepoPath } from '@securescan/model';

/** How the parts of a joined report are told. */
export interface ManifestWords {
  /** What was not done to a file: `audited`. */
  readonly done: string;
  /** Sentence about how many files were looked at. */
  readonly incomplete: (looked: number, all: number) => string;
}

/**
 * Runs a tool once per file and joins the reports, in the order of the files. A file that fails costs only itself: it is noted
 * and makes the scan incomplete.
 * @throws SecureScanError the first failure when no file could be looked at; E_CANCELLED at once
 */
export async function scanEachManifest(
  paths: readonly RepoPath[],
  scan: (path: RepoPath) => Promise<ScannerReport>,
  { done, incomplete }: ManifestWords,
): Promise<ScannerReport> {
  const reports: ScannerReport[] = [];
  const failures: { readonly path: RepoPath; readonly error: SecureScanError }[] = [];
  for (const path of paths) {
    try {
      reports.push(await scan(path));
    } catch (error) {
      if (!(error instanceof SecureScanError) || error.code === 'E_CANCELLED') throw error;
      failures.push({ path, error });
    }
  }
  const [first] = failures;
  if (first !== undefined && reports.length === 0) throw first.error;
  return {
    findings: reports.flatMap(({ findings }) => findings),
    notes: [
      ...reports.flatMap(({ notes }) => notes ?? []),
      ...failures.map(({ path, error }) => `${path} was not ${done}: ${error.message}`),
    ],
    incomplete: first === undefined ? null : incomplete(reports.length, paths.length),
  };
}
