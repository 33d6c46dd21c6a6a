import { describe, expect, it } from 'vitest';
import { checkInfrastructure, loadControls, readers } from '../../src/index.ts';
import { catalogueDifferences } from './catalogue-differences.ts';
import { readFrameworkFiles, WITHOUT_FRAMEWORK } from './control-text.ts';
import { engineVectors } from './engine-vectors.ts';

type Pair = readonly [check: string, resource: string];
interface CatalogueCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: {
    readonly controls_loaded: number;
    readonly control_status: Readonly<Record<string, string>>;
    readonly failing: readonly Pair[];
    readonly passing: readonly Pair[];
    readonly skipped: readonly Pair[];
  };
}

const files = readFrameworkFiles();
const { controls, problems } = loadControls(files ?? []);

function keyOf([check, resource]: Pair): string {
  return `${check} ${resource}`;
}

/** What is recorded, with our differences over it. */
function wantedOf({ name, expected }: CatalogueCase): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const pair of expected.failing) wanted.set(keyOf(pair), 'FAIL');
  for (const pair of expected.passing) wanted.set(keyOf(pair), 'PASS');
  for (const pair of expected.skipped) wanted.set(keyOf(pair), 'SKIP');
  for (const { because, rows } of catalogueDifferences) {
    for (const [inCase, check, resource, status] of rows) {
      if (`catalog/${inCase}` !== name) continue;
      const key = keyOf([check, resource]);
      expect(wanted.get(key), `${key} is no difference any more (${because})`).not.toBe(status ?? undefined);
      if (status === null) wanted.delete(key);
      else wanted.set(key, status);
    }
  }
  return wanted;
}

describe.skipIf(files === null)(`the framework's controls (${WITHOUT_FRAMEWORK})`, () => {
  it('load without an error', () => {
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(controls).toHaveLength(70);
  });

  for (const recorded of engineVectors('catalog_cases') as readonly CatalogueCase[]) {
    it(recorded.name, () => {
      const code = Object.entries(recorded.files).map(([path, text]) => ({ path, text }));
      const { evaluations } = checkInfrastructure({
        reader: readers.terraform,
        files: code,
        controls,
        today: '2026-01-01',
      });
      const results = evaluations.flatMap((evaluation) => evaluation.results);
      const got = new Map(results.map(({ check, resource, status }) => [keyOf([check.id, resource]), status]));
      expect(Object.fromEntries(got)).toEqual(Object.fromEntries(wantedOf(recorded)));
      // A control differs from what is recorded only where one of its results does.
      const touched = catalogueDifferences.flatMap(({ rows }) =>
        rows.filter(([inCase]) => `catalog/${inCase}` === recorded.name).map(([, check]) => check),
      );
      for (const { control, status } of evaluations) {
        if (control.checks.some(({ id }) => touched.includes(id))) continue;
        expect([control.id, status]).toEqual([control.id, recorded.expected.control_status[control.id]]);
      }
    });
  }
});
