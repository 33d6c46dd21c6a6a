import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCAN_TYPES, SecureScanError, SEVERITIES, type Target } from '@securescan/model';
import { runScanner } from '@securescan/testkit/scanner-context';
import { describe, expect, it } from 'vitest';
import { makeFakeContext, ROOT, type FakeWorld } from '../test/fake-context.ts';
import { makeTestDirectory } from '../test/stand-in.ts';
import { fileChecks, scannerList, scanners } from './index.ts';

/** Folders that hold what several scanners share. */
const SHARED_FOLDERS = ['rule-catalogue', 'tool-report'];
const DOCUMENTED_ORDER = [
  'semgrep',
  'bandit',
  'trivy',
  'checkov',
  'baseline',
  'secrets',
  'safety',
  'licenses',
  'dockerfile',
  'npm-audit',
  'git-hygiene',
  'builtin_dast',
  'zap',
  'nmap',
  'waf',
];

/** How the recorded reports of a wrapped tool reach its scanner. */
interface Recorded {
  readonly id: keyof typeof scanners;
  readonly version: string;
  readonly extension?: string;
  readonly world: Omit<FakeWorld, 'tool' | 'http'>;
  /** Exit code of the tool with that report. */
  readonly exitCodes: Readonly<Record<'none' | 'one' | 'many', number>>;
  /** Adds a record that fits no schema in front of the others. */
  spoil(report: string): string;
}

const python = { files: { 'app/clean.py': '', 'app/one.py': '', 'app/run.py': '', 'app/broken.py': '' } };
const infra = {
  files: { Dockerfile: '', 'infra/main.tf': '', 'infra/one.tf': '', 'infra/none.tf': '', 'k8s/pod.yaml': '' },
};
const lockfile = { files: { 'web/package-lock.json': readFixture('npm-audit', '11.19.1', 'many.package-lock.json') } };
const host: Target = { kind: 'host', host: '127.0.0.1', display: '127.0.0.1' };
const url: Target = { kind: 'url', url: 'http://127.0.0.1:3000/', display: 'http://127.0.0.1:3000/' };
const oneWhenFound = { none: 0, one: 1, many: 1 };
const always0 = { none: 0, one: 0, many: 0 };

const recorded: readonly Recorded[] = [
  { id: 'semgrep', version: '1.185.0', world: python, exitCodes: always0, spoil: spoilList('results') },
  { id: 'bandit', version: '1.9.4', world: python, exitCodes: oneWhenFound, spoil: spoilList('results') },
  { id: 'trivy', version: '0.69.0', world: {}, exitCodes: always0, spoil: spoilList('Results') },
  {
    id: 'checkov',
    version: '3.3.30',
    world: infra,
    exitCodes: oneWhenFound,
    spoil: (report) => {
      const parsed = JSON.parse(report) as unknown;
      return JSON.stringify([42, ...(Array.isArray(parsed) ? (parsed as unknown[]) : [parsed])]);
    },
  },
  {
    id: 'safety',
    version: '3.8.1',
    world: { files: { 'requirements.txt': 'jinja2==2.10\nRequests==2.19.0\n' } },
    exitCodes: { none: 0, one: 64, many: 64 },
    spoil: (report) => report.replace('"vulnerabilities": [', '"vulnerabilities": [42,'),
  },
  { id: 'npm-audit', version: '11.19.1', world: lockfile, exitCodes: oneWhenFound, spoil: spoilMap('vulnerabilities') },
  { id: 'npm-audit', version: '6.14.18', world: lockfile, exitCodes: oneWhenFound, spoil: spoilMap('advisories') },
  { id: 'zap', version: '2.16.0', world: { target: url }, exitCodes: always0, spoil: spoilList('alerts') },
  {
    id: 'nmap',
    version: '7.93',
    extension: 'xml',
    world: { target: host, options: { nmapExtraArgs: ['-p1-65535'] } },
    exitCodes: always0,
    spoil: (report) => report.replace('<ports>', '<ports><port protocol="tcp" portid="no number"/>'),
  },
];

describe('registry', () => {
  it('lists the scanners in the documented order', () => {
    expect(Object.keys(scanners)).toEqual(DOCUMENTED_ORDER);
  });

  it('has exactly the folders of this package', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !SHARED_FOLDERS.includes(entry.name))
      .map(({ name }) => name);
    expect(scannerList.map(({ id }) => toFolder(id)).toSorted()).toEqual(folders.toSorted());
  });

  it('hands out the file checks under the id of their scanner', () => {
    expect(Object.entries(fileChecks).filter(([id, check]) => check.id !== id)).toEqual([]);
    expect(Object.keys(fileChecks)).toEqual(
      scannerList.filter((scanner) => scanner.fileCheck !== undefined).map(({ id }) => id),
    );
  });
});

describe.each(Object.entries(scanners))('%s', (key, scanner) => {
  it('is described', () => {
    expect(scanner.id).toBe(key);
    expect(SCAN_TYPES).toContain(scanner.scanType);
    expect(scanner.description).toMatch(/^[A-Z].*\.$/s);
    expect(scanner.checks.length).toBeGreaterThan(0);
    expect(scanner.targets.length).toBeGreaterThan(0);
    const readme = readFileSync(join(import.meta.dirname, toFolder(key), 'README.md'), 'utf8');
    expect(readme).toMatch(/^# /);
    expect(readme.length).toBeGreaterThan(300);
  });

  it('ends soon when it is cancelled before it starts', async () => {
    using directory = makeTestDirectory();
    directory.write({ 'a.py': 'x = 1\n', 'requirements.txt': 'flask\n', Dockerfile: 'FROM scratch\n' });
    const controller = new AbortController();
    controller.abort();
    const kind = scanner.targets[0];
    const target = kind === 'url' ? url : kind === 'host' ? host : directory.path;
    const start = performance.now();
    await Promise.allSettled([runScanner(scanner, { target, signal: controller.signal })]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe.each(recorded)('reports of $id $version', (member) => {
  it.each(['none', 'one', 'many'] as const)('%s', async (size) => {
    const { findings, notes } = await scan(member, size, read(member, size));
    expect(notes ?? []).not.toContainEqual(expect.stringMatching(/could not be read/));
    if (size === 'none') expect(findings).toEqual([]);
    if (size === 'one') expect(findings.length).toBeGreaterThan(0);
    if (size === 'many') expect(findings.length).toBeGreaterThan(1);
    for (const finding of findings) {
      expect(SEVERITIES).toContain(finding.severity);
      expect(finding.title).not.toBe('');
      expect(finding.ruleId).not.toBeNull();
      expect(finding.path ?? 'none').toMatch(/^(?!\/|\.\/|[A-Za-z]:)[^\\]+$/);
      expect(finding.cwe ?? 'CWE-1').toMatch(/^CWE-\d+$/);
      expect(JSON.stringify(finding)).not.toContain(ROOT);
    }
  });

  it('may have fields that we do not know', async () => {
    const report = read(member, 'many');
    const extended =
      member.extension === 'xml'
        ? report.replaceAll('<host ', '<host zz="1" ').replaceAll('<ports>', '<zz a="b"><c/></zz><ports>')
        : JSON.stringify(JSON.parse(withoutBanner(report), addUnknown));
    expect((await scan(member, 'many', extended)).findings).toEqual((await scan(member, 'many', report)).findings);
  });

  it('lose nothing but a record that does not fit', async () => {
    const report = read(member, 'many');
    const spoiled = await scan(member, 'many', member.spoil(report));
    expect(spoiled.findings).toEqual((await scan(member, 'many', report)).findings);
    expect(spoiled.notes).toContainEqual(expect.stringMatching(/^One record of the .* report could not be read/));
  });

  it('are not waited for once the scan is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const promise = scan({ ...member, world: { ...member.world, signal: controller.signal } }, 'many', '');
    await expect(promise).rejects.toThrow(expect.objectContaining({ code: 'E_CANCELLED' }));
  });

  it('that are missing or cut are a failure, never a clean result', async () => {
    const half = read(member, 'many').slice(0, 400);
    for (const report of ['', half, 'no report', '\0\0\0']) {
      await expect(scan(member, 'none', report)).rejects.toBeInstanceOf(SecureScanError);
    }
  });
});

async function scan(member: Recorded, size: 'none' | 'one' | 'many', report: string) {
  const scanner = scannerList.find(({ id }) => id === member.id);
  if (scanner === undefined) throw new Error(`no scanner ${member.id}`);
  const context = makeFakeContext({
    ...member.world,
    tool: () => ({ stdout: report, exitCode: member.exitCodes[size] }),
    http: (address) => answerOfDaemon(address, report),
  });
  return await scanner.run(context);
}

function answerOfDaemon(address: string, alerts: string): string {
  if (address.includes('/action/scan/')) return '{"scan":"0"}';
  if (address.includes('/view/status/')) return '{"status":"100"}';
  if (address.includes('/recordsToScan/')) return '{"recordsToScan":"0"}';
  return alerts;
}

function read({ id, version, extension = 'json' }: Recorded, size: string): string {
  return readFixture(id, version, `${size}.${extension}`);
}

function readFixture(id: string, version: string, name: string): string {
  const path = join(import.meta.dirname, toFolder(id), '__fixtures__', version, name);
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return readFileSync(path, 'utf8');
}

function toFolder(id: string): string {
  return id.replaceAll('_', '-');
}

function spoilList(key: string): (report: string) => string {
  return (report) => {
    const parsed = JSON.parse(report) as Record<string, unknown[]>;
    return JSON.stringify({ ...parsed, [key]: [42, ...(parsed[key] ?? [])] });
  };
}

function spoilMap(key: string): (report: string) => string {
  return (report) => {
    const parsed = JSON.parse(report) as Record<string, Record<string, unknown>>;
    return JSON.stringify({ ...parsed, [key]: { '0broken': 42, ...parsed[key] } });
  };
}

/** The document in a report that stands between banners. */
function withoutBanner(report: string): string {
  if (report.startsWith('{') || report.startsWith('[')) return report;
  return report.slice(report.search(/^[[{]/m), report.lastIndexOf('\n}') + 2);
}

/** Adds an unknown key to objects whose keys are names of fields, not data. */
function addUnknown(key: string, value: unknown): unknown {
  const isData = ['vulnerabilities', 'advisories', 'metadata', 'metrics'].includes(key);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isData) return value;
  return { ...value, zz_unknown: { nested: [1, 'two', null] } };
}
