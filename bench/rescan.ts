import { rmSync } from 'node:fs';
import { makeBenchEnvironment, SECURESCAN } from './command.ts';
import type { Bench } from './figure.ts';
import { measureCommand, measureInTurn, median } from './measure.ts';
import { makeSampleTree } from './sample-tree.ts';

const BARE_WALK = `
const { readdirSync, statSync } = require('node:fs');
const stack = [process.argv[1]];
let count = 0;
while (stack.length > 0) {
  const directory = stack.pop();
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = directory + '/' + entry.name;
    if (entry.isDirectory()) stack.push(path);
    else { statSync(path); count += 1; }
  }
}`;

/** A scan of an unchanged tree with the built-in scanners, second run, against a bare walk with stat; whole processes. */
export const rescanBench: Bench = {
  id: 'rescan',
  async run() {
    await using tree = await makeSampleTree();
    // The built-in scanners alone: git-hygiene would run gitleaks if it were there.
    const env: NodeJS.ProcessEnv = { ...makeBenchEnvironment(), SECURESCAN_TOOLS_DIR: tree.path };
    const scan = [SECURESCAN, 'scan', tree.path, '--quiet', '--no-save', '--output', 'json'];
    const scanners = ['secrets', 'git-hygiene', 'dockerfile', 'licenses'].flatMap((id) => ['--scanner', id]);
    const { a, b } = await measureInTurn(
      5,
      () => measureCommand(process.execPath, [...scan, ...scanners], { env }),
      () => measureCommand(process.execPath, ['-e', BARE_WALK, tree.path], { env }),
    );
    if (env['HOME'] !== undefined) rmSync(env['HOME'], { recursive: true, force: true });
    const ours = median(a.map(({ wallMs }) => wallMs));
    const walk = median(b.map(({ wallMs }) => wallMs));
    return [
      {
        name: 'scan of an unchanged tree, second run',
        against: 'a bare walk with stat',
        value: ours / walk,
        limit: 5,
        unit: '×',
        note: `${ours.toFixed(0)} ms, walk ${walk.toFixed(0)} ms`,
      },
    ];
  },
};
