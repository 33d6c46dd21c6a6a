import type { BlockReference } from '../../state/block.ts';
import { entryAt, entryOf, itemsOf, textOf } from '../data/data-node.ts';
import { addressOf, type Manifest } from './manifest.ts';
import { createPodIndex, labelsOf, type PodIndex } from './pod-index.ts';
import { containersOf, podSpecOf } from './pod-spec.ts';

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
  const pods = createPodIndex(manifests);
  return (manifest) => {
    const found = new Map<string, BlockReference>();
    for (const reference of [...namedBy(manifest), ...chosenBy(manifest, pods)]) {
      const key = `${reference.path.join('.')} ${reference.address}`;
      if (!found.has(key)) found.set(key, reference);
    }
    return [...found.values()];
  };
}

function chosenBy({ kind, namespace, node }: Manifest, pods: PodIndex): readonly BlockReference[] {
  const path = Object.hasOwn(SELECTORS, kind) ? SELECTORS[kind] : undefined;
  if (path === undefined) return [];
  const labels = labelsOf(entryAt(node, ...path));
  // An empty selector of a policy means every pod of the namespace; a service without one means none.
  const everything = kind === 'NetworkPolicy' && entryAt(node, 'spec', 'podSelector', 'matchExpressions') === undefined;
  if (labels.length === 0 && !everything) return [];
  return pods.find(namespace, labels).map((one) => ({ path, address: addressOf(one) }));
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
