import { asRepoPath, compareCodePoints, type RawFinding } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runToReport } from '@securescan/testkit/scanner-context';
import { secrets } from '../src/secrets/index.ts';
import { makeTree } from './make-tree.ts';

interface Expected {
  readonly rule_id: string | null;
  readonly severity: string;
  readonly title: string;
  readonly file_path?: string;
  readonly line_start: number | null;
}

function present(finding: RawFinding, filePath: string | null): Expected {
  return {
    rule_id: finding.ruleId,
    severity: finding.severity,
    title: finding.title,
    ...(filePath !== null && { file_path: filePath }),
    line_start: finding.lineStart ?? null,
  };
}

testVectors<{ path: string; line_parts: string[] }, Expected[]>('scanner_secrets_lines', ({ path, line_parts }) => {
  const text = line_parts.join('');
  const findings = secrets.fileCheck.check({ path: asRepoPath(path), text, size: text.length });
  return findings.map((finding) => present(finding, null));
});

type Content = string | { repeat: string; count: number };

testVectors<{ files: Record<string, Content> }, Expected[]>('scanner_secrets_tree', async ({ files }) => {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : content.repeat.repeat(content.count),
  ]);
  using tree = makeTree(Object.fromEntries(texts) as Record<string, string>);
  const { findings } = await runToReport(secrets, { target: tree.path });
  return findings
    .map((finding) => present(finding, `proj/${finding.path ?? ''}`))
    .toSorted(
      (a, b) =>
        compareCodePoints(a.file_path ?? '', b.file_path ?? '') ||
        (a.line_start ?? 0) - (b.line_start ?? 0) ||
        compareCodePoints(a.rule_id ?? '', b.rule_id ?? ''),
    );
});
