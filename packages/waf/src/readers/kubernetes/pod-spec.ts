import { type DataNode, entryAt, itemsOf } from '../data/data-node.ts';

/** Where each kind of workload keeps the specification of its pods. */
const POD_SPEC_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  Rollout: ['spec', 'template', 'spec'],
};

/** The specification of the pods that a manifest makes, undefined when it makes none. */
export function podSpecOf(kind: string, manifest: DataNode): DataNode | undefined {
  const path = Object.hasOwn(POD_SPEC_PATHS, kind) ? POD_SPEC_PATHS[kind] : undefined;
  const spec = path === undefined ? undefined : entryAt(manifest, ...path);
  return spec?.kind === 'map' ? spec : undefined;
}

/** Labels that the pods of a workload carry. */
export function podLabelsOf(kind: string, manifest: DataNode): DataNode | undefined {
  const path = (Object.hasOwn(POD_SPEC_PATHS, kind) ? POD_SPEC_PATHS[kind] : undefined)?.slice(0, -1);
  return path === undefined ? undefined : entryAt(manifest, ...path, 'metadata', 'labels');
}

/** All containers of a pod: init containers and ephemeral ones are under the same rules as the others. */
export function containersOf(podSpec: DataNode): readonly DataNode[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => itemsOf(entryAt(podSpec, name)));
}
