import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runToReport } from '@securescan/testkit/scanner-context';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baseline } from '../src/baseline/index.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'securescan-host-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>, mode = 0o644): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
  }
}

async function scan(): Promise<string[]> {
  const { findings } = await runToReport(baseline, { target: { kind: 'directory', path: root, root, display: '.' } });
  return findings.map(
    ({ ruleId, path, lineStart }) =>
      `${(ruleId ?? '').replace('BASELINE-', '')} ${(path ?? '').slice(root.length)}${lineStart ? `:${lineStart}` : ''}`,
  );
}

const SAFE_SSH = 'PermitRootLogin no\nPasswordAuthentication no\n';

describe('baseline on a root file system in a directory', () => {
  it.each([
    [
      'sshd settings from an included file',
      {
        'etc/ssh/sshd_config': 'Include sshd_config.d/*.conf\nPasswordAuthentication no\n',
        'etc/ssh/sshd_config.d/a.conf': 'permitrootlogin = "yes"\n',
      },
      ['SSH-001 /etc/ssh/sshd_config'],
    ],
    ['an include that includes itself', { 'etc/ssh/sshd_config': `Include /etc/ssh/sshd_config\n${SAFE_SSH}` }, []],
    [
      'empty passwords over SSH',
      { 'etc/ssh/sshd_config': `${SAFE_SSH}PermitEmptyPasswords yes\n` },
      ['SSH-005 /etc/ssh/sshd_config'],
    ],
    [
      'root login for some in a Match block',
      { 'etc/ssh/sshd_config': `${SAFE_SSH}Match User ops\n  PermitRootLogin yes\n` },
      ['SSH-001 /etc/ssh/sshd_config'],
    ],
    [
      'an account without a password field',
      { 'etc/passwd': 'root:x:0:0::/:/bin/sh\nguest::1000:1000::/:/bin/sh\n' },
      ['USER-003 /etc/passwd:2'],
    ],
    [
      'sudo rules in sudoers.d',
      {
        'etc/sudoers': 'root ALL=(ALL) ALL\n',
        'etc/sudoers.d/ops': 'ops ALL=(ALL) NOPASSWD:ALL\n',
        'etc/sudoers.d/off.bak': 'x ALL=(ALL) NOPASSWD:ALL\n',
      },
      ['SUDO-001 /etc/sudoers.d/ops:1'],
    ],
    [
      'kernel settings, the last one counting',
      {
        'etc/sysctl.conf': 'kernel.randomize_va_space = 0\n',
        'etc/sysctl.d/10.conf': 'net.ipv4.ip_forward=1\nkernel.randomize_va_space=2\n',
      },
      ['KERN-001 /etc/sysctl.d/10.conf:1', 'KERN-003 /etc/sysctl.conf:1'],
    ],
    [
      'NFS exports that trust root',
      { 'etc/exports': '# none\n/srv *(rw,no_root_squash)\n' },
      ['NFS-001 /etc/exports:2'],
    ],
    [
      'Docker on the network',
      { 'etc/docker/daemon.json': '{"hosts":["unix:///x","tcp://0.0.0.0:2375"]}' },
      ['DOCKER-001 /etc/docker/daemon.json'],
    ],
    [
      'Docker on loopback, or with certificates',
      { 'etc/docker/daemon.json': '{"hosts":["tcp://127.0.0.1:2375"]}' },
      [],
    ],
    ['a broken daemon.json', { 'etc/docker/daemon.json': '{"hosts":' }, []],
    [
      'unsigned package sources',
      {
        'etc/passwd': 'root:x:0:0::/:/bin/sh\n',
        'etc/apt/sources.list': 'deb [trusted=yes] http://x.test/ stable main\n',
        'etc/yum.repos.d/a.repo': '[a]\ngpgcheck=0\n',
      },
      ['REPO-001 /etc/apt/sources.list:1', 'REPO-001 /etc/yum.repos.d/a.repo:2'],
    ],
    [
      'PAM that lets everybody in',
      {
        'etc/passwd': 'root:x:0:0::/:/bin/sh\n',
        'etc/pam.d/sshd': 'auth sufficient pam_permit.so\n',
        'etc/pam.d/su': 'auth sufficient pam_rootok.so\n',
      },
      ['PAM-001 /etc/pam.d/sshd:1'],
    ],
    [
      'CRLF, a byte order mark and NUL bytes',
      {
        'etc/ssh/sshd_config': '\uFEFFPermitRootLogin yes\r\nPasswordAuthentication no\r\n',
        'etc/sudoers': 'ops ALL=(ALL) NOPASSWD: ALL\0\n',
      },
      ['SSH-001 /etc/ssh/sshd_config'],
    ],
  ] as const)('reads %s', async (_name, files, expected) => {
    write(files);
    expect((await scan()).filter((found) => !found.startsWith('PERM'))).toEqual(expected);
  });

  it('finds a cron job of root that runs what anybody may change', async () => {
    write({
      'etc/crontab': '@daily root /opt/a.sh\n1 1 * * * bob /opt/a.sh\n',
      'etc/cron.d/x': '* * * * * root /opt/a.sh\n',
    });
    write({ 'opt/a.sh': 'x' }, 0o777);
    expect(await scan()).toEqual(['CRON-001 /etc/crontab:1', 'CRON-001 /etc/cron.d/x:1']);
  });

  it('never follows a link out of the target', async () => {
    mkdirSync(join(root, 'etc'));
    symlinkSync('/etc/passwd', join(root, 'etc', 'passwd'));
    expect(await scan()).toEqual(['SCOPE-001 ']);
    rmSync(join(root, 'etc'), { recursive: true });
    symlinkSync('/etc', join(root, 'etc'));
    expect(await scan()).toEqual(['SCOPE-001 ']);
  });

  it('reads ten thousand accounts and a line of a megabyte in a moment', async () => {
    write({
      'etc/passwd': `${'u:x:1:1::/:/bin/sh\n'.repeat(10_000)}${'a'.repeat(1_000_000)}:x:0:0\n`,
      'etc/sudoers': `${'a ALL=(ALL) NOPASSWD: '.repeat(20_000)}\n`,
    });
    const before = performance.now();
    expect(await scan()).toEqual(['USER-001 /etc/passwd:10001']);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('baseline on this machine', () => {
  it('answers, with every finding marked as the host’s and no value of a variable shown', async () => {
    const secret = ['plain', 'text', 'value', '93817'].join('-');
    const { findings } = await runToReport(baseline, {
      target: { kind: 'directory', path: '/', root: '/', display: '/' },
      environment: { ...process.env, BASELINE_TEST_TOKEN: secret },
    });
    expect(findings.map(({ title }) => title)).toContain('Potential secret in environment: BASELINE_TEST_TOKEN');
    expect(JSON.stringify(findings)).not.toContain(secret);
    expect(new Set(findings.map(({ metadata }) => metadata?.['baseline_scope']))).toEqual(new Set(['host']));
  });
});
