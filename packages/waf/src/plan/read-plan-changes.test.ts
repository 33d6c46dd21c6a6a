import { expect, it } from 'vitest';
import { readPlanChanges } from './read-plan-changes.ts';

const at = '2031-01-01T00:00:00Z';

it('masks what is marked as sensitive, before and after', () => {
  const change = {
    actions: ['update'],
    before: { password: 'hunter2', list: [{ a: 'b', c: 'd' }], none: null, plain: 1 },
    before_sensitive: { password: true, list: [{ a: true }], none: true },
    after: { password: 'hunter3', map: { x: 'y' } },
    after_sensitive: { password: true, map: true },
  };
  const plan = { format_version: '1.2', resource_changes: [{ address: 'a_b.c', type: 'a_b', name: 'c', change }] };
  const [masked] = readPlanChanges(JSON.stringify(plan), at).changes;
  expect(masked?.before).toEqual({
    password: '(sensitive value)',
    list: [{ a: '(sensitive value)', c: 'd' }],
    none: null,
    plain: 1,
  });
  expect(masked?.after).toEqual({ password: '(sensitive value)', map: '(sensitive value)' });
  expect(JSON.stringify(masked)).not.toMatch(/hunter/);
});

it('takes the provider that a line stream names', () => {
  const change = { resource: { addr: 'module.m.null_resource.a', implied_provider: 'null' }, action: 'noop' };
  const text = [
    { type: 'planned_change', change },
    { type: 'planned_change', change: { ...change, action: 'add' } },
  ]
    .map((line) => JSON.stringify(line))
    .join('\r\n');
  const { changes, summary, by_provider } = readPlanChanges(`\uFEFF${text}`, at);
  expect(changes).toMatchObject([{ provider: 'null', action: 'create' }]);
  expect([summary, by_provider]).toMatchObject([{ add: 1, no_op: 1 }, { null: { add: 1 } }]);
});

it.each([
  ['other JSON', '{"name":"x"}'],
  ['a list', '[]'],
  ['nothing', ''],
  ['lines of another tool', '{"level":"info"}\n{"level":"warn"}'],
  ['endless nesting', `{"format_version":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('refuses %s', (_, text) => {
  expect(() => readPlanChanges(text, at)).toThrow(/The plan file is no plan: .*terraform show -json/);
});
