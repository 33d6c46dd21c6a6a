/** A scan and the choices around its rendering, for the benches. */
import type { Finding, ScanResult } from '@securescan/model';
import type { RenderOptions } from '@securescan/renderers';

/** A finished scan with these findings. */
export function makeScan(findings: readonly Finding[]): ScanResult {
  return {
    scanId: 'bench',
    target: { kind: 'directory', display: '.' },
    scanTypes: ['code'],
    status: 'completed',
    startedAt: '2026-01-01T00:00:00Z',
    completedAt: '2026-01-01T00:00:00Z',
    findings,
    summary: {
      total: findings.length,
      counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      riskScore: 0,
      suppressed: { inline: 0, config: 0, baseline: 0 },
    },
    scanners: [],
    notices: [],
    overridesApplied: 0,
    configPath: null,
    aiSummary: null,
  };
}

export const RENDER_OPTIONS: RenderOptions = {
  productVersion: '1.0.0',
  now: '2026-01-01T00:00:00Z',
  showSuppressed: false,
  gate: 'none',
  colour: false,
  width: null,
  repo: null,
  sha: null,
  serverUrl: 'https://github.com',
};
