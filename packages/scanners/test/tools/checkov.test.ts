import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToReport } from '@securescan/testkit/scanner-context';
import { expect, it } from 'vitest';
import { checkov } from '../../src/checkov/index.ts';
import { makeTestDirectory } from '../stand-in.ts';
import { describeTool } from './tool-test.ts';

const BUCKET = 'resource "aws_s3_bucket" "data" {\n  bucket = "data"\n  acl    = "public-read-write"\n}\n';

await describeTool(checkov, () => {
  it('finds open resources with paths below the root', async () => {
    using directory = makeTestDirectory();
    directory.write({
      '.gitignore': 'ignored/\n',
      'infra/main.tf': BUCKET,
      'ignored/main.tf': BUCKET,
      Dockerfile: 'FROM node:latest\n',
    });
    const { findings, notes } = await runToReport(checkov, { target: directory.path });
    expect(findings).toContainEqual(
      expect.objectContaining({
        ruleId: 'CKV_AWS_57',
        path: 'infra/main.tf',
        lineStart: 1,
        lineEnd: 4,
        severity: 'critical',
      }),
    );
    expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(['infra/main.tf', 'Dockerfile']));
    expect(notes).toEqual([expect.stringContaining('ignored/main.tf')]);
  }, 120_000);

  it('does not let the scanned tree configure it', async () => {
    using directory = makeTestDirectory();
    const mark = join(directory.path, 'mark');
    directory.write({
      '.checkov.yaml': 'external-checks-dir:\n  - checks\nskip-check:\n  - CKV_AWS_57\n',
      'checks/__init__.py': '',
      'checks/mark.py': `open(${JSON.stringify(mark)}, "w").close()\n`,
      'main.tf': BUCKET,
    });
    const { findings } = await runToReport(checkov, { target: directory.path });
    expect(findings.map(({ ruleId }) => ruleId)).toContain('CKV_AWS_57');
    expect(existsSync(mark)).toBe(false);
  }, 120_000);

  it('takes a single file below the root', async () => {
    using directory = makeTestDirectory();
    directory.write({ 'infra/main.tf': BUCKET });
    const path = join(directory.path, 'infra/main.tf');
    const target = { kind: 'file', path, root: directory.path, display: 'main.tf' } as const;
    const { findings } = await runToReport(checkov, { target });
    expect(new Set(findings.map((finding) => finding.path))).toEqual(new Set(['infra/main.tf']));
  }, 120_000);
});
