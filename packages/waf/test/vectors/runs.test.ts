import { describe, expect, it } from 'vitest';
import {
  blastRadius,
  checkInfrastructure,
  createReferenceGraph,
  type InfrastructureCheck,
  loadControls,
  terraformReader,
} from '../../src/index.ts';
import { postureOf, riskScoreOf } from '../../src/result/scores.ts';
import { toControlFile } from './control-text.ts';
import { engineVectors } from './engine-vectors.ts';

interface RunCase {
  readonly name: string;
  readonly controls?: readonly unknown[];
  readonly hcl?: string;
  readonly waived?: readonly string[];
  readonly expected: Readonly<Record<string, unknown>>;
}

function check({ controls = [], hcl = '', waived = [] }: RunCase): InfrastructureCheck {
  const loaded = loadControls(controls.map(toControlFile));
  expect(loaded.problems).toEqual([]);
  return checkInfrastructure({
    reader: terraformReader,
    files: [{ path: 'main.tf', text: hcl }],
    controls: loaded.controls,
    waivers: waived.map((id) => ({ id, reason: 'r', owner: '', expires: '', project: '', resource: '', check: '' })),
    today: '2026-01-01',
  });
}

describe('blast vectors, from the code', () => {
  for (const recorded of engineVectors('blast_cases') as readonly RunCase[]) {
    it(recorded.name, () => {
      const { state, evaluations } = check(recorded);
      const failures = evaluations.flatMap(({ control, results }) =>
        results
          .filter(({ status }) => status === 'FAIL')
          .map(({ resource }) => ({ address: resource, controlId: control.id, severity: control.severity })),
      );
      const graph = createReferenceGraph(state.blocks);
      const dependants = (address: string): readonly string[] => [
        ...new Set(
          state.blocks
            .filter((block) => block.address === address)
            .flatMap((block) => graph.referrersOf(block).map((link) => link.block.address)),
        ),
      ];
      const { graph: edges, ...wanted } = recorded.expected;
      expect(edges).toBeDefined();
      expect(blastRadius(failures, dependants)).toEqual(wanted);
    });
  }
});

describe('state vectors, from the code', () => {
  for (const recorded of engineVectors('state_cases') as readonly RunCase[]) {
    if (recorded.hcl === undefined) continue;
    it(recorded.name, () => {
      const { evaluations } = check(recorded);
      const scored = evaluations.map(({ control: { pillar, severity }, status }) => ({ pillar, severity, status }));
      const { pass, fail, skip, waived } = postureOf(scored);
      expect({
        score: riskScoreOf(scored),
        totals: { controls_run: scored.length, pass, fail, skip, waived },
        control_statuses: Object.fromEntries(evaluations.map(({ control, status }) => [control.id, status])),
      }).toEqual({
        score: recorded.expected['score'],
        totals: recorded.expected['totals'],
        control_statuses: recorded.expected['control_statuses'],
      });
    });
  }
});
