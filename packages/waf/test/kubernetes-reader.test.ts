import { describe, expect, it } from 'vitest';
import { readBlocks, textAt } from './read-blocks.ts';

const pod = `containers:
- name: web
  image: web:1
  securityContext: { privileged: yes }
initContainers:
- name: init
  image: init:1
`;
const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));

describe('workloads of every kind', () => {
  it.each([
    ['Pod', 'v1', `spec:\n${indent(pod, 2)}`],
    ['Deployment', 'apps/v1', `spec:\n  template:\n    spec:\n${indent(pod, 6)}`],
    ['StatefulSet', 'apps/v1', `spec:\n  template:\n    spec:\n${indent(pod, 6)}`],
    ['DaemonSet', 'apps/v1', `spec:\n  template:\n    spec:\n${indent(pod, 6)}`],
    ['Job', 'batch/v1', `spec:\n  template:\n    spec:\n${indent(pod, 6)}`],
    ['CronJob', 'batch/v1', `spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${indent(pod, 10)}`],
  ])('%s has its containers under one path', (kind, apiVersion, spec) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\n  namespace: shop\n${spec}`;
    const { attributes, problems, blocks } = readBlocks('kubernetes', { 'a.yaml': text });
    expect(problems).toEqual([]);
    expect(attributes[`${kind}.shop/a`]).toMatchObject({
      _api_group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
      _containers: [{ name: 'init' }, { name: 'web', securityContext: { privileged: true } }],
      _pod_spec: { initContainers: [{ image: 'init:1' }] },
    });
    expect(textAt(blocks[0], 'kind')).toBe(kind);
    expect(blocks[0]).toMatchObject({ kind: 'resource', type: kind, name: 'a' });
  });
});

it('reads several documents, lists, and JSON', () => {
  const yaml = `# first
apiVersion: v1
kind: Service
metadata: {name: a}
---
---
apiVersion: v1
kind: ConfigMapList
items:
- metadata: {name: b}
- apiVersion: v1
  kind: List
  items: [{apiVersion: v1, kind: Secret, metadata: {name: c}}]
`;
  const json = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'd' } });
  const { blocks, files, problems } = readBlocks('kubernetes', {
    'b.json': json,
    'a.yaml': yaml,
    'values.yaml': 'x: 1',
  });
  expect(blocks.map(({ address }) => address)).toEqual(['Service.a', 'ConfigMap.b', 'Secret.c', 'Namespace.d']);
  expect([files, problems]).toEqual([2, []]);
});

describe('templates of Helm', () => {
  const template = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n';

  it('are not read, and that is said', () => {
    const { problems, blocks, files } = readBlocks('kubernetes', { 'a.yaml': template });
    expect(problems).toEqual([
      'error a.yaml:4:9 Not read: this is a Helm template. Render it first (`helm template`) and check what comes out.',
    ]);
    expect([blocks, files]).toEqual([[], 1]);
  });

  it('are told by their chart where they happen to be valid', () => {
    const quoted = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "{{ .Release.Name }}"\n';
    const chart = { 'web/Chart.yaml': 'apiVersion: v2\nname: web\n', 'web/templates/a.yaml': quoted };
    expect(readBlocks('kubernetes', chart).problems).toHaveLength(1);
    expect(readBlocks('kubernetes', { 'a.yaml': quoted }).problems).toEqual([]);
  });
});

it('knows who chooses and names whom', () => {
  const text = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: n}
spec:
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      serviceAccountName: web
      volumes: [{name: v, secret: {secretName: s}}]
      containers: [{name: c, envFrom: [{configMapRef: {name: m}}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: n}
spec: {podSelector: {matchLabels: {app: web, tier: front}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: n}
spec: {podSelector: {}}
---
apiVersion: v1
kind: Service
metadata: {name: other, namespace: m}
spec: {selector: {app: web}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h, namespace: n}
spec: {scaleTargetRef: {kind: Deployment, name: web}}
`;
  const { references } = readBlocks('kubernetes', { 'a.yaml': text });
  expect(references).toEqual({
    'Deployment.n/web': [
      '_pod_spec.serviceAccountName -> ServiceAccount.n/web',
      '_pod_spec.volumes.secret.secretName -> Secret.n/s',
      '_containers.envFrom.configMapRef.name -> ConfigMap.n/m',
    ],
    'NetworkPolicy.n/p': ['spec.podSelector.matchLabels -> Deployment.n/web'],
    'NetworkPolicy.n/all': ['spec.podSelector.matchLabels -> Deployment.n/web'],
    'Service.m/other': [],
    'HorizontalPodAutoscaler.n/h': ['spec.scaleTargetRef -> Deployment.n/web'],
  });
});

it('reads anchors, merges and numbers of YAML 1.1', () => {
  const text = 'apiVersion: v1\nkind: X\nmetadata: {name: a}\nb: &b {mode: 0644, on: off}\nc: {<<: *b, x: 1}\n';
  expect(readBlocks('kubernetes', { 'a.yaml': text }).attributes['X.a']).toMatchObject({
    c: { mode: 0o644, on: false, x: 1 },
  });
});

it('reads what stands before a broken document', () => {
  const { blocks, problems } = readBlocks('kubernetes', { 'a.yaml': 'apiVersion: v1\nkind: X\n---\na: [\n' });
  expect(blocks).toHaveLength(1);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^error a\.yaml:[45]:\d+ Not valid YAML: /);
});
