import { rmSync } from 'node:fs';
import { makeBenchEnvironment, SECURESCAN } from './command.ts';
import type { Bench } from './figure.ts';
import { measureCommand, measureInTurn, median } from './measure.ts';

const RUNS = 15;

/** `securescan --help` of the built command against an empty program of the same runtime; whole processes. */
export const startupBench: Bench = {
  id: 'startup',
  async run() {
    const env = makeBenchEnvironment();
    const { a, b } = await measureInTurn(
      RUNS,
      () => measureCommand(process.execPath, [SECURESCAN, '--help'], { env }),
      () => measureCommand(process.execPath, ['-e', '0'], { env }),
    );
    if (env['HOME'] !== undefined) rmSync(env['HOME'], { recursive: true, force: true });
    const help = median(a.map(({ wallMs }) => wallMs));
    const empty = median(b.map(({ wallMs }) => wallMs));
    return [
      {
        name: 'securescan --help',
        against: 'node -e 0',
        value: help / empty,
        limit: 2.5,
        unit: '×',
        note: `${help.toFixed(0)} ms against ${empty.toFixed(0)} ms, median of ${RUNS} in turn`,
      },
    ];
  },
};
