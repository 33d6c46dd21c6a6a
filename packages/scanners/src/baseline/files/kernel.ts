import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';
import { hostRules } from '../rules.ts';

interface KernelSetting {
  readonly rule: 'KERN-001' | 'KERN-002' | 'KERN-003';
  readonly key: string;
  readonly safe: string;
}

const SETTINGS: readonly KernelSetting[] = [
  { rule: 'KERN-001', key: 'net.ipv4.ip_forward', safe: '0' },
  { rule: 'KERN-002', key: 'net.ipv4.conf.all.accept_redirects', safe: '0' },
  { rule: 'KERN-003', key: 'kernel.randomize_va_space', safe: '2' },
];

function toObservation(setting: KernelSetting, value: string, path: string, line?: number): HostObservation {
  const { rule, key } = setting;
  return {
    rule,
    description: `${key} is ${value}. ${hostRules[rule].description}`,
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
