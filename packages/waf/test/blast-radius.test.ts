import { describe, expect, it } from 'vitest';
import { blastRadius, type FailingResource } from '../src/blast/blast-radius.ts';
import { blastRadiusMarkdown } from '../src/blast/mermaid.ts';
import { engineVectors } from './vectors/engine-vectors.ts';

interface BlastCase {
  readonly name: string;
  readonly expected: { readonly graph: Readonly<Record<string, readonly string[]>>; readonly roots: readonly Root[] };
}
interface Root {
  readonly address: string;
  readonly failed_controls: readonly string[];
  readonly failed_severity: FailingResource['severity'];
}

const cases = engineVectors('blast_cases') as readonly BlastCase[];

describe('the blast radius', () => {
  for (const { name, expected } of cases) {
    it(`is as recorded, from the recorded graph: ${name}`, () => {
      const failures = expected.roots.flatMap(({ address, failed_controls, failed_severity }) =>
        failed_controls.map((controlId) => ({ address, controlId, severity: failed_severity })),
      );
      const { graph, ...wanted } = expected;
      expect(blastRadius(failures, (address) => graph[address] ?? [])).toEqual(wanted);
    });
  }

  it('is drawn with names that cannot break out', () => {
    const text = blastRadiusMarkdown(
      blastRadius([{ address: 'a.b["x|`]"]', controlId: 'C', severity: 'low' }], () => []),
    );
    expect(text).toContain('n0["a.b#91;#34;x#124;#96;#93;#34;#93;"]:::low');
    expect(text).toContain(String.raw`| LOW | ` + '`a.b["x' + String.raw`\|` + `']"]\` | 0 | C |  |`);
  });

  it('says so when nothing fails', () => {
    expect(blastRadiusMarkdown(blastRadius([], () => []))).toContain('No resource fails a control.');
  });
});
