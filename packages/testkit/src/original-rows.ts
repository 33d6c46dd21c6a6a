import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Row } from './original-database.ts';
import { originalFingerprint, originalKey } from './original-database.ts';

const Exchanges = z.array(z.object({ name: z.string(), response: z.object({ body: z.json() }) }));
const Findings = z.array(
  z
    .object({
      scanner: z.string(),
      scan_type: z.string(),
      severity: z.string(),
      title: z.string(),
      description: z.string(),
      file_path: z.string().nullable(),
      line_start: z.number().nullable(),
      line_end: z.number().nullable(),
      rule_id: z.string(),
      cwe: z.string().nullable(),
      remediation: z.string().nullable(),
      metadata: z.record(z.string(), z.json()),
      compliance_tags: z.array(z.string()),
    })
    .strip(),
);

/** Findings that the original answered with, as they stood in its database. */
export function recordedFindings(scanId: string): readonly Row[] {
  const file = join(import.meta.dirname, '../data/http/findings.json');
  const exchanges = Exchanges.parse(JSON.parse(readFileSync(file, 'utf8')));
  const recorded = exchanges.find(({ name }) => name === 'list');
  return Findings.parse(recorded?.response.body).map((finding, index) => {
    const path = finding.file_path?.replace('<target_a>', '/srv/shop') ?? null;
    return {
      ...finding,
      id: `f-${index}`,
      scan_id: scanId,
      file_path: path,
      metadata: JSON.stringify(finding.metadata),
      compliance_tags: JSON.stringify(finding.compliance_tags),
      fingerprint: originalFingerprint(finding.scanner, finding.rule_id, path ?? '', finding.cwe ?? ''),
    };
  });
}

const plain = recordedFindings('done');
const evalFingerprint = String(plain[1]?.['fingerprint']);

/** Rows of every kind, with what SecureScan 0.x is known to leave behind. */
export const originalRows = {
  scans: [
    {
      id: 'done',
      target_path: '/srv/shop',
      scan_types: '["code","iac"]',
      status: 'completed',
      started_at: '2026-04-29T20:11:09.123456',
      completed_at: '2026-04-29T20:11:21',
      findings_count: 7,
      risk_score: 74.8,
      summary: 'Two things matter.',
      error: null,
      target_url: 'http://127.0.0.1:3000',
      target_host: null,
      scanners_run: '["dockerfile","git-hygiene","secrets","semgrep"]',
      scanners_skipped: '[{"name":"bandit","reason":"not installed","install_hint":"pip install bandit"}]',
    },
    {
      id: 'older',
      target_path: '/srv/shop/app.py',
      scan_types: '["code"]',
      status: 'completed',
      started_at: '2025-12-24T18:00:00',
      completed_at: '2025-12-24T18:00:01.5',
      findings_count: 2,
      risk_score: 55.5,
    },
    {
      id: 'killed',
      target_path: '/srv/slow',
      scan_types: '["code"]',
      status: 'running',
      started_at: '2026-05-01T08:00:00',
    },
    { id: 'waiting', target_path: '/srv/slow', scan_types: '["code"]', status: 'pending' },
    {
      id: 'broken',
      target_path: '/srv/x',
      scan_types: '["code"]',
      status: 'failed',
      error: 'no data',
      started_at: '2026-05-01T09:00:00',
      completed_at: '2026-05-01T09:00:01',
    },
    {
      id: 'stopped',
      target_path: '/srv/x',
      scan_types: '["code"]',
      status: 'cancelled',
      error: 'Scan cancelled by user',
      completed_at: '2026-05-01T10:00:00',
    },
  ],
  findings: [
    ...plain,
    {
      id: 'old-1',
      scan_id: 'older',
      scanner: 'semgrep',
      scan_type: 'code',
      severity: 'high',
      title: 'eval',
      description: 'eval',
      file_path: '/srv/shop/app.py',
      line_start: 4,
      rule_id: 'py.eval',
      cwe: 'CWE-95: Eval Injection',
      metadata: '{"also_reported_by":"bandit"}',
      fingerprint: '',
      compliance_tags: '["SOC2-CC6","PCI-6","A03"]',
    },
    {
      id: 'old-2',
      scan_id: 'older',
      scanner: 'semgrep',
      scan_type: 'code',
      severity: 'low',
      title: 'todo',
      description: '',
      file_path: '/etc/motd',
      line_start: 0,
      rule_id: 'todo',
      cwe: null,
      metadata: '{"line_snippet":"X  = 1  # one"}',
      fingerprint: '',
      compliance_tags: '[]',
    },
    // Saved by a server that was killed before it had written the end of the scan.
    { ...plain[0], id: 'half', scan_id: 'killed' },
    { ...plain[0], id: 'orphan', scan_id: 'deleted' },
  ],
  finding_states: [
    {
      fingerprint: evalFingerprint,
      status: 'accepted_risk',
      note: 'until spring',
      updated_at: '2026-05-02T10:00:00.5',
      updated_by: 'ann',
    },
    { fingerprint: 'f'.repeat(64), status: 'new', updated_at: '2026-05-02T10:00:00' },
  ],
  finding_comments: [
    {
      id: 'c1',
      fingerprint: evalFingerprint,
      text: 'see ticket',
      author: 'ann',
      created_at: '2026-05-02T10:00:00.000001',
    },
  ],
  api_keys: [
    {
      id: 'AAAAAAAAAA',
      name: 'ci',
      key_hash: originalKey('AAAAAAAAAA').hash,
      prefix: 'ssk_AAAAAAAAAA_s',
      scopes: '["read", "write"]',
      created_at: '2026-03-01T00:00:00.000001',
      last_used_at: '2026-05-01T00:00:00',
    },
    {
      id: 'CCCCCCCCCC',
      name: 'operator',
      key_hash: originalKey('CCCCCCCCCC').hash,
      prefix: 'ssk_CCCCCCCCCC_s',
      scopes: '["read", "write", "admin"]',
      created_at: '2026-03-01T00:00:00',
    },
    {
      id: 'BBBBBBBBBB',
      name: 'gone',
      key_hash: originalKey('BBBBBBBBBB').hash,
      prefix: 'ssk_BBBBBBBBBB_s',
      scopes: '["admin"]',
      created_at: '2026-03-02T00:00:00',
      revoked_at: '2026-03-03T00:00:00',
    },
  ],
  notifications: [
    {
      id: 'n1',
      type: 'scan.complete',
      title: 'Scan complete',
      body: '7 findings on /srv/shop',
      link: '/scan/done',
      severity: 'warning',
      created_at: '2026-04-29T18:11:21',
      read_at: '2026-04-30T00:00:00',
    },
    {
      id: 'n2',
      type: 'scan.failed',
      title: 'Scan failed',
      body: null,
      link: '/scan/broken',
      severity: 'error',
      created_at: '2026-05-01T07:00:01',
    },
    {
      id: 'n3',
      type: 'scan.complete',
      title: 'Scan complete',
      body: '1 findings',
      link: '/scan/deleted',
      severity: 'warning',
      created_at: '2026-05-01T07:00:02',
    },
  ],
  webhooks: [
    {
      id: 'w1',
      name: 'chat',
      url: 'http://127.0.0.1:9/hook',
      secret: 'shared once',
      event_filter: '["scan.complete","scan.failed"]',
      enabled: 1,
      created_at: '2026-02-01T00:00:00',
    },
    {
      id: 'w2',
      name: 'off',
      url: 'http://127.0.0.1:9/off',
      secret: 'other',
      event_filter: '["scan.failed"]',
      enabled: 0,
      created_at: '2026-02-02T00:00:00',
    },
  ],
  // Written in another order than created.
  webhook_deliveries: [
    {
      id: 'd3',
      webhook_id: 'w1',
      event: 'scan.complete',
      payload: '{"scan_id":"third"}',
      status: 'pending',
      next_attempt_at: '2026-05-01T00:00:03',
      created_at: '2026-05-01T00:00:00.200000',
      updated_at: '2026-05-01T00:00:00.2',
    },
    {
      id: 'd1',
      webhook_id: 'w1',
      event: 'scan.complete',
      payload: '{"scan_id":"first"}',
      status: 'succeeded',
      attempt: 2,
      next_attempt_at: '2026-05-01T00:00:00',
      created_at: '2026-05-01T00:00:00',
      updated_at: '2026-05-01T00:00:09',
      response_code: 204,
      response_body: '',
    },
    {
      id: 'd2',
      webhook_id: 'w1',
      event: 'scan.failed',
      payload: '{"scan_id":"second","error":"é"}',
      status: 'delivering',
      attempt: 1,
      next_attempt_at: '2026-05-01T00:00:02',
      created_at: '2026-05-01T00:00:00.100000',
      updated_at: '2026-05-01T00:00:02',
      response_code: 500,
      response_body: 'boom',
    },
    {
      id: 'd0',
      webhook_id: 'deleted',
      event: 'scan.failed',
      payload: '{}',
      status: 'failed',
      next_attempt_at: '2026-05-01T00:00:00',
      created_at: '2026-04-01T00:00:00',
      updated_at: '2026-05-01T00:00:00',
    },
  ],
  sbom_documents: [
    { id: 's1', scan_id: 'done', target_path: '/srv/shop', format: 'cyclonedx', created_at: '2026-05-03T00:00:00' },
    { id: 's2', scan_id: 'deleted', target_path: '/no/such', format: 'spdx', created_at: '2026-05-04T00:00:00' },
  ],
  sbom_components: [
    { id: 'k2', sbom_id: 's1', name: 'flask', version: '2.0', type: 'library', purl: 'pkg:pypi/flask@2.0' },
    {
      id: 'k1',
      sbom_id: 's1',
      name: 'axios',
      version: '1.6.7',
      type: 'library',
      purl: 'pkg:npm/axios@1.6.7',
      license: 'MIT',
      supplier: 'axios',
    },
    { id: 'k3', sbom_id: 's1', name: 'local', version: '', type: 'application' },
    { id: 'k9', sbom_id: 'deleted', name: 'x', version: '1', type: 'library' },
  ],
} satisfies Readonly<Record<string, readonly Row[]>>;
