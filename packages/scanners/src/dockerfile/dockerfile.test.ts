import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDockerfile, isDockerfile } from './file-check.ts';
import { parseDockerfile } from './parser/parse-dockerfile.ts';
import { splitCommands } from './parser/words.ts';

/** Rules and lines found in a file whose last stage has a user, so that only the text in question speaks. */
function find(text: string): string[] {
  return checkDockerfile(`FROM x:1\n${text}\nUSER app\n`).map(
    ({ ruleId, lineStart }) => `${(ruleId ?? '').slice(-5)}:${lineStart ?? ''}`,
  );
}

describe('rules', () => {
  it.each([
    ['a download piped on through another program', 'RUN curl -s h | tee x | bash', ['DL003:2']],
    ['a download in a substitution', 'RUN sh -c "$(curl -fsSL h)"', ['DL003:2']],
    ['a download in a process substitution', 'RUN bash <(wget -qO- h)', ['DL003:2']],
    ['a download that is only saved', 'RUN curl -o x h && sh x', []],
    ['a pipe in the JSON form', 'RUN ["sh", "-c", "curl h | sh"]', ['DL003:2']],
    [
      'commands of a heredoc, each on its line',
      'RUN <<EOF\napt-get update\napt-get install -y curl\nchmod a+rwx /x\nEOF',
      ['DL004:4', 'DL008:5'],
    ],
    [
      'two places of one instruction',
      'RUN apt-get install a \\\n # why\n && apt-get install b',
      ['DL004:2', 'DL004:4'],
    ],
    ['python -m pip', 'RUN python3 -m pip install x', ['DL009:2']],
    ['pip with a cache mount', 'RUN --mount=type=cache,target=/c pip install x', []],
    ['pip with the cache switched off', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install x', []],
    ['octal modes that are not open', 'RUN chmod 755 /x && chmod u+x /y', []],
    ['a set-user-id mode', 'RUN chmod 4755 /x && chmod u+s /y', ['DL022:2']],
    ['a port range', 'EXPOSE 20-25/tcp 80', ['DL005:2']],
    ['a checksum on ADD', 'ADD --checksum=sha256:aa https://h/x.tgz /x', []],
    ['ADD of an archive, and of a directory', 'ADD x.tar.gz /x\nADD src /src', ['DL017:3']],
    ['a private key', 'COPY id_rsa /root/.ssh/', ['DL018:2']],
    ['a file of another stage', 'COPY --from=build /app/.env /x', []],
    ['an example of a secret file', 'COPY .env.example /x', []],
    ['secret names by whole words', 'ENV KEYBOARD=de MONKEY=1 PUBLIC_KEY=x TOKEN_FILE=/run/t', []],
    ['a secret name in camel case', 'ENV dbPassword=x', ['DL007:2']],
    ['a secret handed on from another variable', 'ENV TOKEN=$TOKEN OTHER_SECRET=${X}', []],
    ['a build argument without a value', 'ARG NPM_TOKEN', ['DL011:2']],
    ['an unchecked certificate', 'RUN curl -fsSLk h -o x', ['DL015:2']],
    ['apt-get update alone', 'RUN apt-get update', ['DL016:2']],
    ['a password for an account', "RUN echo 'root:hunter' | chpasswd", ['DL025:2']],
    ['host keys that are not checked', 'RUN ssh -o StrictHostKeyChecking=no h', ['DL021:2']],
    ['a step on the host network', 'RUN --network=host make', ['DL019:2']],
    ['a health check switched off', 'HEALTHCHECK NONE', ['DL020:2']],
    ['a backtick as the escape character', 'RUN curl h `\n | sh', []],
  ])('judge %s', (_name, text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  it('take the escape directive into account', () => {
    expect(checkDockerfile('# escape=`\nFROM x:1\nRUN curl h `\n | sh\nUSER a\n').map(({ ruleId }) => ruleId)).toEqual([
      'dockerfile/DL003',
    ]);
  });

  it.each([
    ['arguments before FROM', 'ARG TAG=latest\nFROM x:${TAG}\nUSER a\n', ['DL001']],
    ['a default of an argument', 'FROM x:${TAG:-latest}\nUSER a\n', ['DL001']],
    ['an argument without a value', 'ARG TAG\nFROM x:$TAG\nUSER a\n', []],
    ['a registry with a port', 'FROM h.test:5000/x:1\nUSER a\n', []],
    ['a registry with a port and no tag', 'FROM h.test:5000/x\nUSER a\n', ['DL012']],
    ['scratch', 'FROM scratch\nUSER 1\n', []],
    ['a platform flag', 'FROM --platform=linux/amd64 x:latest\nUSER a\n', ['DL001']],
    ['a stage by its name, with its user', 'FROM x:1 AS base\nUSER app\nFROM base\nRUN true\n', []],
    ['a stage by its name, as root', 'FROM x:1 AS base\nUSER 0\nFROM base\nRUN true\n', ['DL002']],
    ['a stage by its number', 'FROM x:1\nUSER app\nFROM 0\n', []],
  ])('follow stages: %s', (_name, text, expected) => {
    expect(checkDockerfile(text).map(({ ruleId }) => (ruleId ?? '').slice(-5))).toEqual(expected);
  });

  it('never repeat the value of a secret', () => {
    const value = ['quite', 'a', 'secret', '4711'].join('-');
    const findings = checkDockerfile(`FROM x:1\nARG TOKEN=${value}\nENV API_KEY=${value} OTHER=1\nUSER a\n`);
    expect(findings).toHaveLength(2);
    expect(JSON.stringify(findings)).not.toContain(value);
  });
});

describe('the parser', () => {
  it('survives any text, and its instructions follow each other without overlap', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'FROM x',
        'RUN a && \\',
        '# c',
        'RUN <<EOF',
        'EOF',
        'ENV A="',
        'COPY [',
        '\\',
        '`',
        'ADD --x=1 a b',
        'EXPOSE 1-',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        checkDockerfile(text);
        const count = text.split(/\r\n|\r|\n/).length;
        let last = 0;
        for (const instruction of parseDockerfile(text)) {
          expect(instruction.lineStart).toBeGreaterThan(last);
          expect(instruction.lineEnd).toBeGreaterThanOrEqual(instruction.lineStart);
          last = instruction.lineEnd;
        }
        expect(last).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('splits commands as a shell does', () => {
    const words = (text: string): string[][] =>
      splitCommands(text).map((command) => command.words.map((word) => word.text));
    expect(words(`a 'b c' "d \\"e\\"" f\\ g; h&&i || j | k # l\nm`)).toEqual([
      ['a', 'b c', 'd "e"', 'f g'],
      ['h'],
      ['i'],
      ['j'],
      ['k'],
      ['m'],
    ]);
    expect(words('a $(b | c) d')).toEqual([['a', '$(b | c)', 'd']]);
    expect(words('{ a; }; (b)')).toEqual([['a'], ['b']]);
  });

  it('reads a file of half a megabyte in a moment', () => {
    const before = performance.now();
    checkDockerfile(
      `FROM x:1\n${'RUN a \\\n'.repeat(60_000)}\n${'RUN curl h | sh\n'.repeat(4000)}RUN ${'<<A '.repeat(4000)}\n`,
    );
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

it.each([
  ['Dockerfile', true],
  ['a/b/Dockerfile.dev', true],
  ['api.dockerfile', true],
  ['Containerfile', true],
  ['Dockerfile.dockerignore', false],
  ['docs/dockerfile.md', false],
  ['Dockerfile.generated.md', false],
  ['docker-compose.yml', false],
  ['Dockerfiles/x', false],
])('%s is a Dockerfile: %s', (path, expected) => {
  expect(isDockerfile(path)).toBe(expected);
});

it.each([
  ['root through a variable', 'FROM a:1\nARG U=root\nUSER $U', ['DL002:3']],
  ['a base image made to run without root', 'FROM gcr.io/distroless/static:nonroot', []],
  ['the id of a signing key', 'FROM a:1\nENV GPG_KEY=E3FF TOKEN_URL=x\nUSER a', []],
  ['the mode of a copy', 'FROM a:1\nCOPY --chmod=777 a /a\nUSER a', ['DL008:2']],
  [
    'modes in octal and symbols',
    'FROM a:1\nRUN chmod 0666 y\nRUN chmod -R o+w x\nRUN chmod 1777 /tmp\nUSER a',
    ['DL008:2', 'DL008:3'],
  ],
  ['plain HTTP', 'FROM a:1\nRUN curl -O http://x.test/a\nUSER a', ['DL026:2']],
  ['ONBUILD', 'FROM a:1\nONBUILD RUN curl https://x.test | sh\nUSER a', ['DL003:2']],
])('%s', (_, text, expected) => {
  const found = checkDockerfile(text).map(({ ruleId, lineStart }) => `${ruleId?.split('/')[1]}:${lineStart}`);
  expect(found).toEqual(expected);
});
