import type { FileCheck } from '@securescan/core';
import type { RawFinding } from '@securescan/model';
import { readDockerfile } from './dockerfile.ts';
import { dockerfileRules } from './rules/index.ts';
import type { DockerfileRule, Hit } from './rules/rule.ts';

const NAME = /^(?:(?:dockerfile|containerfile)(?:\..+)?|.+\.(?:dockerfile|containerfile))$/i;

/** What is about Dockerfiles, or for them, and is none. */
const NONE = /\.(?:dockerignore|md|markdown|rst|adoc|html?)$/i;

/** Whether a file is a Dockerfile, by its name. */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAME.test(name) && !NONE.test(name);
}

/** Judges one Dockerfile: a finding per rule and line, by line, then by rule; what has no line comes last. */
export function checkDockerfile(text: string): readonly RawFinding[] {
  const file = readDockerfile(text);
  const found = new Map<string, { readonly rule: DockerfileRule; readonly hit: Hit }>();
  for (const rule of dockerfileRules) {
    for (const hit of rule.find(file)) {
      const key = `${rule.id} ${hit.line ?? ''}`;
      if (!found.has(key)) found.set(key, { rule, hit });
    }
  }
  return [...found.values()]
    .toSorted((a, b) => (a.hit.line ?? Infinity) - (b.hit.line ?? Infinity))
    .map(({ rule, hit }) => toFinding(rule, hit));
}

function toFinding(rule: DockerfileRule, hit: Hit): RawFinding {
  return {
    ruleId: `dockerfile/${rule.id}`,
    severity: hit.severity ?? rule.severity,
    title: hit.title ?? rule.title,
    description: hit.detail === undefined ? rule.description : `${rule.description} ${hit.detail}`,
    remediation: rule.remediation,
    cwe: rule.cwe,
    lineStart: hit.line,
    confidence: 'high',
  };
}

export const dockerfileCheck: FileCheck = {
  id: 'dockerfile',
  // The version of the whole program's code, which the machine adds, says when rules or reading have changed.
  version: '1',
  wants: isDockerfile,
  check: ({ text }) => checkDockerfile(text),
};
