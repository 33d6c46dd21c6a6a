import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviations } from '../../waf/test/vectors/deviations.ts';
import { engineVectors } from '../../waf/test/vectors/engine-vectors.ts';
import { makeDirectory, runCli } from './run-cli.ts';

interface ExpectedFinding {
  readonly check_id: string;
  readonly control_id: string;
  readonly severity: string;
  readonly status: string;
  readonly resource: string;
}

interface Expected {
  readonly exit_code: number;
  readonly controls_loaded?: number;
  readonly controls_run?: number;
  readonly score?: number;
  readonly pillar_scores?: Readonly<Record<string, number>>;
  readonly findings?: readonly ExpectedFinding[];
  readonly control_status?: Readonly<Record<string, string>>;
  readonly detected_regions?: readonly unknown[];
  readonly secret_findings?: readonly { readonly file: string; readonly line_no: number }[];
  /** Places of secrets that are found beyond the recorded ones. */
  readonly added_secrets?: readonly string[];
  readonly plan_changes?: { readonly changes: readonly Readonly<Record<string, unknown>>[] };
  readonly meta?: Readonly<Record<string, unknown>>;
}

interface Case {
  readonly name: string;
  readonly controls?: readonly { readonly id: string }[];
  readonly control_files?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, unknown>>;
  readonly cwd_files?: Readonly<Record<string, unknown>>;
  readonly paths?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly expected: Expected;
  readonly ours?: Partial<Expected>;
}

interface Document extends Required<Omit<Expected, 'exit_code' | 'control_status' | 'findings' | 'meta'>> {
  readonly controls_meta: readonly { readonly id: string }[];
  readonly findings: readonly (ExpectedFinding & { readonly waived: object | null })[];
  readonly [member: string]: unknown;
}

const cases = engineVectors('cli_cases') as readonly Case[];

describe('cases of the command line', () => {
  it('are all there', () => {
    expect(cases).toHaveLength(86);
  });

  it.each(cases)('$name', async (given) => {
    const expected = overlay(given);
    const { exitCode, stdout, stderr } = await runCase(given);
    expect(exitCode, stderr).toBe(expected.exit_code);
    if (exitCode === 2) expect(stderr).toMatch(/^(?:waf(?:pass)? check: |Exit code: 2 )\S/m);
    if (expected.controls_loaded === undefined || stdout === '') return;
    expect(stdout).toMatch(/^\{\n[^]*\n\}\n$/);
    expect(pick(JSON.parse(stdout) as Document, expected)).toEqual(toExpected(expected));
  });
});

/** What was recorded, with what is ours instead; statuses of controls that are not named stay. */
function overlay({ name, expected, ours }: Case): Expected {
  const decided = deviations[name]?.ours;
  const control_status = { ...expected.control_status, ...ours?.control_status };
  return { ...expected, ...ours, ...(expected.control_status === undefined ? {} : { control_status }), ...decided };
}

function runCase(given: Case) {
  const { args = [], paths = ['src'], env = {} } = given;
  const directory = makeDirectory();
  mkdirSync(join(directory, 'ctl'));
  write(directory, 'src', given.files);
  write(directory, '.', given.cwd_files ?? {});
  write(directory, 'ctl', given.control_files ?? {});
  // JSON is YAML.
  for (const control of given.controls ?? [])
    write(directory, 'ctl', { [`${control.id}.yml`]: JSON.stringify(control) });
  const words = ['wafpass', 'check', ...paths, '--controls-dir', 'ctl', '--output', 'json', ...args];
  return runCli(words, { cwd: directory, env });
}

function write(directory: string, folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** The members of a document that the case says something about. */
function pick(document: Document, expected: Expected): Readonly<Record<string, unknown>> {
  const picked: Record<string, unknown> = {
    controls_loaded: document.controls_loaded,
    controls_run: document.controls_run,
    score: document.score,
    pillar_scores: document.pillar_scores,
    findings: document.findings.map((finding) => pickFinding(finding)),
    control_status: statuses(document),
    detected_regions: document.detected_regions,
  };
  if (expected.secret_findings !== undefined) {
    const added = expected.added_secrets ?? [];
    const place = ({ file, line_no }: Document['secret_findings'][number]) => `${file}:${line_no}`;
    picked['added_secrets'] = document.secret_findings.map(place).filter((one) => added.includes(one));
    picked['secret_findings'] = document.secret_findings.filter((secret) => !added.includes(place(secret)));
  }
  if (expected.plan_changes !== undefined) picked['plan_changes'] = pickPlan(document.plan_changes);
  if (expected.meta !== undefined) {
    picked['meta'] = Object.fromEntries(Object.keys(expected.meta).map((name) => [name, document[name]]));
  }
  return picked;
}

function toExpected(expected: Expected): Readonly<Record<string, unknown>> {
  const wanted: Record<string, unknown> = {
    controls_loaded: expected.controls_loaded,
    controls_run: expected.controls_run,
    score: expected.score,
    pillar_scores: expected.pillar_scores,
    findings: expected.findings?.map((finding) => pickFinding(finding)),
    control_status: expected.control_status,
    detected_regions: expected.detected_regions,
  };
  if (expected.secret_findings !== undefined) {
    wanted['added_secrets'] = expected.added_secrets ?? [];
    wanted['secret_findings'] = expected.secret_findings;
  }
  if (expected.plan_changes !== undefined) wanted['plan_changes'] = pickPlan(expected.plan_changes);
  if (expected.meta !== undefined) wanted['meta'] = expected.meta;
  return wanted;
}

function pickFinding({ check_id, control_id, severity, status, resource }: ExpectedFinding): ExpectedFinding {
  return { check_id, control_id, severity, status, resource };
}

/** Counts by provider and action have names of ours. */
function pickPlan(changes: Document['plan_changes']): object {
  // An interface has no index signature.
  const { terraform_version, format_version, summary } = changes as unknown as Readonly<Record<string, unknown>>;
  return {
    terraform_version,
    format_version,
    summary,
    changes: changes.changes.map(({ address, module_address, type, name, provider, action }) => ({
      address,
      module_address,
      type,
      name,
      provider,
      action,
    })),
  };
}

/** The status of each control, as a reader of the document works it out. */
function statuses({ controls_meta, findings }: Document): Readonly<Record<string, string>> {
  return Object.fromEntries(
    controls_meta.map(({ id }) => {
      const own = findings.filter(({ control_id }) => control_id === id);
      const has = (status: string) => own.some((finding) => finding.status === status);
      if (has('WAIVED') || own.some(({ waived }) => waived !== null)) return [id, 'WAIVED'];
      return [id, has('FAIL') ? 'FAIL' : has('PASS') ? 'PASS' : 'SKIP'];
    }),
  );
}
