import { expect, it } from 'vitest';
import { checkInfrastructure, loadControls, readers } from '../src/index.ts';

const control = (attribute: string): string => `id: WAF-SEC-900
title: Containers do not run as root
pillar: security
severity: high
checks:
  - id: root
    engine: kubernetes
    provider: any
    automated: true
    title: Every container has runAsNonRoot
    scope: { block_type: resource, resource_types: [Pod, Deployment, CronJob] }
    assertions:
      - { attribute: '${attribute}', op: is_true, each: all }
`;

const container = (name: string, safe: boolean): string =>
  `{ name: ${name}${safe ? ', securityContext: { runAsNonRoot: true }' : ''} }`;
const pod = (containers: readonly string[]): string => `spec: { containers: [${containers.join(', ')}] }`;
const template = (text: string): string => `spec: { template: { ${text} } }`;

const manifests = `apiVersion: v1
kind: Pod
metadata: { name: good }
${pod([container('a', true), container('b', true)])}
---
apiVersion: v1
kind: Pod
metadata: { name: bad }
${pod([container('a', true), container('b', false)])}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: good }
${template(pod([container('a', true)]))}
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: bad }
spec: { jobTemplate: { ${template(pod([container('a', false)]))} } }
`;

it.each(['_containers[*].securityContext.runAsNonRoot', '_containers.securityContext.runAsNonRoot'])(
  'one check covers all containers of all workloads: %s',
  (attribute) => {
    const { controls, problems } = loadControls([{ path: 'WAF-SEC-900.yml', text: control(attribute) }]);
    expect(problems).toEqual([]);
    const { evaluations } = checkInfrastructure({
      reader: readers.kubernetes,
      files: [{ path: 'a.yaml', text: manifests }],
      controls,
      today: '2031-01-01',
    });
    const results = evaluations.flatMap((one) => one.results);
    expect(results.map(({ resource, status }) => `${resource} ${status}`)).toEqual([
      'Pod.good PASS',
      'Pod.bad FAIL',
      'Deployment.good PASS',
      'CronJob.bad FAIL',
    ]);
  },
);
