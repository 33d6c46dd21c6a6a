import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { HostProbe, ProbeStat } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { testVectors } from '@securescan/testkit';
import { runToReport } from '@securescan/testkit/scanner-context';
import { checkEnvironment } from '../src/baseline/commands/environment.ts';
import { checkFirewall } from '../src/baseline/commands/firewall.ts';
import { checkPorts } from '../src/baseline/commands/ports.ts';
import { checkUpdates } from '../src/baseline/commands/updates.ts';
import { checkWorldWritable } from '../src/baseline/commands/world-writable.ts';
import { checkCron } from '../src/baseline/files/cron.ts';
import { checkKernel } from '../src/baseline/files/kernel.ts';
import { checkLoginDefs } from '../src/baseline/files/login-defs.ts';
import { checkSudoers } from '../src/baseline/files/sudoers.ts';
import { type HostObservation, toFinding } from '../src/baseline/finding.ts';
import { openHostFiles } from '../src/baseline/host-files.ts';
import { baseline, selectMode } from '../src/baseline/index.ts';

type Input =
  | {
      readonly mode: 'target';
      readonly target_path: string;
      readonly files: Record<string, string>;
      readonly modes: Record<string, string>;
    }
  | {
      readonly mode: 'host-part';
      readonly part?: 'firewall' | 'ports' | 'packages' | 'world-writable';
      readonly files?: Record<string, string | null>;
      readonly file_modes?: Record<string, string>;
      readonly env?: Record<string, string>;
      readonly commands?: Record<string, { readonly stdout: string; readonly exit_code: number }>;
    }
  | { readonly mode: 'select'; readonly target_path: string | null; readonly baseline_host_probes: boolean | null };

/** Fields of the recorded findings; a description is compared by the part that was recorded of it. */
function present(
  findings: readonly RawFinding[],
  cwd: string,
  expected: readonly Record<string, unknown>[] | string,
): unknown {
  return findings.map((finding, index) => {
    const wanted = typeof expected === 'string' ? undefined : expected[index]?.['description_contains'];
    return {
      rule_id: finding.ruleId,
      severity: finding.severity,
      title: finding.title,
      ...(finding.path == null ? {} : { file_path: cwd === '' ? finding.path : relative(cwd, finding.path) }),
      ...(finding.lineStart == null ? {} : { line_start: finding.lineStart }),
      ...(cwd === '' ? {} : { metadata: finding.metadata }),
      ...(typeof wanted === 'string' && finding.description.includes(wanted) ? { description_contains: wanted } : {}),
    };
  });
}

async function runTarget(
  input: Extract<Input, { mode: 'target' }>,
): Promise<{ findings: readonly RawFinding[]; cwd: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'securescan-baseline-'));
  try {
    for (const [name, content] of Object.entries(input.files)) {
      const path = join(cwd, input.target_path, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, Number.parseInt(input.modes[name] ?? (name.endsWith('shadow') ? '640' : '644'), 8));
    }
    const path = join(cwd, input.target_path);
    const { findings } = await runToReport(baseline, {
      target: { kind: 'directory', path, root: path, display: input.target_path },
    });
    return { findings, cwd };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

function makeProbe({
  files = {},
  file_modes: modes = {},
  commands = {},
  env = {},
}: Extract<Input, { mode: 'host-part' }>): HostProbe {
  const stat = (path: string): ProbeStat | null => {
    const mode = modes[path];
    if (mode === undefined && !(path in files)) return null;
    return {
      mode: Number.parseInt(mode ?? '644', 8),
      uid: 0,
      gid: 0,
      isFile: true,
      isDirectory: false,
      isSymbolicLink: false,
    };
  };
  return {
    platform: 'linux',
    environment: env,
    homeDirectory: '/root',
    readText: (path) => Promise.resolve(files[path] ?? null),
    stat: (path) => Promise.resolve(stat(path)),
    listDirectory: () => Promise.resolve([]),
    run: (command) => {
      const known = commands[command];
      return Promise.resolve(known?.exit_code === 0 ? known.stdout : null);
    },
  };
}

async function runHostPart(input: Extract<Input, { mode: 'host-part' }>): Promise<readonly HostObservation[]> {
  const host = makeProbe(input);
  const files = openHostFiles({ host });
  if (input.part === 'firewall') return checkFirewall(host);
  if (input.part === 'ports') return checkPorts(host);
  if (input.part === 'packages') return checkUpdates(host);
  if (input.part === 'world-writable') return checkWorldWritable(host);
  return [
    ...(await checkLoginDefs(files)),
    ...(await checkKernel(files)),
    ...checkEnvironment(host.environment),
    ...(await checkSudoers(files)),
    ...(await checkCron(files)),
  ];
}

testVectors<Input, unknown>('host_baseline', async (input, _vectors, { expected }) => {
  if (input.mode === 'select')
    return selectMode({ display: input.target_path ?? '' }, input.baseline_host_probes ?? false);
  const wanted = expected as readonly Record<string, unknown>[];
  if (input.mode === 'host-part') {
    return present(
      (await runHostPart(input)).map((observation) => toFinding(observation, 'host')),
      '',
      wanted,
    );
  }
  const { findings, cwd } = await runTarget(input);
  return present(findings, cwd, wanted);
});
