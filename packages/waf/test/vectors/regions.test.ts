import { describe, expect, it } from 'vitest';
import { terraformReader } from '../../src/readers/terraform/terraform-reader.ts';
import { engineVectors } from './engine-vectors.ts';

interface RegionResult {
  readonly detected_regions: readonly unknown[];
}
interface RegionCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: RegionResult;
  readonly ours?: RegionResult;
}

describe('region vectors', () => {
  for (const { name, files, expected, ours } of engineVectors('cli_cases') as readonly RegionCase[]) {
    if (!name.startsWith('regions/')) continue;
    it(name, () => {
      const { regions } = terraformReader.read(Object.entries(files).map(([path, text]) => ({ path, text })));
      expect(regions.map(({ region, provider, zone }) => [region, provider, zone])).toEqual(
        (ours ?? expected).detected_regions,
      );
    });
  }
});
