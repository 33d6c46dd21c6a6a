import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openScannerContext } from '@securescan/testkit/scanner-context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { licenses } from '../../src/licenses/index.ts';

const hasTool = spawnSync('pip-licenses', ['--version']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import venv']).status === 0;

describe.skipIf(!hasTool || !hasPython)(
  hasTool && hasPython
    ? 'the real pip-licenses'
    : 'the real pip-licenses (skipped: pip-licenses or python3 is not on PATH)',
  () => {
    const root = mkdtempSync(join(tmpdir(), 'licenses-'));

    beforeAll(() => {
      writeFileSync(join(root, 'requirements.txt'), 'told==1.0\nsilent==2.0\n');
      execFileSync('python3', ['-m', 'venv', '--without-pip', join(root, '.venv')]);
      const lib = join(root, '.venv', 'lib');
      const site = join(lib, String(readdirSync(lib)[0]), 'site-packages');
      const install = (name: string, version: string, more: string) => {
        const directory = join(site, `${name}-${version}.dist-info`);
        mkdirSync(directory);
        writeFileSync(
          join(directory, 'METADATA'),
          `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${more}`,
        );
      };
      install('told', '1.0', 'Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\n');
      install('silent', '2.0', '');
    });
    afterAll(() => rmSync(root, { recursive: true, force: true }));

    it.each([false, true])('allowed to run the environment’s Python: %s', async (runTargetPython) => {
      await using opened = await openScannerContext(licenses, { target: root, options: { runTargetPython } });
      const { findings, notes } = await licenses.run(opened.context);
      expect(findings.map(({ title, lineStart }) => `${title} at line ${lineStart}`)).toEqual([
        'Unknown license: silent@2.0 at line 2',
        'Copyleft license: told@1.0 (GPL-3.0-only) at line 1',
      ]);
      expect(notes).toEqual([]);
    });
  },
);
