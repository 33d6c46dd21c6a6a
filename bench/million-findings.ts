import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEVERITIES } from '@securescan/model';
import { openStore } from '@securescan/store';
import type { FindingFilter } from '@securescan/store';
import type { Bench } from './figure.ts';

const ROWS = 1_000_000;
const PAGES = 400;
const PAGE = 100;
const SCANNERS = ['semgrep', 'bandit', 'secrets', 'checkov', 'trivy'];

/** Pages of a filtered list at random depths in a scan of a million findings, and the size of its database. */
export const millionBench: Bench = {
  id: 'million',
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'securescan-million-'));
    const path = join(directory, 'scans.db');
    const scanId = randomUUID();
    await (await openStore({ kind: 'sqlite', path }, () => new Date(0))).close();
    fill(path, scanId);
    await using store = await openStore({ kind: 'sqlite', path }, () => new Date(0));
    const filters: readonly FindingFilter[] = [
      { includeSuppressed: false },
      { includeSuppressed: false, severity: 'medium' },
      { includeSuppressed: false, scanner: 'checkov' },
      { includeSuppressed: false, scanType: 'iac', severity: 'high' },
    ];
    const times: number[] = [];
    for (let index = 0; index < PAGES; index += 1) {
      const filter = filters[index % filters.length] ?? { includeSuppressed: false };
      const after = Math.floor(((index * 7919) % PAGES) * (ROWS / PAGES));
      const start = performance.now();
      await store.findings.list(scanId, filter, { after, limit: PAGE });
      times.push(performance.now() - start);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const gigabytes = statSync(path).size / 1e9;
    rmSync(directory, { recursive: true, force: true });
    return [
      {
        name: `a filtered page of ${PAGE} among ${ROWS.toLocaleString('en')} findings, p99`,
        against: 'the target',
        value: sorted[Math.floor(PAGES * 0.99)] ?? Infinity,
        limit: 50,
        unit: 'ms',
        note: `${PAGES} pages at any depth, four filters in turn; median ${(sorted[PAGES / 2] ?? 0).toFixed(1)} ms`,
      },
      {
        name: `database of ${ROWS.toLocaleString('en')} findings`,
        against: 'the target',
        value: gigabytes,
        limit: 1.5,
        unit: 'GB',
        note: 'SQLite file with all indexes',
      },
    ];
  },
};

function fill(path: string, scanId: string): void {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode = wal; begin');
  database
    .prepare(
      `insert into scans (id, created_at, target, target_kind, scan_types, status, origin) values (?, ?, '/srv', 'directory', '[]', 'completed', 'api')`,
    )
    .run(scanId, '2026-01-01T00:00:00.000Z');
  const insert = database.prepare(
    `insert into findings (scan_id, ordinal, id, scanner, scan_type, severity, severity_rank, raw_severity, title, description,
      file_path, line_start, rule_id, cwe, remediation, metadata, compliance_tags, fingerprint, fingerprint_version, suppressed_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'securescan/v1', ?)`,
  );
  for (let ordinal = 0; ordinal < ROWS; ordinal += 1) {
    const rank = 4 - Math.floor((ordinal * 5) / ROWS);
    const severity = SEVERITIES[4 - rank] ?? 'info';
    const fingerprint = createHash('sha256').update(String(ordinal)).digest('hex');
    insert.run(
      scanId,
      ordinal,
      randomUUID(),
      SCANNERS[ordinal % SCANNERS.length] ?? '',
      ordinal % 2 === 0 ? 'code' : 'iac',
      severity,
      rank,
      severity,
      `Use of a weak hash in module ${ordinal % 977}`,
      'The function uses a hash that is broken. An attacker can make two inputs with the same digest, so that a check that trusts the digest lets a forged input pass.',
      `src/module-${ordinal % 977}/file-${ordinal % 31}.py`,
      ordinal % 400,
      `python.lang.security.rule-${ordinal % 211}`,
      'CWE-327',
      'Use SHA-256 or better.',
      '{"suppressed_by":null,"confidence":"high"}',
      '["OWASP-A02","PCI-DSS-6.5.3"]',
      fingerprint,
      ordinal % 10 === 0 ? 'baseline' : null,
    );
  }
  database.exec('commit');
  database.close();
}
