import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareCodePoints, type RawFinding, type Target } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runToReport } from '@securescan/testkit/scanner-context';
import { checkDockerfile } from '../src/dockerfile/file-check.ts';
import { dockerfile } from '../src/dockerfile/index.ts';

type Input = string | { readonly files: Record<string, string>; readonly target: string };

function present({ ruleId, severity, title, lineStart, path }: RawFinding, prefix?: string): Record<string, unknown> {
  return {
    rule_id: ruleId,
    severity,
    title,
    ...(prefix === undefined ? {} : { file_path: `${prefix}/${path ?? ''}` }),
    ...(lineStart == null ? {} : { line_start: lineStart }),
  };
}

async function runTree({ files, target }: Exclude<Input, string>): Promise<readonly Record<string, unknown>[]> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'securescan-dockerfile-')));
  try {
    const root = join(directory, 'proj');
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    const place: Target =
      target === 'proj'
        ? { kind: 'directory', path: root, root, display: target }
        : { kind: 'file', path: join(directory, target), root, display: target };
    const { findings } = await runToReport(dockerfile, { target: place });
    return findings
      .map((finding) => present(finding, 'proj'))
      .toSorted((a, b) =>
        compareCodePoints(
          JSON.stringify([a['file_path'], a['rule_id']]),
          JSON.stringify([b['file_path'], b['rule_id']]),
        ),
      );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

testVectors<Input, unknown>('scanner_dockerfile', (input) =>
  typeof input === 'string' ? checkDockerfile(input).map((finding) => present(finding)) : runTree(input),
);
