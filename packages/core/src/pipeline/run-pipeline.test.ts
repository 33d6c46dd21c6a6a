import { asFingerprint, parseFinding, toFindingJson } from '@securescan/model';
import type { Finding } from '@securescan/model';
import { describe, expect, it } from 'vitest';
import { suppress } from '../suppress/suppress.ts';
import { dedupe } from './dedupe.ts';
import { identify } from './identify.ts';
import { sortFindings } from './order.ts';
import { applyOverrides } from './override.ts';
import { PIPELINE_STAGES, reapplyPipeline, runPipeline } from './run-pipeline.ts';
import { tag } from './tag.ts';
import type { PipelineSettings } from './types.ts';

const SETTINGS: PipelineSettings = {
  scanId: 'scan-1',
  root: '/repo',
  severityOverrides: {},
  ignoredRules: [],
  baseline: null,
  noSuppress: false,
  sources: new Map(),
};

describe('pipeline', () => {
  // Swapping two stages changes what users see; docs/adr/0002-stage-order.md says how.
  it('has these stages in this order', () => {
    expect(PIPELINE_STAGES).toEqual([
      'normalise',
      'dedupe',
      'identify',
      'override',
      'suppress',
      'tag',
      'score',
      'order',
    ]);
  });

  it('counts what is shown and, beside it, what is hidden', () => {
    const raw = { title: 'T', description: '', severity: 'critical' as const };
    const output = runPipeline(
      [
        {
          scanner: 's',
          scanType: 'code',
          findings: [
            { ...raw, ruleId: 'A' },
            { ...raw, ruleId: 'B' },
          ],
        },
      ],
      { ...SETTINGS, ignoredRules: ['A'] },
    );
    expect(output.findings).toHaveLength(2);
    expect(output.summary).toMatchObject({
      total: 1,
      riskScore: 55.5,
      suppressed: { inline: 0, config: 1, baseline: 0 },
    });
    expect(output.suppressed).toEqual({ inline: 0, config: 1, baseline: 0 });
  });

  it('an override by the configuration does not move the identity', () => {
    const input = [
      {
        scanner: 's',
        scanType: 'code' as const,
        findings: [{ title: 'T', description: '', severity: 'high' as const, ruleId: 'A' }],
      },
    ];
    const plain = runPipeline(input, SETTINGS).findings[0];
    const lowered = runPipeline(input, { ...SETTINGS, severityOverrides: { A: 'low' } }).findings[0];
    expect(lowered).toMatchObject({ severity: 'low', fingerprint: plain?.fingerprint, id: plain?.id });
  });

  it.each([
    ['dedupe', dedupe],
    ['identify', (findings: readonly Finding[]) => identify(findings, '/repo')],
    ['override', (findings: readonly Finding[]) => applyOverrides(findings, { B: 'low' }).findings],
    ['suppress', (findings: readonly Finding[]) => suppress(findings, { ...SETTINGS, ignoredRules: ['B'] }).findings],
    ['tag', tag],
    ['order', sortFindings],
  ])('%s passes on what it does not change as the same object', (_stage, run) => {
    const finding = parseFinding({
      scanner: 's',
      scan_type: 'code',
      severity: 'high',
      title: 'T',
      rule_id: 'A',
      id: 'i',
    });
    const known = { ...finding, fingerprint: asFingerprint('a'.repeat(64)) };
    expect(run([known])[0]).toBe(known);
  });

  it('survives a round trip through JSON', () => {
    const raw = {
      title: 'T',
      description: 'SQL injection',
      severity: 'high' as const,
      ruleId: 'A',
      cwe: 'CWE-89',
      path: 'a.py',
      lineStart: 1,
    };
    const settings = { ...SETTINGS, severityOverrides: { A: 'low' as const }, ignoredRules: ['A'] };
    const once = runPipeline([{ scanner: 's', scanType: 'code', findings: [raw] }], settings);
    const read = once.findings.map((finding) => parseFinding(JSON.parse(JSON.stringify(toFindingJson(finding)))));
    expect(reapplyPipeline(read, settings).findings.map(toFindingJson)).toEqual(once.findings.map(toFindingJson));
  });

  it('reads also_reported_by of earlier versions and drops what is no witness', () => {
    const at = (also: unknown) =>
      reapplyPipeline(
        [
          parseFinding({
            scanner: 's',
            scan_type: 'code',
            severity: 'low',
            title: 'T',
            metadata: { also_reported_by: also },
          }),
        ],
        SETTINGS,
      ).findings[0]?.metadata.also_reported_by;
    expect(at('bandit')).toEqual([{ scanner: 'bandit', rule_id: null, severity: 'low' }]);
    expect(at(42)).toBeUndefined();
    expect(at([{ nonsense: true }])).toBeUndefined();
  });
});
