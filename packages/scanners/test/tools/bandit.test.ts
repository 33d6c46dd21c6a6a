import { join } from 'node:path';
import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { bandit } from '../../src/bandit/index.ts';
import { makeTestDirectory } from '../stand-in.ts';
import { describeTool } from './tool-test.ts';

const BAD = 'import subprocess\n\n\ndef run(name):\n    subprocess.call(\n        name,\n        shell=True,\n    )\n';

await describeTool(bandit, () => {
  it('finds what the walk has, and notes what it cannot parse', async () => {
    using directory = makeTestDirectory();
    directory.write({
      '.bandit': '[bandit]\nskips: B602\n',
      '.gitignore': 'ignored/\n',
      'app/run.py': BAD,
      'app/broken.py': 'def broken(:\n',
      'ignored/a.py': BAD,
      'venv/lib/a.py': BAD,
      '-odd name.py': BAD,
    });
    const { findings, notes } = await runToReport(bandit, { target: directory.path });
    expect(findings.filter(({ ruleId }) => ruleId === 'B602')).toMatchObject([
      { path: '-odd name.py', lineStart: 7 },
      { path: 'app/run.py', lineStart: 7, lineEnd: 8, severity: 'high', cwe: 'CWE-78' },
    ]);
    expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(['-odd name.py', 'app/run.py']));
    expect(notes).toEqual([expect.stringContaining('app/broken.py')]);
  });

  it('takes a single file', async () => {
    using directory = makeTestDirectory();
    directory.write({ 'app/run.py': BAD });
    const path = join(directory.path, 'app/run.py');
    const target = { kind: 'file', path, root: directory.path, display: 'run.py' } as const;
    const { findings } = await runToReport(bandit, { target });
    expect(findings.map(({ path: found, ruleId }) => `${found} ${ruleId}`)).toContain('app/run.py B602');
  });
});
