import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { borders } from './boundaries.ts';
import { findBorderViolations } from './find-border-violations.ts';
import { findImports, readImports } from './read-imports.ts';

const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest;
}

describe('borders between packages', () => {
  it('are given for every package but testkit', () => {
    const folders = readdirSync(join(root, 'packages')).filter((name) =>
      existsSync(join(root, 'packages', name, 'package.json')),
    );
    expect(Object.keys(borders).toSorted()).toEqual(folders.filter((name) => name !== 'testkit').toSorted());
  });

  for (const [folder, border] of Object.entries(borders)) {
    it(`are kept by ${folder}`, () => {
      const manifest = readManifest(folder);
      const imports = readImports(join(root, 'packages', folder, 'src')).map((entry) => ({
        ...entry,
        file: `src/${entry.file}`,
      }));
      expect(findBorderViolations(folder, border, imports, Object.keys(manifest.dependencies ?? {}))).toEqual([]);
    });

    it(`are those of ${folder}'s manifest`, () => {
      const listed = Object.keys(readManifest(folder).dependencies ?? {}).filter((name) =>
        name.startsWith('@securescan/'),
      );
      expect(listed.filter((name) => !border.packages.includes(name) && name !== '@securescan/testkit')).toEqual([]);
    });
  }

  it('are broken by a planted import of each kind', () => {
    const border = { packages: ['@securescan/model'], node: ['node:crypto'] };
    const plant = (specifier: string, file = 'src/a/b.ts'): readonly string[] =>
      findBorderViolations('core', border, [{ file, specifier }], ['@securescan/model', 'zod']);
    expect(plant('@securescan/model')).toEqual([]);
    expect(plant('zod')).toEqual([]);
    expect(plant('../c.ts')).toEqual([]);
    expect(plant('node:crypto')).toEqual([]);
    expect(plant('@securescan/host')).toHaveLength(2);
    expect(plant('@securescan/model/src/finding.ts')).toHaveLength(1);
    const second = { packages: ['@securescan/model', '@securescan/model/second'], node: [] };
    const imported = [{ file: 'src/a.ts', specifier: '@securescan/model/second' }];
    expect(findBorderViolations('core', second, imported, ['@securescan/model'])).toEqual([]);
    expect(plant('../../../host/src/x.ts')).toHaveLength(1);
    expect(plant('../c')).toHaveLength(1);
    expect(plant('node:fs')).toHaveLength(1);
    expect(plant('fs')).toHaveLength(1);
    expect(plant('left-pad')).toHaveLength(1);
    expect(plant('@securescan/testkit')).toHaveLength(2);
    expect(plant('@securescan/testkit', 'src/a/b.test.ts')).toEqual([]);
  });

  it('see every form of import', () => {
    const source = `import 'a';\nimport x from 'b';\nimport {\n  y,\n} from "c";\nexport * from 'd';\nexport type { Z } from 'e';\nconst f = await import('f');\n`;
    expect(findImports(source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
