import { relative } from 'node:path';
import { compareCodePoints, type RawFinding } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runToReport } from '@securescan/testkit/scanner-context';
import { gitHygiene } from '../src/git-hygiene/index.ts';
import { makeTree } from './make-tree.ts';

interface Expected {
  readonly rule_id: string | null;
  readonly severity: string;
  readonly title: string;
  readonly file_path: string;
}

function present(finding: RawFinding, root: string): Expected {
  const path = finding.path ?? '';
  const inside = path.startsWith('/') ? relative(root, path) : path;
  return {
    rule_id: finding.ruleId,
    severity: finding.severity,
    title: finding.title,
    file_path: inside === '' ? 'proj' : `proj/${inside}`,
  };
}

testVectors<{ files: Record<string, string> }, Expected[]>('scanner_git_hygiene', async ({ files }) => {
  using tree = makeTree(files);
  // Without gitleaks, so that the answer is that of the built-in rules.
  const report = await runToReport(gitHygiene, { target: tree.path, environment: { PATH: '/usr/bin:/bin' } });
  return report.findings
    .map((finding) => present(finding, tree.path))
    .toSorted(
      (a, b) => compareCodePoints(a.file_path, b.file_path) || compareCodePoints(a.rule_id ?? '', b.rule_id ?? ''),
    );
});
