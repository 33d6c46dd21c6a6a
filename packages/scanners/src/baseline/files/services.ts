import { z } from 'zod';
import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';

const DaemonConfig = z.object({ hosts: z.array(z.string()).optional(), tlsverify: z.boolean().optional() });

/** Services that give the machine away: Docker over the network, NFS for root. */
export async function checkServices(files: HostFiles): Promise<readonly HostObservation[]> {
  return [
    ...(await checkDocker(files)),
    ...(await checkExports(files)),
    ...(await checkPackageSources(files)),
    ...(await checkPam(files)),
  ];
}

async function checkDocker(files: HostFiles): Promise<readonly HostObservation[]> {
  const path = '/etc/docker/daemon.json';
  const text = await files.read(path);
  if (text === null) return [];
  const config = DaemonConfig.safeParse(parseJson(text));
  if (!config.success || config.data.tlsverify === true) return [];
  const open = config.data.hosts?.find(
    (host) => host.startsWith('tcp://') && !/^tcp:\/\/(?:127\.|localhost|\[::1\])/.test(host),
  );
  if (open === undefined) return [];
  return [
    {
      rule: 'DOCKER-001',
      description: `Whoever reaches ${open} has all the rights of root on this machine.`,
      path: files.locate(path),
    },
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A file that Docker itself would refuse opens nothing.
    return null;
  }
}

async function checkExports(files: HostFiles): Promise<readonly HostObservation[]> {
  const path = '/etc/exports';
  return readLines((await files.read(path)) ?? '').flatMap(({ number, text }): HostObservation[] => {
    if (!/\bno_root_squash\b/.test(text)) return [];
    return [
      {
        rule: 'NFS-001',
        path: files.locate(path),
        line: number,
      },
    ];
  });
}

async function checkPackageSources(files: HostFiles): Promise<readonly HostObservation[]> {
  const apt = [
    '/etc/apt/sources.list',
    ...(await files.list('/etc/apt/sources.list.d')).map((name) => `/etc/apt/sources.list.d/${name}`),
  ];
  const yum = (await files.list('/etc/yum.repos.d')).map((name) => `/etc/yum.repos.d/${name}`);
  const observations: HostObservation[] = [];
  for (const path of [...apt, ...yum]) {
    for (const { number, text } of readLines((await files.read(path)) ?? '')) {
      if (!/^deb(?:-src)?\s+\[[^\]]*\btrusted=yes\b|^Trusted:\s*yes\b|^gpgcheck\s*=\s*0\b/i.test(text)) continue;
      observations.push({
        rule: 'REPO-001',
        path: files.locate(path),
        line: number,
      });
    }
  }
  return observations;
}

async function checkPam(files: HostFiles): Promise<readonly HostObservation[]> {
  const observations: HostObservation[] = [];
  for (const name of ['sshd', 'login', 'su', 'sudo']) {
    const path = `/etc/pam.d/${name}`;
    for (const { number, text } of readLines((await files.read(path)) ?? '')) {
      if (!/^auth\s+\S+\s+pam_(?:permit|rootok)\.so\b/.test(text)) continue;
      if (text.includes('pam_rootok') && name === 'su') continue;
      observations.push({
        rule: 'PAM-001',
        title: `Sign-in through ${name} asks for nothing`,
        description: `The line lets everybody through: ${text}`,
        path: files.locate(path),
        line: number,
      });
    }
  }
  return observations;
}
