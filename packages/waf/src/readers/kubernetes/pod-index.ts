import { type DataNode, isMap } from '../data/data-node.ts';
import type { Manifest } from './manifest.ts';
import { podLabelsOf, podSpecOf } from './pod-spec.ts';

/** Workloads by the labels of their pods. */
export interface PodIndex {
  /** Workloads of a namespace whose pods carry all labels; for no labels every workload of it. */
  readonly find: (namespace: string, labels: readonly string[]) => readonly Manifest[];
}

interface Workload {
  readonly manifest: Manifest;
  readonly labels: ReadonlySet<string>;
}

/** Comparisons and hits of one check; manifests that choose everything of everything are cut off there. */
const MAX_STEPS = 300_000;

export function createPodIndex(manifests: readonly Manifest[]): PodIndex {
  const byLabel = new Map<string, Workload[]>();
  let steps = 0;
  for (const manifest of manifests) {
    if (podSpecOf(manifest.kind, manifest.node) === undefined) continue;
    const labels = new Set(labelsOf(podLabelsOf(manifest.kind, manifest.node)));
    for (const label of ['', ...labels]) {
      const key = `${manifest.namespace} ${label}`;
      const known = byLabel.get(key);
      if (known === undefined) byLabel.set(key, [{ manifest, labels }]);
      else known.push({ manifest, labels });
    }
  }
  return {
    find: (namespace, [first = '', ...others]) => {
      const candidates = byLabel.get(`${namespace} ${first}`) ?? [];
      steps += candidates.length * (1 + others.length);
      if (steps > MAX_STEPS) return [];
      return candidates
        .filter(({ labels }) => others.every((label) => labels.has(label)))
        .map(({ manifest }) => manifest);
    },
  };
}

/** `name=value` of every label. */
export function labelsOf(node: DataNode | undefined): readonly string[] {
  if (!isMap(node)) return [];
  return [...node.entries].flatMap(([key, value]) =>
    value.kind === 'scalar' ? [`${key}=${String(value.value)}`] : [],
  );
}
