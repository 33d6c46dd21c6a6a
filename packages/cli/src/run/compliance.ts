import { complianceCoverage } from '@securescan/core';
import { isSuppressed } from '@securescan/model';
import type { ScanResult } from '@securescan/model';
import type { FrameworkCoverage } from '@securescan/renderers';

/** Controls of each framework that the shown findings touch; only the reports for people have that section. */
export function coverCompliance(result: ScanResult): readonly FrameworkCoverage[] {
  return complianceCoverage(result.findings.filter((finding) => !isSuppressed(finding)));
}
