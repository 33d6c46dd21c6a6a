import { asFingerprint, parseFinding, SecureScanError } from '@securescan/model';
import type { ScanType } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { parentPath, relativePath } from '../config/paths.ts';
import { toBaselineIndex } from './baseline-index.ts';
import { parseBaseline } from './parse.ts';
import { renderBaseline } from './render.ts';

interface WriteInput {
  readonly findings: readonly unknown[];
  readonly scan_types: readonly ScanType[];
  readonly target_path: string;
  readonly output_file: string;
}

testVectors<WriteInput, string>('baseline_write', ({ findings, scan_types, target_path, output_file }) =>
  renderBaseline({
    findings: findings.map((record) => ({ ...parseFinding(record), fingerprint: asFingerprint('') })),
    scanTypes: scan_types,
    targetPath: relativePath(parentPath(output_file) ?? '.', target_path),
  }),
);

testVectors<string | null, unknown>('baseline_read', (input) => {
  // A file that is not there is for the caller: an error when it was named, a warning when it was configured.
  if (input === null) return { fingerprints: [], warned: true };
  try {
    const baseline = parseBaseline(input);
    const index = toBaselineIndex(baseline);
    const fingerprints = [...new Set(baseline.entries.map(({ fingerprint }) => fingerprint))];
    return { fingerprints: fingerprints.filter((fingerprint) => index.has(fingerprint)), warned: false };
  } catch (error) {
    if (!(error instanceof SecureScanError)) throw error;
    return { code: error.code, message: error.message };
  }
});
