import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './build-command.ts';
import { CLI_DEVIATIONS } from './cli-deviations.ts';
import { readRecordedRuns, Replayer, toSlug } from './replay.ts';
import type { RecordedRun, Replayed, StreamShape } from './replay.ts';
import { findProgram } from './sandbox.ts';

const runs = readRecordedRuns();
const replayer = new Replayer();
const canUseTerminals = findProgram('python3') !== null;

beforeAll(ensureBuilt);
afterAll(() => replayer[Symbol.dispose]());

/** Ways in which a run of ours differs from the recorded one. */
function findDifferences(recorded: RecordedRun, run: Replayed): string[] {
  const differences = run.exitCode === recorded.exit ? [] : [`exit ${run.exitCode}, recorded ${recorded.exit}`];
  for (const [name, shape, text] of [
    ['stdout', recorded.stdout_shape, run.stdout],
    ['stderr', recorded.stderr_shape, run.stderr],
  ] as const) {
    if (!parsesAs(text, shape.parses_as)) differences.push(`${name} is not ${shape.parses_as}`);
    differences.push(...findMissing(shape, text).map((line) => `${name} lacks: ${line}`));
  }
  return differences;
}

function parsesAs(text: string, kind: string): boolean {
  if (kind === 'empty') return text === '';
  if (kind !== 'json') return text !== '';
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Recorded lines that do not follow in this order in the text; the recording says `… (N more)` where it was cut. */
function findMissing({ key_lines }: StreamShape, text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  let at = 0;
  return key_lines.filter((wanted) => {
    if (/^… \(\d+ more\)$/.test(wanted)) return false;
    const found = lines.indexOf(wanted.trimEnd(), at);
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}

/** A long report shortened as in the recordings; its details are pinned where it is made. */
function shorten(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.length <= 30 ? lines.join('\n') : [...lines.slice(0, 20), `… (${lines.length - 20} more)`].join('\n');
}

/** What a user would see, as one text. */
function toTranscript(recorded: RecordedRun, run: Replayed): string {
  const command = [recorded.program ?? 'securescan', ...recorded.args].join(' ');
  const env = Object.entries(recorded.env ?? {}).map(([name, value]) => `${name}=${value} `);
  const after = Object.entries(run.after).flatMap(([line, text]) => [`$ ${line}`, shorten(text)]);
  return [
    `$ ${env.join('')}${command}`,
    `exit ${run.exitCode}`,
    ...(run.stdout === '' ? [] : ['-- stdout', shorten(run.stdout)]),
    ...(run.stderr === '' ? [] : ['-- stderr', run.stderr.trimEnd()]),
    ...(after.length === 0 ? [] : ['-- after', ...after]),
    '',
  ].join('\n');
}

describe('recorded runs of the original', () => {
  for (const [index, original] of runs.entries()) {
    const deviation = CLI_DEVIATIONS[original.name];
    const recorded = { ...original, args: deviation?.args ?? original.args };
    const title = deviation === undefined ? recorded.name : `${recorded.name} (deviates: ${deviation.because})`;
    it.skipIf(recorded.tty_columns !== undefined && !canUseTerminals)(title, async () => {
      const run = await replayer.run(recorded);
      const number = String(index + 1).padStart(3, '0');
      const golden = join(import.meta.dirname, 'golden', 'runs', `${number}-${toSlug(recorded.name)}.txt`);
      await expect(toTranscript(recorded, run)).toMatchFileSnapshot(golden);
      const differences = findDifferences(recorded, run);
      if (deviation === undefined) expect(differences).toEqual([]);
      else {
        expect(run.exitCode, run.stderr).toBe(deviation.exit ?? recorded.exit);
        expect(differences, 'the deviation is no longer one').not.toEqual([]);
      }
      expect(`${run.stdout}${run.stderr}`).not.toMatch(/^ {4}at |Traceback|internal error/m);
    });
  }

  it('lists only deviations of runs that exist', () => {
    const names = new Set(runs.map(({ name }) => name));
    expect(Object.keys(CLI_DEVIATIONS).filter((name) => !names.has(name))).toEqual([]);
  });
});
