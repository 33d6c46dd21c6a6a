import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Logger, ToolSpec, ToolStatus } from '@securescan/core';
import { SecureScanError, describeError } from '@securescan/model';
import { toToolEnvironment } from './tool-environment.ts';
import { runProcess, type ProcessResult } from '../process/run-process.ts';
import { locateTool, type LocatedTool, type ToolPlaces } from './locate-tool.ts';
import { findInstalled } from './manifest.ts';
import type { VersionCache } from './version-cache.ts';

/** How long a search waits for the version. */
const PATIENCE_MS = 5000;
/** How long a tool may take to tell it; a loaded machine is the likelier reason than a broken tool. */
const VERSION_TIMEOUT_MS = 60_000;
const MAX_VERSION_BYTES = 1024 * 1024;

export interface ToolFinder extends Disposable {
  /** A tool that has not told its version in time is ready, of unknown version; a later search may know more. */
  find(spec: ToolSpec, signal?: AbortSignal): Promise<ToolStatus>;
}

/**
 * Finds tools and asks for their version, once per binary: the answer is kept by path, size and time of change, in memory
 * and in the cache directory. Disposing of the finder ends questions that are still open.
 */
export function createToolFinder(places: ToolPlaces, cache: VersionCache, log: Logger): ToolFinder {
  const asked = new Map<string, Promise<ToolStatus>>();
  const closing = new AbortController();
  return {
    async find(spec, signal) {
      const located = await locateTool(spec.command, places);
      if (located === null) return { state: 'missing' };
      const identity = await identify(located.path);
      const known = asked.get(identity);
      if (known) {
        try {
          return await fillVersion(await withPatience(known, located), spec, places);
        } catch (error) {
          // Whoever asked first gave up; that is not our answer.
          if (signal?.aborted === true) throw error;
        }
      }
      const either = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
      const answer = probe(spec, located, identity, { places, cache, log, signal: either });
      asked.set(identity, answer);
      // A probe that was cancelled or failed says nothing lasting about the binary.
      answer.then(
        (status) => status.state === 'ready' || asked.delete(identity),
        () => asked.delete(identity),
      );
      return fillVersion(await withPatience(answer, located), spec, places);
    },
    [Symbol.dispose]() {
      closing.abort();
    },
  };
}

/** The answer, or that the tool is there when the answer is late. */
async function withPatience(answer: Promise<ToolStatus>, located: LocatedTool): Promise<ToolStatus> {
  const late = Promise.withResolvers<ToolStatus>();
  const timer = setTimeout(() => {
    late.resolve({ state: 'ready', ...located, version: null });
  }, PATIENCE_MS);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A tool of ours that does not tell its version, or not yet, has the version that was installed. */
async function fillVersion(status: ToolStatus, { command }: ToolSpec, places: ToolPlaces): Promise<ToolStatus> {
  if (status.state !== 'ready' || status.version !== null || status.source !== 'private') return status;
  if (places.toolsDirectory === null) return status;
  return { ...status, version: (await findInstalled(places.toolsDirectory, command))?.version ?? null };
}

interface ProbeContext {
  readonly places: ToolPlaces;
  readonly cache: VersionCache;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

async function identify(path: string): Promise<string> {
  const file = await stat(path).catch(() => null);
  return file === null ? path : `${path}\0${file.size}\0${file.mtimeMs}`;
}

async function probe(
  spec: ToolSpec,
  located: LocatedTool,
  identity: string,
  context: ProbeContext,
): Promise<ToolStatus> {
  const ready = (version: string | null): ToolStatus => ({ state: 'ready', ...located, version });
  const cached = await context.cache.find(identity);
  if (cached !== undefined) return ready(cached);
  let result: ProcessResult;
  try {
    result = await runProcess({
      command: located.path,
      args: spec.versionArgs,
      cwd: tmpdir(),
      env: toToolEnvironment(context.places.environment, located.path),
      timeoutMs: VERSION_TIMEOUT_MS,
      maxOutputBytes: MAX_VERSION_BYTES,
      signal: context.signal,
    });
  } catch (error) {
    return { state: 'broken', path: located.path, message: describeError(error) };
  }
  const { end } = result;
  if (end.kind === 'cancelled') throw new SecureScanError('E_CANCELLED', 'Looking for tools was cancelled.');
  if (end.kind === 'timeout') {
    context.log.debug({ tool: spec.command, path: located.path }, 'tool took too long to tell its version');
    return ready(null);
  }
  const version = spec.parseVersion(result.stdout.toString('utf8')) ?? spec.parseVersion(result.stderr);
  if (end.kind === 'exit' && (end.exitCode === 0 || version !== null)) {
    await context.cache.add(identity, version);
    return ready(version);
  }
  return { state: 'broken', path: located.path, message: describeFailure(spec, located, result) };
}

function describeFailure(spec: ToolSpec, located: LocatedTool, { end, stdout, stderr }: ProcessResult): string {
  const how =
    end.kind === 'exit'
      ? `ended with code ${end.exitCode}`
      : end.kind === 'signal'
        ? `was ended by ${end.signal}`
        : 'printed too much';
  const said = (stderr.trim() === '' ? stdout.toString('utf8') : stderr).trim().split('\n').slice(-3).join(' ');
  const command = [located.path, ...spec.versionArgs].join(' ');
  return `${command} ${how}${said === '' ? '' : `: ${said.slice(0, 500)}`}`;
}
