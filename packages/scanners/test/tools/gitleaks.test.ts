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
      'src/known.py': `token = "${token}" # gitleaks:allow\n`,
      'ignored/app.py': `token = "${token}"\n`,
    });
    const { findings, notes } = await runToReport(gitHygiene, { target: tree.path });
    expect(notes).toEqual([
      '1 match(es) of gitleaks in files that are not scanned (ignored, excluded, vendored) were left out.',
      '1 match(es) of gitleaks are excused by a "gitleaks:allow" comment.',
    ]);
    expect(findings).toMatchObject([
      { ruleId: 'gitleaks/github-pat', path: 'src/app.py', lineStart: 2, column: 10, cwe: 'CWE-798' },
    ]);
    expect(JSON.stringify(findings)).not.toContain(token);
  });

  it('judges a part of a repository, with paths from its root', async () => {
    const token = ['gh', 'p_', noise('alnum', 36)].join('');
    using tree = makeTree({
      '.gitignore': '',
      'app/a b.py': `token = "${token}"\n`,
      'other.py': `token = "${token}"\n`,
    });
    const target = { kind: 'directory', path: `${tree.path}/app`, root: tree.path, display: 'app' } as const;
    const { findings } = await runToReport(gitHygiene, { target });
    expect(findings).toMatchObject([{ ruleId: 'gitleaks/github-pat', path: 'app/a b.py', lineStart: 1, column: 10 }]);
  });
});
