import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';

/** Fields of the colon-separated lines of a file, comments left out. */
function readEntries(text: string): readonly { readonly number: number; readonly fields: readonly string[] }[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ number: index + 1, fields: line.split(':') }))
    .filter(({ fields }) => fields.length > 1 && fields[0]?.startsWith('#') !== true);
}

/** Accounts with the rights of root, or without any password. */
export async function checkPasswd(files: HostFiles): Promise<readonly HostObservation[]> {
  const text = await files.read('/etc/passwd');
  if (text === null) return [];
  const path = files.locate('/etc/passwd');
  return readEntries(text).flatMap(({ number, fields }): HostObservation[] => {
    const [name = '', password, uid = ''] = fields;
    if (fields.length < 4) return [];
    const found: HostObservation[] = [];
    if (/^[+-]?0+$/.test(uid.trim()) && name !== 'root') {
      found.push({
        rule: 'USER-001',
        title: `Non-root user '${name}' has UID 0`,
        description: `The account ${name} has all the rights of root under another name.`,
        path,
        line: number,
      });
    }
    if (password === '' && !name.startsWith('+') && !name.startsWith('-')) {
      found.push({
        rule: 'USER-003',
        title: `User '${name}' needs no password`,
        path,
        line: number,
      });
    }
    return found;
  });
}

const NEVER_SIGN_IN = new Set(['nobody', 'nfsnobody']);

/** Password fields that are empty, or were never set. @see shadow(5) */
export async function checkShadow(files: HostFiles): Promise<readonly HostObservation[]> {
  const text = await files.read('/etc/shadow');
  if (text === null) return [];
  const path = files.locate('/etc/shadow');
  return readEntries(text).flatMap(({ number, fields }): HostObservation[] => {
    const [name = '', password] = fields;
    if (password === '') {
      return [
        {
          rule: 'USER-002',
          title: `User '${name}' has an empty password`,
          description: 'Anybody can sign in as this user without a password.',
          remediation: `Set a password, or lock the account with: passwd -l ${name}`,
          path,
          line: number,
        },
      ];
    }
    if (password !== '!!' || NEVER_SIGN_IN.has(name)) return [];
    return [
      {
        rule: 'USER-002',
        severity: 'info',
        title: `User '${name}' has no password set`,
        description: 'The account is locked: a password was never set.',
        remediation: 'Remove the account if nobody needs it.',
        path,
        line: number,
      },
    ];
  });
}
