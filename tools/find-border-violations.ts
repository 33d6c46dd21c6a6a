import { builtinModules } from 'node:module';
import type { Border } from './boundaries.ts';
import { isTestFile, type SourceImport } from './read-imports.ts';

const BUILTINS = new Set(builtinModules);

/** Imports of one package that its border does not allow, as sentences. */
export function findBorderViolations(
  folder: string,
  border: Border,
  imports: readonly SourceImport[],
  dependencies: readonly string[],
): readonly string[] {
  const violations: string[] = [];
  for (const { file, specifier } of imports) {
    if (isTestFile(file)) continue;
    const where = `packages/${folder}/${file}`;
    if (specifier.startsWith('.')) {
      if (!/\.(?:ts|tsx|json|css)$/.test(specifier)) {
        violations.push(`${where} imports ${specifier} without its extension`);
      }
      const depth = file.split('/').length - 1;
      const ups = specifier.split('/').filter((part) => part === '..').length;
      if (ups > depth) violations.push(`${where} reaches out of its package by ${specifier}`);
    } else if (specifier.startsWith('node:') || BUILTINS.has(specifier)) {
      if (!specifier.startsWith('node:')) violations.push(`${where} imports ${specifier}: write node:${specifier}`);
      else if (border.node !== 'all' && !border.node.includes(specifier)) {
        violations.push(`${where} imports ${specifier}, which ${folder} may not use: the world arrives through ports`);
      }
    } else if (specifier.startsWith('@securescan/')) {
      const name = specifier.split('/').slice(0, 2).join('/');
      if (!border.packages.includes(name))
        violations.push(`${where} imports ${specifier}, which ${folder} may not use`);
      else if (specifier !== name && !border.packages.includes(specifier))
        violations.push(`${where} imports ${specifier}: use the package's entry`);
      if (!dependencies.includes(name)) violations.push(`${where} imports ${name}, which its manifest does not list`);
    } else {
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      if (!dependencies.includes(name)) violations.push(`${where} imports ${name}, which its manifest does not list`);
    }
  }
  return violations;
}
