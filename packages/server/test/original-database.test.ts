import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOriginal, originalKey } from '@securescan/testkit/original-database';
import { originalRows } from '@securescan/testkit/original-rows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestService } from './http/test-service.ts';
import { startTestService } from './http/test-service.ts';

// Every answer is compared with the contract as well; a breach fails when the server is closed.
describe('a server on a database of SecureScan 0.x', () => {
  const directory = mkdtempSync(join(tmpdir(), 'securescan-original-'));
  const { key } = originalKey('AAAAAAAAAA');
  let server: TestService;

  beforeAll(async () => {
    const path = join(directory, 'scans.db');
    makeOriginal(path, { rows: originalRows });
    server = await startTestService({ config: { database: { kind: 'sqlite', path } } });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  const send = (path: string, sent = key, init: RequestInit = {}) =>
    fetch(`${server.origin}/api/v1${path}`, {
      ...init,
      headers: { 'x-api-key': sent, 'content-type': 'application/json' },
    });
  async function get(path: string, sent = key): Promise<unknown> {
    const response = await send(path, sent);
    expect(response.status, path).toBe(200);
    return response.json();
  }

  it('takes its keys, and no others', async () => {
    expect(await get('/keys/me')).toMatchObject({ id: 'AAAAAAAAAA', name: 'ci', scopes: ['read', 'write'] });
    expect((await send('/scans', `${key.slice(0, -1)}x`)).status).toBe(401);
    expect((await send('/scans', originalKey('BBBBBBBBBB').key)).status).toBe(401);
    expect((await fetch(`${server.origin}/api/v1/scans`)).status).toBe(401);
  });

  it('serves its scans, findings, summaries and comparisons', async () => {
    expect(await get('/scans')).toHaveLength(6);
    expect(await get('/scans/done')).toMatchObject({
      target_path: '/srv/shop',
      findings_count: 7,
      risk_score: 74.8,
      scanners_run: ['dockerfile', 'git-hygiene', 'secrets', 'semgrep'],
      scanners_skipped: [{ name: 'bandit', reason: 'not installed', install_hint: 'pip install bandit' }],
    });
    expect(await get('/scans/waiting')).toMatchObject({ status: 'failed', error: 'Interrupted by server restart' });
    const findings = (await get('/scans/done/findings')) as readonly { state: unknown; rule_id: string }[];
    expect(findings).toHaveLength(7);
    expect(findings.filter(({ state }) => state !== null)).toMatchObject([
      { cwe: 'CWE-95', state: { status: 'accepted_risk', note: 'until spring', updated_by: 'ann' } },
    ]);
    expect(await get('/scans/done/findings?compliance=A03')).toHaveLength(2);
    expect(await get('/scans/done/summary')).toMatchObject({ total_findings: 7, critical: 1, high: 2 });
    expect(await get('/scans/compare?scan_a=older&scan_b=done')).toMatchObject({
      summary: { new_count: 7, fixed_count: 2, unchanged_count: 0 },
    });
    expect(await get('/compliance/coverage?scan_id=done')).toHaveProperty('coverage');
  });

  it.each(['sarif', 'csv', 'junit', 'html', 'pdf'])('writes a report of an old scan as %s', async (format) => {
    const response = await send(`/scans/done/report?format=${format}`);
    expect(response.status).toBe(200);
    expect((await response.bytes()).length).toBeGreaterThan(500);
  });

  it('serves verdicts, webhooks, notifications and bills of materials, and goes on with them', async () => {
    const fingerprint = originalRows.finding_comments[0]?.fingerprint ?? '';
    expect(await get(`/findings/${fingerprint}/comments`)).toMatchObject([{ text: 'see ticket', author: 'ann' }]);
    const patched = await send(`/findings/${fingerprint}/state`, key, {
      method: 'PATCH',
      body: JSON.stringify({ status: 'fixed' }),
    });
    expect(await patched.json()).toMatchObject({ status: 'fixed', principal: 'AAAAAAAAAA' });
    expect(await get(`/findings/${fingerprint}/history`)).toHaveLength(2);
    const notices = (await get('/notifications')) as readonly { id: string; severity: string; read_at: unknown }[];
    // One was read long ago and is gone by retention; the server may have added that a receiver does not answer.
    expect(notices.filter(({ id }) => /^n\d$/.test(id))).toMatchObject([
      { id: 'n3', read_at: null },
      { id: 'n2', severity: 'high', read_at: null },
    ]);
    const deliveries = (await get('/webhooks/w1/deliveries', originalKey('CCCCCCCCCC').key)) as readonly {
      id: string;
    }[];
    // The one that had ended is older than deliveries are kept.
    expect(deliveries.map(({ id }) => id)).toEqual(['d3', 'd2']);
    expect(await get('/sbom/history')).toMatchObject([{ id: 's2' }, { id: 's1', component_count: 3 }]);
    expect(await get('/sbom/s1/export')).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(await get('/sbom/s2/export?format=spdx')).toMatchObject({ spdxVersion: expect.stringMatching(/^SPDX/) });
    expect((await send('/scans/killed', key, { method: 'DELETE' })).status).toBe(204);
  });

  it('says in the log what it has done', () => {
    const said = server.logLines.filter((line) => line.includes('securescan.database'));
    expect(said.join('\n')).toMatch(/the database of SecureScan 0\.x is converted \(6 scans, 10 findings\)/);
  });
});
