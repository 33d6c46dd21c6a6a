import { testVectors } from '@securescan/testkit';
import { mapRecords } from '../src/tool-report/index.ts';
import { toRawFinding } from '../src/zap/map.ts';
import { ZapAlert } from '../src/zap/schema.ts';

interface Input {
  readonly target_url: string;
  readonly alerts: readonly unknown[];
}

testVectors<Input, unknown>('scanner_zap', ({ target_url: url, alerts }) =>
  mapRecords(alerts, ZapAlert, (alert) => toRawFinding(alert, url)).findings.map((finding) => ({
    rule_id: finding.ruleId,
    severity: finding.severity,
    title: finding.title,
    description: finding.description,
    remediation: finding.remediation,
    ...(finding.cwe == null ? {} : { cwe: finding.cwe }),
    metadata: finding.metadata,
  })),
);
