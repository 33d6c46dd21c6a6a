import type { Instruction } from '../parser/instruction.ts';
import type { Stage } from '../parser/stages.ts';
import type { DockerfileRule } from './rule.ts';

/** The USER in force at the end of a stage, inherited from the stages it builds on; null when none is set. */
function findUser(stage: Stage | undefined): Instruction | null {
  for (let current = stage ?? null; current !== null; current = current.parent) {
    const user = current.instructions.findLast(({ keyword }) => keyword === 'USER');
    if (user) return user;
  }
  return null;
}

function isRoot(user: Instruction): boolean {
  const [name = ''] = user.text.trim().replaceAll(/["']/g, '').split(':');
  return name === 'root' || /^0+$/.test(name);
}

export const userRules: readonly DockerfileRule[] = [
  {
    id: 'DL002',
    severity: 'high',
    title: 'Running as root user',
    cwe: 'CWE-250',
    description: 'The container’s processes have all rights inside it, and often a way out of it.',
    remediation: 'End the last stage with USER and an account of its own.',
    find: ({ stages }) => {
      const user = findUser(stages.at(-1));
      return user && isRoot(user) ? [{ line: user.lineStart }] : [];
    },
  },
  {
    id: 'DL010',
    severity: 'medium',
    title: 'No USER directive found',
    cwe: 'CWE-250',
    description: 'The last stage sets no user, so what the base image has counts, which is nearly always root.',
    remediation: 'End the last stage with USER and an account of its own.',
    find: ({ stages }) => (stages.length > 0 && findUser(stages.at(-1)) === null ? [{ line: null }] : []),
  },
];
