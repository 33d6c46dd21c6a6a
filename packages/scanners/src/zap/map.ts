import type { Confidence, RawFinding, Severity } from '@securescan/model';
import { toCwe } from '../tool-report/index.ts';
import type { ZapAlert } from './schema.ts';

const BY_CODE: Readonly<Record<string, Severity>> = { '0': 'info', '1': 'low', '2': 'medium', '3': 'high' };
const BY_WORD: Readonly<Record<string, Severity>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
};
const CONFIDENCES: Readonly<Record<string, Confidence>> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  confirmed: 'high',
};
const MAX_EVIDENCE = 500;

/** An alert as a finding. Its identity is what was asked and which parameter: there is no file. */
export function toRawFinding(alert: ZapAlert, targetUrl: string): RawFinding {
  const plugin = alert.pluginId ?? alert.pluginid;
  const url = alert.url ?? '';
  const param = alert.param ?? '';
  const confidence = CONFIDENCES[alert.confidence?.toLowerCase() ?? ''];
  return {
    severity: toSeverity(alert),
    title: alert.alert ?? alert.name ?? 'ZAP Alert',
    description: alert.description ?? '',
    ruleId: `zap-${plugin ?? 'unknown'}`,
    cwe: toCwe(alert.cweid),
    remediation: alert.solution ?? '',
    identity: `${alert.method ?? 'GET'} ${withoutQuery(url === '' ? targetUrl : url)} ${param}`.trimEnd(),
    ...(confidence === undefined ? {} : { confidence }),
    metadata: {
      target_url: targetUrl,
      url,
      param,
      evidence: (alert.evidence ?? '').slice(0, MAX_EVIDENCE),
      cweid: alert.cweid ?? '',
      wascid: alert.wascid ?? '',
    },
  };
}

function toSeverity(alert: ZapAlert): Severity {
  return BY_CODE[alert.riskcode ?? ''] ?? BY_WORD[alert.risk?.toLowerCase() ?? ''] ?? 'info';
}

/** Crawled query strings differ from scan to scan. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
