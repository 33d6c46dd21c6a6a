import type { HostObservation } from '../finding.ts';
import type { HostFiles } from '../host-files.ts';
import { readLines } from '../lines.ts';

const SSHD_CONFIG = '/etc/ssh/sshd_config';
const MAX_INCLUDES = 50;

/** Effective settings of an SSH server by lower-case keyword; the first value of a keyword counts, as sshd has it. */
export interface SshSettings {
  /** Settings for everybody. */
  readonly global: ReadonlyMap<string, string>;
  /** Settings inside `Match` blocks. */
  readonly matched: readonly (readonly [keyword: string, value: string])[];
}

/** Reads the keywords of `sshd -T`, which prints what is in force, defaults included. */
export function parseEffectiveSettings(output: string): SshSettings {
  return {
    global: new Map(
      readLines(output)
        .map(({ text }) => splitSetting(text))
        .toReversed(),
    ),
    matched: [],
  };
}

/** Reads sshd_config with what it includes; null when there is none. */
export async function readSshSettings(files: HostFiles): Promise<SshSettings | null> {
  const text = await files.read(SSHD_CONFIG);
  if (text === null) return null;
  const global = new Map<string, string>();
  const matched: [string, string][] = [];
  let included = 0;

  async function take(config: string, depth: number): Promise<void> {
    let isMatched = false;
    for (const { text: line } of readLines(config)) {
      const [keyword, value] = splitSetting(line);
      if (keyword === 'match') isMatched = value.toLowerCase() !== 'all';
      else if (keyword === 'include' && depth < 8) {
        for (const path of await expandIncludes(files, value)) {
          included += 1;
          const content = included > MAX_INCLUDES ? null : await files.read(path);
          if (content !== null) await take(content, depth + 1);
        }
      } else if (isMatched) matched.push([keyword, value]);
      else if (!global.has(keyword)) global.set(keyword, value);
    }
  }

  await take(text, 0);
  return { global, matched };
}

/** `Keyword value` or `Keyword=value`, quotes removed. */
function splitSetting(line: string): [string, string] {
  const match = /^(\S+?)(?:\s*=\s*|\s+)(.*)$/.exec(line);
  if (!match) return [line.toLowerCase(), ''];
  const [, keyword = '', value = ''] = match;
  return [keyword.toLowerCase(), value.trim().replaceAll(/^"(.*)"$/g, '$1')];
}

async function expandIncludes(files: HostFiles, value: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const pattern of value.split(/\s+/)) {
    const path = pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`;
    const directory = path.slice(0, path.lastIndexOf('/'));
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!/[*?]/.test(name)) paths.push(path);
    else {
      const fits = toNamePattern(name);
      paths.push(
        ...(await files.list(directory)).filter((entry) => fits.test(entry)).map((entry) => `${directory}/${entry}`),
      );
    }
  }
  return paths;
}

function toNamePattern(glob: string): RegExp {
  const body = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${body}$`);
}

/** Judges an SSH server's settings. */
export function judgeSsh({ global, matched }: SshSettings, path: string): readonly HostObservation[] {
  const observations: HostObservation[] = [];
  const rootLogin = global.get('permitrootlogin')?.toLowerCase();
  if (
    rootLogin === 'yes' ||
    matched.some(([keyword, value]) => keyword === 'permitrootlogin' && value.toLowerCase() === 'yes')
  ) {
    observations.push({ rule: 'SSH-001', path });
  }
  const passwords = global.get('passwordauthentication')?.toLowerCase();
  const allowed =
    (passwords !== undefined && passwords !== 'no') ||
    matched.some(([keyword, value]) => keyword === 'passwordauthentication' && value.toLowerCase() !== 'no');
  if (allowed) {
    observations.push({ rule: 'SSH-002', path });
  } else if (passwords === undefined) {
    observations.push({ rule: 'SSH-004', path });
  }
  const protocol = global.get('protocol');
  if (protocol !== undefined && protocol !== '2') {
    observations.push({ rule: 'SSH-003', path });
  }
  if (global.get('permitemptypasswords')?.toLowerCase() === 'yes') {
    observations.push({ rule: 'SSH-005', path });
  }
  return observations;
}

export const SSHD_CONFIG_PATH = SSHD_CONFIG;
