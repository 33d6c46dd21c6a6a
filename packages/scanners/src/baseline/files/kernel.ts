import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';

interface KernelSetting {
  readonly rule: string;
  readonly key: string;
  readonly safe: string;
  readonly title: string;
  readonly description: string;
  readonly cwe: string;
}

const SETTINGS: readonly KernelSetting[] = [
  {
    rule: 'KERN-001',
    key: 'net.ipv4.ip_forward',
    safe: '0',
    title: 'IP forwarding enabled',
    description:
      'The machine passes packets on between networks. Routers and container hosts need that, others do not.',
    cwe: 'CWE-16',
  },
  {
    rule: 'KERN-002',
    key: 'net.ipv4.conf.all.accept_redirects',
    safe: '0',
    title: 'ICMP redirects accepted',
    description: 'A neighbour on the network can change where packets go.',
    cwe: 'CWE-300',
  },
  {
    rule: 'KERN-003',
    key: 'kernel.randomize_va_space',
    safe: '2',
    title: 'ASLR not fully enabled',
    description: 'Memory addresses are predictable, which makes attacks on memory errors easy.',
    cwe: 'CWE-16',
  },
];

function toObservation(setting: KernelSetting, value: string, path: string, line?: number): HostObservation {
  const { rule, key, safe, title, description, cwe } = setting;
  return {
    rule,
    severity: 'medium',
    title,
    description: `${key} is ${value}. ${description}`,
    remediation: `Set ${key} = ${safe} in /etc/sysctl.d.`,
    cwe,
    path,
    ...(line === undefined ? {} : { line }),
  };
}

/** Settings in force on this machine. */
export async function checkKernel(files: HostFiles): Promise<readonly HostObservation[]> {
  const observations: HostObservation[] = [];
  for (const setting of SETTINGS) {
    const path = `/proc/sys/${setting.key.replaceAll('.', '/')}`;
    const value = (await files.read(path))?.trim();
    if (value !== undefined && value !== setting.safe)
      observations.push(toObservation(setting, value, files.locate(path)));
  }
  return observations;
}

/** Settings that a root file system will put in force: the last one of the files counts. @see sysctl.d(5) */
export async function checkSysctlFiles(files: HostFiles): Promise<readonly HostObservation[]> {
  const paths = [
    ...(await files.list('/etc/sysctl.d'))
      .filter((name) => name.endsWith('.conf'))
      .map((name) => `/etc/sysctl.d/${name}`),
    '/etc/sysctl.conf',
  ];
  const values = new Map<string, { value: string; path: string; line: number }>();
  for (const path of paths) {
    for (const { number, text } of readLines((await files.read(path)) ?? '')) {
      const [, key, value] = /^-?\s*([\w./-]+)\s*=\s*(\S+)/.exec(text) ?? [];
      if (key !== undefined && value !== undefined)
        values.set(key.replaceAll('/', '.'), { value, path: files.locate(path), line: number });
    }
  }
  return SETTINGS.flatMap((setting) => {
    const found = values.get(setting.key);
    return found === undefined || found.value === setting.safe
      ? []
      : [toObservation(setting, found.value, found.path, found.line)];
  });
}
