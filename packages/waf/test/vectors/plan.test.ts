import { describe, expect, it } from 'vitest';
import { readPlanChanges } from '../../src/index.ts';
import { engineVectors } from './engine-vectors.ts';

interface IntendedCase {
  readonly name: string;
  readonly plan: unknown;
  readonly expected: Readonly<Record<string, unknown>>;
}

interface CommandCase {
  readonly name: string;
  readonly cwd_files?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly exit_code: number; readonly plan_changes?: Readonly<Record<string, unknown>> };
  readonly ours?: { readonly exit_code?: number };
}

const asText = (plan: unknown): string => (typeof plan === 'string' ? plan : JSON.stringify(plan));
const read = (plan: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(readPlanChanges(asText(plan), '<timestamp>'))) as Record<string, unknown>;

describe('plans as they must be read', () => {
  it.each(engineVectors('plan_intended_cases') as readonly IntendedCase[])('$name', ({ plan, expected }) => {
    const { by_provider, by_action, regions, ...rest } = read(plan);
    expect(rest).toEqual(expected);
    expect([typeof by_provider, typeof by_action, Array.isArray(regions)]).toEqual(['object', 'object', true]);
  });
});

describe('plan files of the command line', () => {
  const cases = (engineVectors('cli_cases') as readonly CommandCase[]).filter(
    ({ cwd_files }) => cwd_files?.['plan.json'] !== undefined,
  );

  it.each(cases)('$name', ({ cwd_files, expected, ours }) => {
    const plan = cwd_files?.['plan.json'];
    if (ours?.exit_code === 2) {
      expect(() => read(plan)).toThrow(/is no plan/);
      return;
    }
    const { changes, ...rest } = read(plan);
    if (expected.plan_changes === undefined) {
      expect(changes).toHaveLength(1);
      return;
    }
    const { changes: recorded, provider_insights: _, ...others } = expected.plan_changes;
    expect(rest).toEqual(others);
    // Ours keep `before` and `after_unknown` (BETTER §13).
    expect(changes).toMatchObject(recorded as readonly object[]);
  });

  it('are eleven', () => {
    expect(cases).toHaveLength(11);
  });
});
