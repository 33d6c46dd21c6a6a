import { join } from 'node:path';
import type { RawFinding, Target } from '@securescan/model';
import { SecureScanError } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runScanner } from '@securescan/testkit/scanner-context';
import { findDefaultRules, scannerList } from '../src/index.ts';
import { makeStandIn, makeTestDirectory } from './stand-in.ts';

interface Input {
  readonly scanner: string;
  readonly tool: string;
  readonly target: string;
  readonly files: readonly string[];
  readonly stdout: unknown;
  readonly exit_code: number;
  readonly options?: { readonly semgrep_rules?: readonly string[] };
}

/** Names of error classes in the recorded program, for our codes. */
const RAISES: Readonly<Record<string, string>> = { E_CONFIG_NOT_FOUND: 'FileNotFoundError' };

testVectors<Input, unknown>('scanner_wrapped', async (input) => {
  using world = makeTestDirectory();
  using tools = makeTestDirectory();
  const cwd = world.path;
  world.write(Object.fromEntries(input.files.map((file) => [`proj/${file}`, 'x\n'])));
  const stdout = typeof input.stdout === 'string' ? input.stdout : JSON.stringify(input.stdout);
  const standIn = makeStandIn(tools.path, { stdout, exitCode: input.exit_code });
  const scanner = scannerList.find(({ id }) => id === input.scanner);
  if (scanner === undefined) throw new Error(`no scanner ${input.scanner}`);
  const path = join(cwd, input.target);
  const kind = input.target === 'proj' ? 'directory' : 'file';
  const target: Target = { kind, path, root: cwd, display: input.target };
  const neutral = (text: string): string =>
    text
      .replaceAll(findDefaultRules(), '<RULES>/')
      .replaceAll(cwd, '<CWD>')
      .replaceAll(new RegExp(`[^ =]*${scanner.id}-[A-Za-z0-9]{6}`, 'g'), '<TMP>');
  const started = () => {
    const [first] = standIn.invocations();
    const argv = first === undefined ? null : [input.tool, ...first.args.map(neutral)];
    return first !== undefined && input.tool === 'npm' ? { argv, cwd: neutral(first.cwd) } : { argv };
  };
  try {
    const outcome = await runScanner(scanner, {
      target,
      options: { semgrepRules: (input.options?.semgrep_rules ?? []).map((rule) => join(cwd, rule)) },
      environment: { PATH: '/usr/bin:/bin', HOME: tools.path },
      toolPaths: { [input.tool]: standIn.path },
      machine: { toolsDirectory: join(tools.path, 'none') },
    });
    if ('skipped' in outcome) return { findings: [], ...started() };
    const notes = outcome.notes ?? [];
    return {
      findings: outcome.findings.map(toRow),
      ...started(),
      ...(notes.length === 0 ? {} : { notes }),
    };
  } catch (error) {
    if (!(error instanceof SecureScanError)) throw error;
    return { raises: RAISES[error.code] ?? error.code, ...started() };
  }
});

/** A finding with the recorded names, without what is empty. */
function toRow(finding: RawFinding) {
  const row = {
    rule_id: finding.ruleId,
    severity: finding.severity,
    title: finding.title,
    file_path: finding.path,
    line_start: finding.lineStart,
    line_end: finding.lineEnd,
    cwe: finding.cwe,
    description: finding.description,
    remediation: finding.remediation,
    metadata: Object.keys(finding.metadata ?? {}).length === 0 ? null : finding.metadata,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}
