import { type Check, checkInfrastructure, type Control, loadControls, readers, type ReaderId } from '@securescan/waf';
import { describe, expect, it } from 'vitest';
import { readCatalogueFiles } from '../src/index.ts';

const { controls, problems } = loadControls(readCatalogueFiles());
const checks = controls.flatMap((control) => control.checks.map((check) => ({ id: check.id, control, check })));

const CODES: Readonly<Record<string, string>> = {
  SEC: 'security',
  COST: 'cost',
  OPS: 'operations',
  REL: 'reliability',
  PERF: 'performance',
  SOV: 'sovereign',
  SUS: 'sustainability',
};
const FRAMEWORKS = [
  'CIS AWS Foundations Benchmark v3.0.0',
  'CIS Google Cloud Platform Foundation Benchmark v2.0.0',
  'CIS Kubernetes Benchmark v1.8.0',
  'CIS Microsoft Azure Foundations Benchmark v2.0.0',
  'GDPR',
  'ISO/IEC 27001:2022',
  'NIST SP 800-53 Rev. 5',
  'SOC 2',
];
const FILE_NAMES: Readonly<Record<string, string>> = {
  terraform: 'main.tf',
  cloudformation: 'template.yaml',
  kubernetes: 'manifest.yaml',
};

/** Good examples that show one thing only, and what another severe control says of them. */
const ACCEPTED: readonly string[] = [];

function evaluate(text: string, engine: string, chosen: readonly Control[]) {
  const reader = readers[engine as ReaderId];
  const file = { path: FILE_NAMES[engine] ?? '', text };
  const checked = checkInfrastructure({ reader, files: [file], controls: chosen, today: '2026-01-01' });
  expect(checked.state.diagnostics).toEqual([]);
  return checked.evaluations.flatMap(({ results }) => results);
}

function resultsOf(text: string | null | undefined, { control, check }: { control: Control; check: Check }) {
  return evaluate(text ?? '', check.engine, [control]).filter((result) => result.check.id === check.id);
}

describe('the catalogue', () => {
  it('loads strictly, without a warning', () => {
    expect(problems).toEqual([]);
    expect(controls).toHaveLength(readCatalogueFiles().length);
    expect(controls.length).toBeGreaterThanOrEqual(70);
  });

  it('has controls of all seven pillars, each in the folder of its pillar under its own id', () => {
    expect(new Set(controls.map(({ pillar }) => pillar))).toEqual(new Set(Object.values(CODES)));
    for (const { id, pillar, file } of controls) {
      expect(CODES[/^SS-([A-Z]+)-\d{3}$/.exec(id)?.[1] ?? '']).toBe(pillar);
      expect(file).toBe(`${pillar}/${id}.yml`);
    }
  });

  it('has no id twice', () => {
    const ids = [...controls, ...checks].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it.each(controls.map((control) => [control.id, control] as const))('%s says all that a control says', (_id, one) => {
    expect(one.title).toMatch(/^[A-Z].{4,70}[^.]$/);
    for (const text of [one.description, one.rationale, ...one.threat, ...one.implementationGuidance]) {
      expect(text).toMatch(/^["A-Z].+[.]$/s);
    }
    expect(one.threat).not.toEqual([]);
    expect(one.implementationGuidance).not.toEqual([]);
    expect(one.evidence.required).not.toEqual([]);
    expect(one.category).not.toBe('');
    expect(one.tags).not.toEqual([]);
    expect(one.references['best_practice']).toMatch(/^https:\/\//);
    for (const { framework, controls: named } of one.regulatoryMapping) {
      expect(FRAMEWORKS).toContain(framework);
      expect(named).not.toEqual([]);
    }
    for (const related of (one.references['related_controls'] ?? []) as readonly string[]) {
      expect(controls.map(({ id }) => id)).toContain(related);
    }
  });
});

describe.each(checks)('$id', ({ control, check }) => {
  it('is named after its control, and described', () => {
    expect(check.id.startsWith(`${control.id.toLowerCase()}.`)).toBe(true);
    expect(check.title).toMatch(/^[A-Z].{4,80}[^.]$/);
    expect(check.remediation).toMatch(/\.$/);
    for (const { message } of check.assertions) expect(message).toMatch(/^[A-Z].+\.$/);
  });

  it('passes its good example', () => {
    const results = resultsOf(check.example?.compliant, { control, check });
    expect(results).not.toEqual([]);
    expect(results.map(({ status, message }) => (status === 'PASS' ? 'PASS' : message))).toEqual(
      results.map(() => 'PASS'),
    );
  });

  it('fails its bad example, at the line that is wrong', () => {
    const text = check.example?.non_compliant ?? '';
    const failed = resultsOf(text, { control, check }).filter(({ status }) => status === 'FAIL');
    expect(failed).not.toEqual([]);
    for (const { span, block, assertions } of failed) {
      const wrong = assertions.find(({ status }) => status === 'FAIL');
      const names = (wrong?.attribute ?? '').split('.');
      // A mapping of YAML begins below its key.
      const at = span?.start.line ?? 0;
      const from = Math.max(0, at - (check.engine === 'terraform' ? 1 : 2));
      const line = text.split('\n').slice(from, at).join('\n');
      // Where the attribute is not written, the nearest block around it is shown, in the end the resource itself.
      const written = names.findLast((name) => new RegExp(`^\\W*${name}\\b`, 'm').test(text));
      if (span?.start.line !== block?.span?.start.line)
        expect(line).toMatch(new RegExp(`\\b${written ?? '-'}\\b|^ +- `, 'm'));
      else if (wrong?.op !== 'has_associated_resource') expect(written === names.at(-1)).toBe(false);
    }
  });
});

it('shows nothing in a good example that another severe control fails', () => {
  const severe = controls.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const found = checks.flatMap(({ check }) =>
    evaluate(check.example?.compliant ?? '', check.engine, severe)
      .filter(({ status }) => status === 'FAIL')
      .map((result) => `${check.id}: ${result.check.id}`),
  );
  expect(found.toSorted()).toEqual([...ACCEPTED].toSorted());
});
