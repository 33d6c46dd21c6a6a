import type { Connections } from '../schema.ts';
import type { WafRepositories } from './contract.ts';
import { createWafControlRepository } from './controls.ts';
import { createDecisionRepository, riskTable, waiverTable } from './decisions.ts';
import { createWafRunRepository } from './runs.ts';

export function createWafRepositories(connections: Connections): WafRepositories {
  return {
    runs: createWafRunRepository(connections),
    controls: createWafControlRepository(connections),
    waivers: createDecisionRepository(connections, waiverTable),
    risks: createDecisionRepository(connections, riskTable),
  };
}
