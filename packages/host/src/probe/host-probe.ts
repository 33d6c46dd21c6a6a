import { lstat, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import type { HostProbe } from '@securescan/core';
import { compareCodePoints } from '@securescan/model';
import { toChildEnvironment, type Environment } from '../process/child-environment.ts';
import { runProcess } from '../process/run-process.ts';
import { decodeText } from '../walk/decode.ts';
import { readFileBounded } from '../walk/read-file.ts';

const MAX_CONFIG_BYTES = 5 * 1000 * 1000;
const MAX_COMMAND_BYTES = 16 * 1000 * 1000;
/** Where administration commands live; often not on a user's PATH. */
const SYSTEM_DIRECTORIES = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** Looks at this machine for the `baseline` scanner. */
export function createHostProbe(environment: Environment): HostProbe {
  return {
    platform: process.platform,
    environment: Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    homeDirectory: homedir(),
    async readText(path) {
      const read = await readFileBounded(path, MAX_CONFIG_BYTES);
      return read.kind === 'read' ? decodeText(read.bytes) : null;
    },
    async stat(path) {
      const stat = await lstat(path).catch(() => null);
      return (
        stat && {
          mode: stat.mode & 0o7777,
          uid: stat.uid,
          gid: stat.gid,
          isFile: stat.isFile(),
          isDirectory: stat.isDirectory(),
          isSymbolicLink: stat.isSymbolicLink(),
        }
      );
    },
    async listDirectory(path) {
      return (await readdir(path).catch(() => [])).toSorted(compareCodePoints);
    },
    async run(command, args, timeoutMs) {
      const env = toChildEnvironment(environment);
      const path = [...(env['PATH'] ?? '').split(delimiter), ...SYSTEM_DIRECTORIES].filter((entry) => entry !== '');
      try {
        const { end, stdout } = await runProcess({
          command,
          args,
          cwd: '/',
          env: { ...env, PATH: path.join(delimiter) },
          timeoutMs,
          maxOutputBytes: MAX_COMMAND_BYTES,
        });
        return end.kind === 'exit' && end.exitCode === 0 ? stdout.toString('utf8') : null;
      } catch {
        return null;
      }
    },
  };
}
