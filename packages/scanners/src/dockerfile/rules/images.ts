import type { Stage } from '../parser/stages.ts';
import type { DockerfileRule } from './rule.ts';

/** Stages that begin with an image from a registry that a tag would describe. */
function findTaggable(stages: readonly Stage[]): readonly Stage[] {
  return stages.filter(
    ({ base, parent }) =>
      parent === null && base.name !== 'scratch' && base.name !== '' && !base.isUnknown && base.digest === null,
  );
}

export const imageRules: readonly DockerfileRule[] = [
  {
    id: 'DL001',
    severity: 'medium',
    title: "Using ':latest' tag in FROM",
    cwe: 'CWE-1104',
    description: 'The tag moves: two builds of the same file give different images, and a bad release comes in unseen.',
    remediation: 'Name a version, best with its digest.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    example: { bad: 'FROM node:latest', good: 'FROM node:24.1-slim@sha256:<digest>' },
    find: ({ stages }) =>
      findTaggable(stages)
        .filter(({ base }) => base.tag === 'latest' || base.tag?.startsWith('latest-') === true)
        .map(({ from }) => ({ line: from.lineStart })),
  },
  {
    id: 'DL012',
    severity: 'medium',
    title: 'Base image without a tag',
    cwe: 'CWE-1104',
    description: 'Without a tag the newest image is taken, whatever it is.',
    remediation: 'Name a version, best with its digest.',
    references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
    example: { bad: 'FROM node', good: 'FROM node:24.1-slim' },
    find: ({ stages }) =>
      findTaggable(stages)
        .filter(({ base }) => base.tag === null)
        .map(({ from, base }) => ({ line: from.lineStart, detail: `The image is ${base.name}.` })),
  },
];
