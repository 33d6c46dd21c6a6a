import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { secrets } from '../src/secrets/index.ts';
import { noise, sample } from '../src/secrets/samples.ts';
import { makeTree, type MadeTree } from './make-tree.ts';

const GONE = sample('AK', 'IA', noise('upper', 16));
const KEPT = sample('sk', '_live_', noise('alnum', 30));

function commit(tree: MadeTree, text: string, date: string): void {
  writeFileSync(join(tree.path, 'app.py'), text);
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t.test'];
  execFileSync('git', ['-C', tree.path, 'add', 'app.py']);
  execFileSync('git', ['-C', tree.path, ...identity, 'commit', '-qm', 'change'], {
    env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

it('reports a secret that is only in history once, with the commit that brought it', async () => {
  using tree = makeTree({});
  execFileSync('git', ['-C', tree.path, 'init', '-q']);
  commit(tree, `a = "${GONE}"\n`, '2024-01-02T03:04:05Z');
  commit(tree, `x = 1\na = "${GONE}"\nb = "${KEPT}"\n`, '2024-02-02T03:04:05Z');
  commit(tree, `b = "${KEPT}"\n`, '2024-03-02T03:04:05Z');
  const { findings } = await runToReport(secrets, { target: tree.path });
  expect(findings.map(({ ruleId, title, path }) => [ruleId, title, path ?? null])).toEqual([
    ['secrets/stripe-secret-key', 'Potential Stripe Secret Key detected', 'app.py'],
    ['secrets/git-history-aws-access-key', 'AWS Access Key found in git history', null],
  ]);
  expect(findings[1]?.metadata).toMatchObject({
    authored_at: expect.stringContaining('2024-01-02T03:04:05') as string,
    history_path: 'app.py',
    history_line: 1,
    commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  });
  expect(JSON.stringify(findings)).not.toContain(GONE.slice(0, 6));
});

it('finds in the history what only the format of a file gives away', async () => {
  using tree = makeTree({});
  const password = sample('tr0ub4', 'Dor_and3');
  execFileSync('git', ['-C', tree.path, 'init', '-q']);
  writeFileSync(join(tree.path, 'values.yaml'), `env:\n  - name: DB_PASSWORD\n    value: ${password}\n`);
  execFileSync('git', ['-C', tree.path, 'add', 'values.yaml']);
  commit(tree, 'x = 1\n', '2024-01-02T03:04:05Z');
  execFileSync('git', ['-C', tree.path, 'rm', '-q', '-f', 'values.yaml']);
  commit(tree, 'x = 2\n', '2024-02-02T03:04:05Z');
  const { findings } = await runToReport(secrets, { target: tree.path });
  expect(findings.map(({ ruleId, metadata }) => [ruleId, metadata?.['history_line']])).toEqual([
    ['secrets/git-history-kubernetes-env-secret', 3],
  ]);
  expect(JSON.stringify(findings)).not.toContain(password.slice(0, 6));
});
