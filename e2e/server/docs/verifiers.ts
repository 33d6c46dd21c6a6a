import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a verifier of a page is asked. */
export interface Question {
  readonly secret: string;
  readonly header: string;
  readonly body: Buffer;
}

/** How the code of a page is made a program that ends with 0 for a good signature and with 1 for a bad one. */
interface Verifier {
  readonly language: string;
  /** Arguments that ask whether the program is on this machine. */
  readonly probe: readonly [string, ...string[]];
  /** Writes the program; gives the command that takes secret, header and file. */
  readonly prepare: (code: string, directory: string) => readonly [string, ...string[]];
}

export const verifiers: readonly Verifier[] = [
  {
    language: 'js',
    probe: ['node', '--version'],
    prepare: (code, directory) => {
      const call = `import { readFileSync } from 'node:fs';
const [secret, header, file] = process.argv.slice(2);
process.exitCode = verify(secret, header, readFileSync(file)) ? 0 : 1;\n`;
      return ['node', write(directory, 'verify.mjs', code + call)];
    },
  },
  {
    language: 'python',
    probe: ['python3', '-c', 'import sys; assert sys.version_info >= (3, 10)'],
    prepare: (code, directory) => {
      const call = `
import sys
secret, header, file = sys.argv[1:]
sys.exit(0 if verify(secret, header, open(file, "rb").read()) else 1)\n`;
      return ['python3', write(directory, 'verify.py', code + call)];
    },
  },
  {
    language: 'go',
    probe: ['go', 'version'],
    prepare: (code, directory) => {
      const main = `package main

import (
	"os"
	"time"
)

func main() {
	body, _ := os.ReadFile(os.Args[3])
	if !Verify(os.Args[1], os.Args[2], body, time.Now()) {
		os.Exit(1)
	}
}\n`;
      write(directory, 'go.mod', 'module verify\n\ngo 1.18\n');
      write(directory, 'main.go', main);
      write(directory, 'webhook.go', code.replace('package webhook', 'package main'));
      const program = join(directory, 'verify-go');
      const { status, stderr } = spawnSync('go', ['build', '-o', program, '.'], { cwd: directory, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      return [program];
    },
  },
  {
    language: 'bash',
    probe: ['openssl', 'version'],
    prepare: (code, directory) => ['bash', write(directory, 'verify.sh', `set -eu\n${code}verify "$@"\n`)],
  },
];

export function isOnThisMachine([program, ...args]: readonly [string, ...string[]]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Whether the program calls the signature good. @throws when it breaks */
export function ask(
  [program, ...args]: readonly [string, ...string[]],
  question: Question,
  directory: string,
): boolean {
  const file = join(directory, 'body');
  writeFileSync(file, question.body);
  const { status, stderr } = spawnSync(program, [...args, question.secret, question.header, file], {
    encoding: 'utf8',
  });
  if ((status !== 0 && status !== 1) || stderr !== '') throw new Error(`${program}: ${status} ${stderr}`);
  return status === 0;
}

function write(directory: string, name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}
