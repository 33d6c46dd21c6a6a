import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';

interface Table {
  readonly path: string;
  /** Whether the sixth field is the account. */
  readonly hasUser: boolean;
}

/** Jobs of root that run a file which anybody may change. */
export async function checkCron(files: HostFiles): Promise<readonly HostObservation[]> {
  const named = (directory: string, hasUser: boolean) => async (): Promise<readonly Table[]> =>
    (await files.list(directory)).map((name) => ({ path: `${directory}/${name}`, hasUser }));
  const tables: readonly Table[] = [
    { path: '/etc/crontab', hasUser: true },
    ...(await named('/etc/cron.d', true)()),
    ...(await named('/var/spool/cron/crontabs', true)()),
    // root's own table has no account field.
    { path: '/var/spool/cron/crontabs/root', hasUser: false },
  ];
  const observations: HostObservation[] = [];
  for (const { path, hasUser } of tables) {
    const lines = ((await files.read(path)) ?? '').split(/\r\n|\r|\n/);
    for (const [index, line] of lines.entries()) {
      const script = findRootScript(line, hasUser);
      if (script === null || !(await isWorldWritable(files, script))) continue;
      observations.push({
        rule: 'CRON-001',
        description: `Anybody on the machine may change ${script}, which root then runs.`,
        remediation: `Run: chmod o-w ${script}`,
        path: files.locate(path),
        line: index + 1,
      });
    }
  }
  return observations;
}

function findRootScript(line: string, hasUser: boolean): string | null {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return null;
  const fields = text.split(/\s+/);
  // `@daily` and its like stand for five fields.
  const times = text.startsWith('@') ? 1 : 5;
  const user = hasUser ? fields[times] : 'root';
  const script = fields[hasUser ? times + 1 : times];
  return user === 'root' && script?.startsWith('/') === true ? script : null;
}

async function isWorldWritable(files: HostFiles, path: string): Promise<boolean> {
  const stat = await files.stat(path);
  return stat !== null && !stat.isSymbolicLink && (stat.mode & 0o002) !== 0;
}
