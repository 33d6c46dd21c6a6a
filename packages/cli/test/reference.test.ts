import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCAN_TYPES, SEVERITIES } from '@securescan/model';
import { renderers } from '@securescan/renderers';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/command/registry.ts';
import { CHANGE_FORMATS, GATE_WORDS, SCAN_FORMATS, SCAN_TYPE_WORDS } from '../src/commands/shared-options.ts';
import { renderCliReference } from '../src/reference.ts';
import { runCli } from './run-cli.ts';

describe('tables of commands and options', () => {
  it('are what docs/reference/cli.md says; run npm run gen after a change', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'cli.md'), 'utf8');
    expect(page).toBe(renderCliReference());
  });

  it('have the words of the model and the renderers', () => {
    expect(SCAN_TYPE_WORDS).toEqual(SCAN_TYPES);
    expect(GATE_WORDS).toEqual([...SEVERITIES, 'none']);
    const able = (method: 'renderScan' | 'renderChange' | 'renderBom') =>
      Object.values(renderers).flatMap((renderer) => (method in renderer ? [renderer.id] : []));
    expect([...SCAN_FORMATS].toSorted()).toEqual(
      [...new Set([...able('renderScan'), ...able('renderBom')])].toSorted(),
    );
    expect([...CHANGE_FORMATS].toSorted()).toEqual(
      able('renderChange')
        .filter((id) => id !== 'table')
        .toSorted(),
    );
  });

  it.each(COMMANDS.map(({ name }) => name))('%s has help that fits 80 columns, and loads', async (name) => {
    const { exitCode, stdout, stderr } = await runCli([...name.split(' '), '--help'], { columns: 80 });
    expect([exitCode, stderr]).toEqual([0, '']);
    const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  securescan '));
    expect(wide).toEqual([]);
    const spec = COMMANDS.find((command) => command.name === name);
    expect(await spec?.load()).toBeTypeOf('function');
  });

  it.each(COMMANDS)('$name names no option twice', ({ options }) => {
    const names = options.flatMap(({ name, short }) => (short === undefined ? [name] : [name, short]));
    expect(new Set(names).size).toBe(names.length);
  });
});
