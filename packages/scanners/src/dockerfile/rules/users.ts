import type { Instruction } from '../parser/instruction.ts';
import type { Stage } from '../parser/stages.ts';
import { expandVariables, parseAssignments } from '../parser/variables.ts';
import type { DockerfileRule } from './rule.ts';

/** The USER in force at the end of a stage, inherited from the stages it builds on; null when none is set. */
function findUser(stage: Stage | undefined): Instruction | null {
  for (let current = stage ?? null; current !== null; current = current.parent) {
    const user = current.instructions.findLast(({ keyword }) => keyword === 'USER');
    if (user) return user;
  }
  return null;
}

/** Values of ARG defaults and ENV at the end of a stage, those of the stages it builds on included. */
function readVariables(stage: Stage | null): Map<string, string> {
  if (stage === null) return new Map();
  const values = readVariables(stage.parent);
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') continue;
    for (const { key, value } of parseAssignments(instruction)) {
      if (value !== null) values.set(key, expandVariables(value, values));
    }
  }
  return values;
}

function isRoot(user: Instruction, stage: Stage): boolean {
  const text = expandVariables(user.text.trim().replaceAll(/["']/g, ''), readVariables(stage));
  const [name = ''] = text.split(':');
  return name === 'root' || /^0+$/.test(name);
}

/** Whether the image at the bottom of a stage is one that is made to run without root. */
function isUnprivileged(stage: Stage): boolean {
  if (stage.parent !== null) return isUnprivileged(stage.parent);
  const { name, tag } = stage.base;
  return /(?:^|-)nonroot$/.test(tag ?? '') || name.endsWith('-unprivileged');
}

export const userRules: readonly DockerfileRule[] = [
  {
    id: 'DL002',
    severity: 'high',
    title: 'Running as root user',
    cwe: 'CWE-250',
    description: 'The container’s processes have all rights inside it, and often a way out of it.',
    remediation: 'End the last stage with USER and an account of its own.',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
    example: { bad: 'USER root', good: 'USER app' },
    find: ({ stages }) => {
      const last = stages.at(-1);
      const user = findUser(last);
      return last && user && isRoot(user, last) ? [{ line: user.lineStart }] : [];
    },
  },
  {
    id: 'DL010',
    severity: 'medium',
    title: 'No USER directive found',
    cwe: 'CWE-250',
    description: 'The last stage sets no user, so what the base image has counts, which is nearly always root.',
    remediation: 'End the last stage with USER and an account of its own.',
    references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
    example: {
      bad: 'FROM node:24-slim\nCMD ["node", "app.js"]',
      good: 'FROM node:24-slim\nUSER node\nCMD ["node", "app.js"]',
    },
    find: ({ stages }) => {
      const last = stages.at(-1);
      return last && findUser(last) === null && !isUnprivileged(last) ? [{ line: null }] : [];
    },
  },
];
