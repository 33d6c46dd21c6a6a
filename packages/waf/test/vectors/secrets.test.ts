import { expect, it } from 'vitest';
import { type DocumentSecret, scanSecrets } from '../../src/index.ts';
import { deviations } from './deviations.ts';
import { engineVectors } from './engine-vectors.ts';

interface SecretCase {
  readonly name: string;
  readonly files: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
  readonly expected: { readonly secret_findings?: readonly DocumentSecret[] };
}

const cases = (engineVectors('cli_cases') as readonly SecretCase[]).filter(
  ({ name, args }) => name.startsWith('secrets/') && args?.includes('--no-secrets') !== true,
);

it.each(cases)('$name', ({ name, files, expected }) => {
  const found = scanSecrets(
    Object.entries(files).map(([path, text]) => ({
      path: `src/${path}`,
      text: typeof text === 'string' ? text : JSON.stringify(text),
    })),
  );
  const recorded = expected.secret_findings ?? [];
  const added = new Set((deviations[name]?.ours?.['added_secrets'] as readonly string[] | undefined) ?? []);
  const isAdded = ({ file, line_no }: DocumentSecret): boolean => added.has(`${file}:${line_no}`);
  expect(found.filter((one) => !isAdded(one))).toEqual(recorded.filter((one) => !isAdded(one)));
  expect(new Set(found.filter(isAdded).map(({ file, line_no }) => `${file}:${line_no}`))).toEqual(added);
});
