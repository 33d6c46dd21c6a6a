import { describe, expect, it } from 'vitest';
import { buildDocument, checkInfrastructure, type ControlCatalogue, loadControls, readers } from '../../src/index.ts';
import type { ConfigurationFile } from '../../src/evaluate/configuration-tree.ts';
import { READER_IDS } from '../../src/readers/reader.ts';
import { toControlFile } from './control-text.ts';
import { deviations } from './deviations.ts';
import { engineVectors } from './engine-vectors.ts';

interface RecordedFinding {
  readonly check_id: string;
  readonly severity: string;
  readonly status: string;
  readonly resource: string;
  readonly message: string;
}
interface Ours {
  readonly findings?: readonly (readonly [check: string, resource: string, status: string])[];
  readonly absent?: readonly (readonly [check: string, resource: string])[];
  readonly exit_code?: number;
  readonly load_error?: boolean;
  readonly detected_regions?: readonly unknown[];
}
interface EngineCase {
  readonly name: string;
  readonly control?: { readonly checks: readonly RecordedCheck[] };
  readonly control_files?: Readonly<Record<string, string>>;
  readonly iac: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly status?: string;
    readonly control_status?: Readonly<Record<string, string>>;
    readonly exit_code: number;
    readonly score?: number;
    readonly findings: readonly RecordedFinding[];
    readonly detected_regions?: readonly unknown[];
  };
  readonly ours?: Ours;
}
interface RecordedCheck {
  readonly id: string;
  readonly assertions: readonly { readonly message?: string }[];
}

type Row = readonly [check: string, resource: string, status: string];

/** What a case asks for, one overlay after the other. */
function overlay(rows: readonly Row[], ours: Ours): readonly Row[] {
  const isAbsent = ([check, resource]: Row): boolean =>
    ours.absent?.some((one) => one[0] === check && one[1] === resource) === true;
  const changed = rows
    .filter((row) => !isAbsent(row))
    .map((row) => ours.findings?.find((one) => one[0] === row[0] && one[1] === row[1]) ?? row);
  const added = (ours.findings ?? []).filter((one) => !rows.some((row) => one[0] === row[0] && one[1] === row[1]));
  return [...changed, ...added];
}

function statusOf(rows: readonly Row[]): string {
  const statuses = rows.map(([, , status]) => status);
  if (statuses.includes('FAIL')) return 'FAIL';
  return statuses.includes('PASS') ? 'PASS' : 'SKIP';
}

function load({ control, control_files: files }: EngineCase): ControlCatalogue {
  if (files === undefined) return loadControls([toControlFile(control)]);
  const sorted = Object.keys(files).toSorted();
  return loadControls(sorted.map((path) => ({ path, text: files[path] ?? '' })));
}

/** A byte that is no UTF-8 arrives as the sign for that. */
function toText(content: unknown): string {
  if (typeof content === 'string') return content;
  const isEncoded = typeof content === 'object' && content !== null && 'base64' in content;
  return isEncoded ? Buffer.from(String(content.base64), 'base64').toString('utf8') : JSON.stringify(content);
}

function toFiles(files: EngineCase['files']): readonly ConfigurationFile[] {
  return Object.entries(files).map(([path, content]) => ({ path, text: toText(content) }));
}

function runCase(recorded: EngineCase): void {
  const { expected, ours = {} } = recorded;
  const own = (deviations[recorded.name]?.ours ?? {}) as Ours;
  const { controls, problems } = load(recorded);
  const isRejected = problems.some(({ severity }) => severity === 'error');
  expect(isRejected).toBe(ours.load_error === true);
  if (isRejected) return;
  if (expected.status === 'NOT_LOADED' && own.findings === undefined) {
    expect(controls).toEqual([]);
    return;
  }
  const id = READER_IDS.find((one) => one === recorded.iac);
  if (id === undefined) throw new Error(`no reader for ${recorded.iac}`);
  const reader = readers[id];
  const check = checkInfrastructure({ reader, files: toFiles(recorded.files), controls, today: '2026-01-01' });
  const document = buildDocument(check, {
    project: '',
    branch: '',
    gitSha: '',
    triggeredBy: 'local',
    isCicd: false,
    stage: '',
    iacFramework: recorded.iac,
    sourcePaths: ['src'],
  });
  const recordedRows = expected.findings.map(({ check_id, resource, status }): Row => [check_id, resource, status]);
  const wanted = overlay(overlay(recordedRows, ours), own);
  const rows = document.findings.map(({ check_id, resource, status }): Row => [check_id, resource, status]);
  expect(rows.toSorted(byText)).toEqual(wanted.toSorted(byText));
  const isAsRecorded = [ours, own].every(({ findings, absent }) => findings === undefined && absent === undefined);
  if (isAsRecorded) {
    expect(rows).toEqual(wanted);
    if (expected.score !== undefined) expect(document.score).toBe(expected.score);
    if (expected.control_status !== undefined) {
      const statuses = check.evaluations.map(({ control, status }) => [control.id, status]);
      expect(Object.fromEntries(statuses)).toEqual(expected.control_status);
    }
  }
  if (expected.status !== undefined) expect(check.evaluations.map(({ status }) => status)).toEqual([statusOf(wanted)]);
  const regions = own.detected_regions ?? expected.detected_regions;
  if (regions !== undefined) expect(document.detected_regions).toEqual(regions);
  expect(exitCodeOf(check, rows)).toBe(own.exit_code ?? ours.exit_code ?? (statusOf(wanted) === 'FAIL' ? 1 : 0));
  expectMessages(recorded, document.findings);
}

/** What the command makes of it, by default. */
function exitCodeOf({ state }: ReturnType<typeof checkInfrastructure>, rows: readonly Row[]): number {
  const isPartial = state.diagnostics.some(({ severity }) => severity === 'error');
  if (isPartial || state.blocks.length === 0) return 2;
  return statusOf(rows) === 'FAIL' ? 1 : 0;
}

/** Messages that controls give are part of the contract, and severities are. */
function expectMessages({ control, expected }: EngineCase, findings: readonly Omit<RecordedFinding, 'status'>[]): void {
  for (const finding of findings) {
    const before = expected.findings.find(
      (one) => one.check_id === finding.check_id && one.resource === finding.resource,
    );
    if (before === undefined) continue;
    expect(finding.severity).toBe(before.severity);
    const messages = control?.checks
      .find(({ id }) => id === finding.check_id)
      ?.assertions.map(({ message }) => message);
    for (const message of messages ?? []) {
      if (message !== undefined && message !== '' && before.message.includes(message)) {
        expect(finding.message).toContain(message);
      }
    }
  }
}

function byText(a: Row, b: Row): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

for (const group of ['cases', 'fixture_cases']) {
  describe(`engine vectors: ${group}`, () => {
    for (const recorded of engineVectors(group) as readonly EngineCase[]) {
      const deviation = deviations[recorded.name];
      it(deviation === undefined ? recorded.name : `${recorded.name} (deviates: ${deviation.because})`, () => {
        runCase(recorded);
      });
    }
  });
}
