import type { Instruction } from '../parser/instruction.ts';
import { splitWords } from '../parser/words.ts';
import type { DockerfileRule } from './rule.ts';

const URL_SOURCE = /^(?:https?|git|ftp):\/\//i;
const ARCHIVE = /\.(?:tar|tar\.\w+|tgz|tbz2?|txz)$/i;
const SECRET_FILE =
  /(?:^|\/)(?:\.env(?:\.[\w-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.aws|\.ssh|\.kube|\.docker|credentials\.json|service-account[\w-]*\.json|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore))\/?$/i;
const EXAMPLE_FILE = /\.(?:example|sample|template|dist)$/i;

/** What COPY or ADD takes from: all words but the last. */
function findSources({ json, text }: Instruction): readonly string[] {
  const words = json ?? splitWords(text).map((word) => word.text);
  return words.slice(0, -1).filter((word) => !word.startsWith('<<'));
}

export const fileRules: readonly DockerfileRule[] = [
  {
    id: 'DL006',
    severity: 'medium',
    title: 'Using ADD to fetch remote URLs',
    cwe: 'CWE-494',
    description: 'Whatever the other side sends goes into the image, unchecked.',
    remediation: 'Add --checksum, or download in a RUN that compares the checksum.',
    references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
    example: {
      bad: 'ADD https://files.test/tool.tgz /opt/',
      good: 'ADD --checksum=sha256:<digest> https://files.test/tool.tgz /opt/',
    },
    find: ({ instructions }) =>
      instructions
        .filter(
          (instruction) =>
            instruction.keyword === 'ADD' &&
            !instruction.flags.has('checksum') &&
            findSources(instruction).some((source) => URL_SOURCE.test(source)),
        )
        .map(({ lineStart }) => ({ line: lineStart })),
  },
  {
    id: 'DL017',
    severity: 'info',
    title: 'ADD where COPY is enough',
    cwe: null,
    description: 'ADD also unpacks and downloads; COPY does what it says.',
    remediation: 'Use COPY for files and directories.',
    references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
    example: { bad: 'ADD app.js /app/', good: 'COPY app.js /app/' },
    find: ({ instructions }) =>
      instructions
        .filter((instruction) => {
          const sources = findSources(instruction);
          return (
            instruction.keyword === 'ADD' &&
            sources.length > 0 &&
            !sources.some((source) => URL_SOURCE.test(source) || ARCHIVE.test(source) || source.includes('$'))
          );
        })
        .map(({ lineStart }) => ({ line: lineStart })),
  },
  {
    id: 'DL018',
    severity: 'high',
    title: 'Secret file is copied into the image',
    cwe: 'CWE-538',
    description: 'Everybody who has the image has the file, even when a later step removes it.',
    remediation: 'Use RUN --mount=type=secret, and list the file in .dockerignore.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    example: { bad: 'COPY .env /app/.env', good: 'RUN --mount=type=secret,id=env,target=/app/.env ./build.sh' },
    find: ({ instructions }) =>
      instructions
        .filter(({ keyword, flags }) => (keyword === 'COPY' || keyword === 'ADD') && !flags.has('from'))
        .flatMap((instruction) => {
          const source = findSources(instruction).find((word) => SECRET_FILE.test(word) && !EXAMPLE_FILE.test(word));
          return source === undefined ? [] : { line: instruction.lineStart, detail: `The file is ${source}.` };
        }),
  },
];
