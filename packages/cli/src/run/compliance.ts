import { complianceCoverage } from '@securescan/core';
import type { ScanResult } from '@securescan/model';
import type { FrameworkCoverage } from '@securescan/renderers';

/** Controls of each framework that the shown findings touch; only the reports for people have that section. */
export function coverCompliance({ findings }: ScanResult): readonly FrameworkCoverage[] {
  return complianceCoverage(findings).coverage;
}
