import type { RunCommand } from '../dockerfile.ts';
import type { DockerfileRule, Hit } from './rule.ts';

const SHELL = /^(?:ba|da|k|z|a)?sh$/;
const DOWNLOADER = /^(?:curl|wget)$/;

/** The program that a command runs, behind `sudo` and its options. */
function programOf({ words }: RunCommand): { readonly name: string; readonly args: readonly string[] } {
  const start = words[0] === 'sudo' ? words.findIndex((word, index) => index > 0 && !word.startsWith('-')) : 0;
  const [name = '', ...args] = words.slice(Math.max(start, 0));
  return { name: name.slice(name.lastIndexOf('/') + 1), args };
}

function findPipedDownload(command: RunCommand): string | null {
  const { name, args } = programOf(command);
  if (!SHELL.test(name)) return null;
  if (command.isPiped) {
    for (let previous = command.previous; previous !== null; previous = previous.isPiped ? previous.previous : null) {
      const source = programOf(previous).name;
      if (DOWNLOADER.test(source)) return source;
    }
  }
  // sh -c "$(curl …)" and bash <(curl …)
  return (
    args.map((word) => /(?:\$\(|`|<\()\s*(curl|wget)\b/.exec(word)?.[1]).find((found) => found !== undefined) ?? null
  );
}

function toHits(commands: readonly RunCommand[]): readonly Hit[] {
  return commands.map(({ line }) => ({ line }));
}

function isInstall(command: RunCommand, programs: readonly string[]): boolean {
  const { name, args } = programOf(command);
  if (/^python[\d.]*$/.test(name) && args[0] === '-m')
    return programs.includes(args[1] ?? '') && args.includes('install');
  return programs.includes(name) && args.find((word) => !word.startsWith('-')) === 'install';
}

function keepsPipCache(command: RunCommand): boolean {
  if (!isInstall(command, ['pip', 'pip3'])) return false;
  const mounts = command.instruction.flags.get('mount') ?? [];
  return !programOf(command).args.includes('--no-cache-dir') && !mounts.some((mount) => mount.includes('type=cache'));
}

/** Whether a mode lets everybody write: `777`, `0666`, `a+rwx`, `o=w`, `+rwx`. A sticky directory (`1777`) is made to be shared. */
function isOpenMode(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return /[2367]$/.test(mode) && !/^1[0-7]{3}$/.test(mode);
  return mode.split(',').some((part) => /^(?:[ugoa]*[oa][ugoa]*[+=][rxXst]*w|\+rwx)/.test(part));
}

const SET_ID_MODES = /^(?:0?[46][0-7]{3}|[ug]*\+[rwx]*s[rwx]*)$/;

function setsMode(command: RunCommand, isBad: (mode: string) => boolean): boolean {
  const { name, args } = programOf(command);
  const mode = args.find((word) => !word.startsWith('-') || /^-[rwxst]+$/.test(word));
  return name === 'chmod' && mode !== undefined && isBad(mode);
}

function isInsecureTransfer(command: RunCommand): boolean {
  const { name, args } = programOf(command);
  if (name === 'curl') return args.some((word) => word === '--insecure' || /^-[a-zA-Z]*k[a-zA-Z]*$/.test(word));
  if (name === 'wget') return args.includes('--no-check-certificate');
  if (name === 'git')
    return (
      args.some((word) => /http\.sslVerify=false/i.test(word)) ||
      (args[0] === 'config' && args.includes('http.sslVerify') && args.includes('false'))
    );
  if (name === 'npm' || name === 'yarn') return args.includes('strict-ssl') && args.includes('false');
  if (/^pip[\d.]*$/.test(name))
    return args.some((word) => word === '--trusted-host' || word.startsWith('--trusted-host='));
  return name.startsWith('apt') && args.some((word) => word === '--allow-unauthenticated' || word === '--force-yes');
}

function isAptUpdate(command: RunCommand): boolean {
  const { name, args } = programOf(command);
  return (name === 'apt-get' || name === 'apt') && args.includes('update');
}

/** Whether something in the same instruction installs from the list that was just fetched. */
function usesAptList(commands: readonly RunCommand[], update: RunCommand): boolean {
  return commands.some(
    (other) =>
      other.instruction === update.instruction &&
      (isInstall(other, ['apt-get', 'apt']) || programOf(other).args.some((word) => /^(?:dist-)?upgrade$/.test(word))),
  );
}

export const commandRules: readonly DockerfileRule[] = [
  {
    id: 'DL003',
    severity: 'high',
    title: 'Piping curl to shell',
    cwe: 'CWE-494',
    description: 'Whatever the other side sends is run at once, unchecked.',
    remediation: 'Download to a file, compare its checksum, then run it.',
    references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
    example: {
      bad: 'RUN curl -fsSL https://get.test/install.sh | sh',
      good: 'RUN curl -fsSLo install.sh https://get.test/install.sh \\\n    && echo "<sha256>  install.sh" | sha256sum -c \\\n    && sh install.sh',
    },
    find: ({ commands }) =>
      commands.flatMap((command) => {
        const source = findPipedDownload(command);
        if (source === null) return [];
        const line = command.isPiped ? (command.previous?.line ?? command.line) : command.line;
        return { line, ...(source === 'curl' ? {} : { title: `Piping ${source} to shell` }) };
      }),
  },
  {
    id: 'DL004',
    severity: 'low',
    title: 'apt-get install without --no-install-recommends',
    cwe: null,
    description: 'Packages that nobody asked for come along; each is more to attack and to update.',
    remediation: 'Add --no-install-recommends.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    example: {
      bad: 'RUN apt-get update && apt-get install -y curl',
      good: 'RUN apt-get update && apt-get install -y --no-install-recommends curl',
    },
    find: ({ commands }) =>
      toHits(
        commands.filter(
          (command) =>
            isInstall(command, ['apt-get', 'apt']) &&
            !programOf(command).args.some(
              (word) => word === '--no-install-recommends' || /Install-Recommends=(?:0|false)/i.test(word),
            ),
        ),
      ),
  },
  {
    id: 'DL008',
    severity: 'medium',
    title: 'Setting world-writable permissions (777)',
    cwe: 'CWE-732',
    description: 'Every process in the container may change these files.',
    remediation: 'Give rights to the account that needs them.',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
    example: { bad: 'RUN chmod -R 777 /app', good: 'RUN chown -R app:app /app && chmod -R u=rwX,g=rX,o= /app' },
    find: ({ commands, instructions }) => [
      ...toHits(commands.filter((command) => setsMode(command, isOpenMode))),
      ...instructions
        .filter(({ flags }) => flags.get('chmod')?.some(isOpenMode) === true)
        .map(({ lineStart }) => ({ line: lineStart })),
    ],
  },
  {
    id: 'DL009',
    severity: 'low',
    title: 'pip install without --no-cache-dir',
    cwe: null,
    description: 'The downloads stay in the image.',
    remediation: 'Add --no-cache-dir, or mount a cache.',
    references: ['https://pip.pypa.io/en/stable/topics/caching/'],
    example: { bad: 'RUN pip install -r requirements.txt', good: 'RUN pip install --no-cache-dir -r requirements.txt' },
    find: ({ commands, instructions }) =>
      instructions.some(({ keyword, text }) => keyword === 'ENV' && /\bPIP_NO_CACHE_DIR\b/.test(text))
        ? []
        : toHits(commands.filter(keepsPipCache)),
  },
  {
    id: 'DL014',
    severity: 'low',
    title: 'sudo in a build step',
    cwe: 'CWE-250',
    description: 'sudo in the image lets its processes become root later.',
    remediation: 'Switch with USER root and back, and leave sudo out of the image.',
    references: ['https://docs.docker.com/build/building/best-practices/#user'],
    example: { bad: 'RUN sudo apt-get update', good: 'USER root\nRUN apt-get update\nUSER app' },
    find: ({ commands }) => toHits(commands.filter(({ words }) => words[0] === 'sudo')),
  },
  {
    id: 'DL015',
    severity: 'high',
    title: 'Download without checking who answers',
    cwe: 'CWE-295',
    description:
      'The certificate or signature of the other side is not checked, so anybody in between can send something else.',
    remediation: 'Install the certificate that is missing, and leave the check on.',
    references: ['https://curl.se/docs/sslcerts.html'],
    example: {
      bad: 'RUN curl -k https://files.test/tool -o tool',
      good: 'RUN curl -fsSL https://files.test/tool -o tool',
    },
    find: ({ commands }) => toHits(commands.filter(isInsecureTransfer)),
  },
  {
    id: 'DL016',
    severity: 'low',
    title: 'apt-get update in an instruction of its own',
    cwe: 'CWE-1104',
    description: 'The layer is cached: later installs use an old list and get old packages.',
    remediation: 'Join update and install in one RUN.',
    references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
    example: {
      bad: 'RUN apt-get update\nRUN apt-get install -y curl',
      good: 'RUN apt-get update && apt-get install -y curl',
    },
    find: ({ commands }) =>
      toHits(commands.filter((command) => isAptUpdate(command) && !usesAptList(commands, command))),
  },
  {
    id: 'DL021',
    severity: 'medium',
    title: 'SSH host keys are not checked',
    cwe: 'CWE-322',
    description: 'Any machine can pose as the one that is asked for.',
    remediation: 'Put the host’s key into known_hosts, from a source that you trust.',
    references: ['https://man.openbsd.org/ssh_config#StrictHostKeyChecking'],
    example: {
      bad: 'RUN ssh -o StrictHostKeyChecking=no git@git.test',
      good: 'COPY known_hosts /root/.ssh/known_hosts',
    },
    find: ({ commands }) =>
      toHits(
        commands.filter(({ words }) =>
          words.some((word) => /StrictHostKeyChecking[= ]+(?:no|accept-new|off)/i.test(word)),
        ),
      ),
  },
  {
    id: 'DL022',
    severity: 'medium',
    title: 'Program gets the set-user-id bit',
    cwe: 'CWE-250',
    description: 'Whoever runs the program gets the rights of its owner.',
    remediation: 'Leave the bit out.',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
    example: { bad: 'RUN chmod u+s /usr/local/bin/tool', good: 'RUN chmod 755 /usr/local/bin/tool' },
    find: ({ commands }) => toHits(commands.filter((command) => setsMode(command, (mode) => SET_ID_MODES.test(mode)))),
  },
  {
    id: 'DL025',
    severity: 'high',
    title: 'Password of an account in a build step',
    cwe: 'CWE-798',
    description: 'The password can be read in the history of the image by everybody who has it.',
    remediation: 'Build the account without a password; hand secrets over with RUN --mount=type=secret.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    example: { bad: 'RUN echo "app:…" | chpasswd', good: 'RUN useradd --system --no-create-home app' },
    find: ({ commands }) =>
      commands.flatMap((command) => {
        const { name, args } = programOf(command);
        const before = command.previous;
        const isSet =
          name === 'chpasswd' &&
          command.isPiped &&
          before !== null &&
          before.words.slice(1).some((word) => /^[\w-]+:[^$]/.test(word));
        const isGiven =
          /^(?:useradd|usermod)$/.test(name) &&
          args.some((word, index) => (word === '-p' || word === '--password') && /^[^$*!]/.test(args[index + 1] ?? ''));
        return isSet || isGiven ? [{ line: isSet ? before.line : command.line }] : [];
      }),
  },
  {
    id: 'DL026',
    severity: 'medium',
    title: 'Download without TLS',
    cwe: 'CWE-319',
    description: 'What comes over plain HTTP can be replaced on the way.',
    remediation: 'Use https://, and check a SHA-256 where the server has none.',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html'],
    example: { bad: 'RUN wget http://files.test/tool.tgz', good: 'RUN wget https://files.test/tool.tgz' },
    find: ({ commands }) =>
      toHits(
        commands.filter((command) => {
          const { name, args } = programOf(command);
          return DOWNLOADER.test(name) && args.some((word) => /^http:\/\/(?!localhost|127\.|\[::1\])/i.test(word));
        }),
      ),
  },
];
