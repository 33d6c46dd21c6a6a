import { compareCodePoints } from '@securescan/model';
import { CONTROL_SEVERITIES, type ControlSeverity } from '../controls/control.ts';

export type Impact = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW';

/** That a control fails on a resource. */
export interface FailingResource {
  readonly address: string;
  readonly controlId: string;
  /** Of the control. */
  readonly severity: ControlSeverity;
}

export interface BlastNode {
  readonly address: string;
  /** Steps from the nearest failing resource. */
  readonly hop: number;
  /** Severity of the worst control at hop 0, then HIGH, MEDIUM and LOW with the distance. */
  readonly impact: Impact;
  /** Ids of the controls that fail here, in their order. */
  readonly failed_controls: readonly string[];
  readonly failed_severity: ControlSeverity | null;
  /** Through which resources it is reached, by one step less. */
  readonly parents: readonly string[];
}

export interface BlastRadius {
  /** Resources that fail, in the order given. */
  readonly roots: readonly BlastNode[];
  /** The others that are reached, by hop and address. */
  readonly affected: readonly BlastNode[];
  /** From a resource to one that refers to it, in the order in which they are reached. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  readonly total_affected: number;
}

/**
 * What depends on resources that fail, breadth first.
 * @param dependantsOf addresses of the resources that refer to one, in a stable order
 */
export function blastRadius(
  failures: readonly FailingResource[],
  dependantsOf: (address: string) => readonly string[],
): BlastRadius {
  const failing = Map.groupBy(failures, ({ address }) => address);
  const hops = new Map([...failing.keys()].map((address) => [address, 0]));
  const parents = new Map<string, string[]>();
  const edges: (readonly [string, string])[] = [];
  // A map goes on over what is added on the way: the queue of the search.
  for (const [address, hop] of hops) {
    for (const dependant of dependantsOf(address)) {
      edges.push([address, dependant]);
      if (!hops.has(dependant)) hops.set(dependant, hop + 1);
      if (hops.get(dependant) === hop + 1) parents.set(dependant, [...(parents.get(dependant) ?? []), address]);
    }
  }
  const nodes = [...hops].map(([address, hop]): BlastNode => {
    const own = failing.get(address) ?? [];
    const severity = CONTROL_SEVERITIES.find((word) => own.some((failure) => failure.severity === word)) ?? null;
    return {
      address,
      hop,
      impact: severity === null ? impactAt(hop) : (severity.toUpperCase() as Impact),
      failed_controls: [...new Set(own.map(({ controlId }) => controlId))],
      failed_severity: severity,
      parents: parents.get(address) ?? [],
    };
  });
  return {
    roots: nodes.filter(({ hop }) => hop === 0),
    affected: nodes
      .filter(({ hop }) => hop > 0)
      .toSorted((a, b) => a.hop - b.hop || compareCodePoints(a.address, b.address)),
    edges,
    total_affected: nodes.length,
  };
}

function impactAt(hop: number): Impact {
  if (hop === 1) return 'HIGH';
  return hop === 2 ? 'MEDIUM' : 'LOW';
}
