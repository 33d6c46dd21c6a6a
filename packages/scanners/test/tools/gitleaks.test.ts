import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { gitHygiene } from '../../src/git-hygiene/index.ts';
import { noise } from '../../src/secrets/samples.ts';
import { makeTree } from '../make-tree.ts';
import { describeTool } from './tool-test.ts';

await describeTool(gitHygiene, () => {
  it('finds what gitleaks finds, although the tree has settings that switch it off', async () => {
    const token = ['gh', 'p_', noise('alnum', 36)].join('');
    using tree = makeTree({
      '.gitignore': 'ignored/\n',
      '.gitleaks.toml': '[allowlist]\npaths = [".*"]\n',
      'src/app.py': `x = 1\ntoken = "${token}"\n`,
      'ignored/app.py': `token = "${token}"\n`,
    });
    const { findings, notes } = await runToReport(gitHygiene, { target: tree.path });
    expect(notes).toEqual([]);
    expect(findings).toMatchObject([
      { ruleId: 'git-hygiene/gitleaks-github-pat', path: 'src/app.py', lineStart: 2, cwe: 'CWE-798' },
    ]);
    expect(JSON.stringify(findings)).not.toContain(token);
  });
});
