import { describe, expect, it } from 'vitest';
import { type Check, checkInfrastructure, type Control, loadControls, readers } from '../../src/index.ts';
import { readFrameworkFiles, WITHOUT_FRAMEWORK } from './control-text.ts';
import { exampleDifferences, goodThatFail, badThatPass } from './example-differences.ts';
import { engineVectors } from './engine-vectors.ts';

interface ExampleResult {
  readonly check: string;
  readonly compliant?: string | null;
  readonly non_compliant?: string | null;
}

const files = readFrameworkFiles();
const { controls } = loadControls(files ?? []);
const checks = controls.flatMap((control) => control.checks.map((check) => ({ control, check })));
const { results } = engineVectors('example_cases') as { readonly results: readonly ExampleResult[] };
const recorded = new Map(results.map((result) => [result.check, result]));

function judge(
  text: string | null | undefined,
  control: Control,
  check: Check,
  absent: 'skip' | 'fail' = 'skip',
): string | null {
  if (text === null || text === undefined) return null;
  const only = { ...control, checks: [check] };
  const { evaluations } = checkInfrastructure({
    reader: readers.terraform,
    files: [{ path: 'main.tf', text }],
    controls: [only],
    today: '2026-01-01',
    absent,
  });
  const [evaluation] = evaluations;
  return evaluation === undefined || evaluation.results.length === 0 ? 'SKIP(no match)' : evaluation.status;
}

const judged = checks.map(({ control, check }) => ({
  id: check.id,
  control,
  check,
  good: judge(check.example?.compliant, control, check),
  bad: judge(check.example?.non_compliant, control, check),
}));
const withBoth = judged.filter(({ good, bad }) => good !== null && bad !== null);

describe.skipIf(files === null)(`examples of the framework's checks (${WITHOUT_FRAMEWORK})`, () => {
  it('are all there', () => {
    expect([judged.length, withBoth.length]).toEqual([202, 190]);
  });

  it.each(judged)('$id is judged as recorded, but for what is listed', ({ id, good, bad }) => {
    const floor = recorded.get(id);
    const own = exampleDifferences[id];
    expect([good, bad]).toEqual(
      own === undefined ? [floor?.compliant ?? null, floor?.non_compliant ?? null] : [own.compliant, own.nonCompliant],
    );
  });

  it('are told apart in 133 of 190 cases, where the reference has 121', () => {
    expect(withBoth.filter(({ good, bad }) => good === 'PASS' && bad === 'FAIL')).toHaveLength(133);
  });

  it('are told apart in 166 when a block that is not there is a failure: 38 bad ones only lack it', () => {
    const required = withBoth.filter(
      ({ control, check, good }) =>
        good === 'PASS' && judge(check.example?.non_compliant, control, check, 'fail') === 'FAIL',
    );
    // Where the bad example is empty nothing says that the provider is in use, so that the check runs.
    expect(required).toHaveLength(166);
  });

  it('that are good fail, and bad ones pass, only for what their controls ask', () => {
    expect(withBoth.filter(({ good }) => good === 'FAIL').map(({ id }) => id)).toEqual(Object.keys(goodThatFail));
    expect(withBoth.filter(({ bad }) => bad === 'PASS').map(({ id }) => id)).toEqual(Object.keys(badThatPass));
  });
});
