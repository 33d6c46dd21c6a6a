import type { BlockReference } from '../../state/block.ts';
import { type DataNode, entryAt, entryOf, isMap, itemsOf, textOf } from '../data/data-node.ts';
import { addressOf, type Manifest } from './manifest.ts';
import { containersOf, podLabelsOf, podSpecOf } from './pod-spec.ts';

/** Kinds that choose pods by their labels, and where they say so. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  Service: ['spec', 'selector'],
  NetworkPolicy: ['spec', 'podSelector', 'matchLabels'],
  PodDisruptionBudget: ['spec', 'selector', 'matchLabels'],
  PodMonitor: ['spec', 'selector', 'matchLabels'],
};

/** Finds what manifests refer to: by name, or by the labels of pods. */
export function createReferenceFinder(
  manifests: readonly Manifest[],
): (manifest: Manifest) => readonly BlockReference[] {
  const workloads = manifests.filter(({ kind, node }) => podSpecOf(kind, node) !== undefined);
  const byLabel = indexByLabel(workloads);
  return (manifest) => {
    const found = new Map<string, BlockReference>();
    for (const reference of [...namedBy(manifest), ...chosenBy(manifest, workloads, byLabel)]) {
      const key = `${reference.path.join('.')} ${reference.address}`;
      if (!found.has(key)) found.set(key, reference);
    }
    return [...found.values()];
  };
}

type LabelIndex = ReadonlyMap<string, readonly Manifest[]>;

function indexByLabel(workloads: readonly Manifest[]): LabelIndex {
  const index = new Map<string, Manifest[]>();
  for (const workload of workloads) {
    for (const label of labelsOf(podLabelsOf(workload.kind, workload.node))) {
      const key = `${workload.namespace} ${label}`;
      const known = index.get(key);
      if (known === undefined) index.set(key, [workload]);
      else known.push(workload);
    }
  }
  return index;
}

function labelsOf(node: DataNode | undefined): readonly string[] {
  if (!isMap(node)) return [];
  return [...node.entries].flatMap(([key, value]) =>
    value.kind === 'scalar' ? [`${key}=${String(value.value)}`] : [],
  );
}

function chosenBy(manifest: Manifest, workloads: readonly Manifest[], byLabel: LabelIndex): readonly BlockReference[] {
  const path = Object.hasOwn(SELECTORS, manifest.kind) ? SELECTORS[manifest.kind] : undefined;
  if (path === undefined) return [];
  const labels = labelsOf(entryAt(manifest.node, ...path));
  const [first, ...others] = labels;
  const { namespace } = manifest;
  if (first === undefined) {
    // An empty selector of a policy means every pod of the namespace; a service without one means none.
    if (manifest.kind !== 'NetworkPolicy' || entryAt(manifest.node, 'spec', 'podSelector', 'matchExpressions'))
      return [];
    return workloads.filter((one) => one.namespace === namespace).map((one) => ({ path, address: addressOf(one) }));
  }
  return (byLabel.get(`${namespace} ${first}`) ?? [])
    .filter((one) => {
      const own = new Set(labelsOf(podLabelsOf(one.kind, one.node)));
      return others.every((label) => own.has(label));
    })
    .map((one) => ({ path, address: addressOf(one) }));
}

function namedBy(manifest: Manifest): readonly BlockReference[] {
  const { kind, node, namespace } = manifest;
  const refer = (
    path: readonly string[],
    target: string,
    name: string | undefined,
    own = namespace,
  ): BlockReference[] =>
    name === undefined ? [] : [{ path, address: addressOf({ kind: target, namespace: own, name, node }) }];
  const typed = (path: readonly string[], own = namespace): BlockReference[] => {
    const target = entryAt(node, ...path);
    return refer(path, textOf(entryOf(target, 'kind')) ?? '', textOf(entryOf(target, 'name')), own);
  };
  if (kind === 'HorizontalPodAutoscaler') return typed(['spec', 'scaleTargetRef']);
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
    const role = textOf(entryAt(node, 'roleRef', 'kind'));
    return typed(['roleRef'], role === 'ClusterRole' ? '' : namespace);
  }
  const pod = podSpecOf(kind, node);
  if (pod === undefined) return [];
  return [
    ...refer(['_pod_spec', 'serviceAccountName'], 'ServiceAccount', textOf(entryOf(pod, 'serviceAccountName'))),
    ...itemsOf(entryOf(pod, 'volumes')).flatMap((volume) => [
      ...refer(
        ['_pod_spec', 'volumes', 'secret', 'secretName'],
        'Secret',
        textOf(entryAt(volume, 'secret', 'secretName')),
      ),
      ...refer(
        ['_pod_spec', 'volumes', 'configMap', 'name'],
        'ConfigMap',
        textOf(entryAt(volume, 'configMap', 'name')),
      ),
      ...refer(
        ['_pod_spec', 'volumes', 'persistentVolumeClaim', 'claimName'],
        'PersistentVolumeClaim',
        textOf(entryAt(volume, 'persistentVolumeClaim', 'claimName')),
      ),
    ]),
    ...containersOf(pod).flatMap((container) => [
      ...itemsOf(entryOf(container, 'envFrom')).flatMap((source) => [
        ...refer(
          ['_containers', 'envFrom', 'secretRef', 'name'],
          'Secret',
          textOf(entryAt(source, 'secretRef', 'name')),
        ),
        ...refer(
          ['_containers', 'envFrom', 'configMapRef', 'name'],
          'ConfigMap',
          textOf(entryAt(source, 'configMapRef', 'name')),
        ),
      ]),
      ...itemsOf(entryOf(container, 'env')).flatMap((variable) => {
        const key = textOf(entryAt(variable, 'valueFrom', 'secretKeyRef', 'name'));
        return refer(['_containers', 'env', 'valueFrom', 'secretKeyRef', 'name'], 'Secret', key);
      }),
    ]),
  ];
}
