import type { Assignment } from '../parser/variables.ts';
import { parseAssignments } from '../parser/variables.ts';
import type { DockerfileRule, Hit } from './rule.ts';

const SENSITIVE_PORTS = new Set([22, 23, 25, 3389]);
const SECRET_WORDS = new Set([
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'SECRET',
  'SECRETS',
  'KEY',
  'TOKEN',
  'CREDENTIAL',
  'CREDENTIALS',
  'APIKEY',
]);
/** Words that say that the value is not the secret itself. */
const HARMLESS_WORDS = new Set([
  'FILE',
  'FINGERPRINT',
  // A signing key's id, as the official language images have it.
  'GPG',
  'PATH',
  'DIR',
  'URL',
  'NAME',
  'ID',
  'PUBLIC',
  'PUB',
  'ALGORITHM',
  'TYPE',
  'SIZE',
  'LENGTH',
  'TTL',
  'EXPIRY',
  'EXPIRES',
]);

/** Whether a variable's name, word by word, speaks of a secret: API_KEY and dbPassword do, MONKEY and KEYBOARD do not. */
function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z]+/);
  return words.some((word) => SECRET_WORDS.has(word)) && !words.some((word) => HARMLESS_WORDS.has(word));
}

/** Whether a value stands there, not only a reference to another variable. */
function hasValue({ value }: Assignment): boolean {
  return value !== null && value !== '' && !/^\$(?:\w+|\{\w+\})$/.test(value);
}

/** Ports of one word of EXPOSE: `22`, `22/tcp`, `20-25/udp`. */
function* readPorts(word: string): Generator<number> {
  const [, first, last] = /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(word) ?? [];
  if (first === undefined) return;
  for (const port of SENSITIVE_PORTS) if (port >= Number(first) && port <= Number(last ?? first)) yield port;
}

function findSecrets(
  instructions: Parameters<DockerfileRule['find']>[0]['instructions'],
  keyword: string,
  judge: (assignment: Assignment) => Hit | null,
): readonly Hit[] {
  return instructions
    .filter((instruction) => instruction.keyword === keyword)
    .flatMap(parseAssignments)
    .filter(({ key }) => isSecretName(key))
    .flatMap((assignment) => judge(assignment) ?? []);
}

export const settingRules: readonly DockerfileRule[] = [
  {
    id: 'DL005',
    severity: 'high',
    title: 'Exposing sensitive port',
    cwe: 'CWE-284',
    description: 'Remote sign-in and mail do not belong into an application’s container.',
    remediation: 'Remove the port; use docker exec to look inside.',
    references: ['https://docs.docker.com/reference/dockerfile/#expose'],
    example: { bad: 'EXPOSE 22', good: 'EXPOSE 8080' },
    find: ({ instructions }) =>
      instructions
        .filter(({ keyword }) => keyword === 'EXPOSE')
        .flatMap((instruction): Hit[] => {
          const ports = instruction.text.split(/\s+/).flatMap((word) => [...readPorts(word)]);
          return ports.length === 0
            ? []
            : [{ line: instruction.lineStart, detail: `The port is ${ports.join(', ')}.` }];
        }),
  },
  {
    id: 'DL007',
    severity: 'critical',
    title: 'Secret stored in ENV directive',
    cwe: 'CWE-522',
    description: 'The value is in the image and in every container’s environment, for everybody who has it.',
    remediation: 'Hand it over when the container starts, best as a file.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    example: { bad: 'ENV DB_PASSWORD=…', good: 'RUN --mount=type=secret,id=db_password ./migrate.sh' },
    find: ({ instructions }) =>
      findSecrets(instructions, 'ENV', (assignment) =>
        hasValue(assignment) ? { line: assignment.line, detail: `The variable is ${assignment.key}.` } : null,
      ),
  },
  {
    id: 'DL011',
    severity: 'high',
    title: 'Secret passed as a build argument',
    cwe: 'CWE-522',
    description: 'Build arguments can be read in the history of the image.',
    remediation: 'Use RUN --mount=type=secret.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    example: { bad: 'ARG NPM_TOKEN', good: 'RUN --mount=type=secret,id=npm_token npm ci' },
    find: ({ instructions }) =>
      findSecrets(instructions, 'ARG', (assignment) => ({
        line: assignment.line,
        detail: `The argument is ${assignment.key}.`,
        ...(hasValue(assignment) ? {} : { severity: 'medium' as const }),
      })),
  },
  {
    id: 'DL019',
    severity: 'medium',
    title: 'Build step without isolation',
    cwe: 'CWE-693',
    description: 'The step gets the builder’s network or all its rights.',
    remediation: 'Remove --network=host and --security=insecure.',
    references: ['https://docs.docker.com/reference/dockerfile/#run---network'],
    example: { bad: 'RUN --network=host npm ci', good: 'RUN npm ci' },
    find: ({ instructions }) =>
      instructions
        .filter(
          ({ flags }) =>
            flags.get('network')?.includes('host') === true || flags.get('security')?.includes('insecure') === true,
        )
        .map(({ lineStart }) => ({ line: lineStart })),
  },
  {
    id: 'DL020',
    severity: 'info',
    title: 'Health check is switched off',
    cwe: null,
    description: 'Nobody notices when the application stops answering.',
    remediation: 'Remove HEALTHCHECK NONE, or set a command.',
    references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
    example: { bad: 'HEALTHCHECK NONE', good: 'HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1' },
    find: ({ instructions }) =>
      instructions
        .filter(({ keyword, text }) => keyword === 'HEALTHCHECK' && text.trim().toUpperCase() === 'NONE')
        .map(({ lineStart }) => ({ line: lineStart })),
  },
];
