import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toFindingJson } from '@securescan/model';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { openWorkshop, QUICK_BANDIT, startScanServer } from './scan-server.ts';

const COMMAND = join(import.meta.dirname, '../../../cli/src/main.ts');
const Report = z.array(z.looseObject({ fingerprint: z.string(), severity: z.string(), metadata: z.looseObject({}) }));

it('a scan on the server gives what the command gives: configuration, ignores, baseline and overrides included', async () => {
  await using workshop = await openWorkshop();
  await workshop.addTool('bandit', QUICK_BANDIT);
  const { project } = workshop;
  const password = ['pass', 'word'].join('');
  await writeFile(
    join(project, 'settings.py'),
    [
      `db_${password} = "s3cr3t-Value-19f"`,
      `api_${password} = "an0ther-Value-77"  # securescan: ignore`,
      `old_${password} = "0ld-Value-as-well-5"`,
      '',
    ].join('\n'),
  );
  await writeFile(join(project, 'Dockerfile'), 'FROM alpine\nRUN true\n');
  await mkdir(join(project, '.securescan'));
  await writeFile(
    join(project, '.securescan.yml'),
    'severity_overrides:\n  B307: critical\nbaseline: .securescan/baseline.json\nexclude: ["skipped/**"]\n',
  );
  await mkdir(join(project, 'skipped'));
  await writeFile(join(project, 'skipped', 'more.py'), `x_${password} = "s3cr3t-Value-20f"\n`);
  const run = async (...words: string[]): Promise<string> => {
    const options = { env: workshop.environment, cwd: project, maxBuffer: 1e8 };
    return (await promisify(execFile)(process.execPath, [COMMAND, ...words], options)).stdout;
  };
  await run('baseline', project, '--type', 'iac', '-o', '.securescan/baseline.json');
  await mkdir(join(project, 'later'));
  await writeFile(
    join(project, 'later', 'Dockerfile'),
    '# securescan: ignore-next-line dockerfile/DL012\nFROM debian\nRUN true\n',
  );
  const types = ['--type', 'code', '--type', 'iac'];
  const report = Report.parse(
    JSON.parse(await run('scan', project, ...types, '--output', 'json', '--no-save', '--show-suppressed')),
  );

  await using server = await startScanServer(workshop);
  const { id } = await server.create({ target_path: project, scan_types: ['code', 'iac'] });
  const scan = await server.waitFor(id, 'completed');
  const stored = (await server.app.deps.store.listFindings(id)).map((finding) => toFindingJson(finding));

  const facts = (finding: { fingerprint: string; severity: string; metadata: Readonly<Record<string, unknown>> }) => [
    finding.fingerprint,
    finding.severity,
    finding.metadata['suppressed_by'] ?? null,
  ];
  expect(stored.map(facts)).toEqual(report.map(facts));
  const reasons = new Set(report.map(({ metadata }) => metadata['suppressed_by'] ?? null));
  expect(reasons).toEqual(new Set([null, 'inline', 'baseline']));
  expect(report.some(({ severity }) => severity === 'critical')).toBe(true);
  expect(scan.findings_count).toBe(report.filter(({ metadata }) => !metadata['suppressed_by']).length);
}, 120_000);
