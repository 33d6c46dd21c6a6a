import type { Instruction } from './instruction.ts';
import { expandVariables, parseAssignments } from './variables.ts';

/** The image that a stage begins with, variables filled in as far as they are known. */
export interface BaseImage {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
  /** True when a variable without a value is left in it, so that nothing can be said of its tag. */
  readonly isUnknown: boolean;
}

export interface Stage {
  readonly from: Instruction;
  readonly base: BaseImage;
  readonly alias: string | null;
  /** The earlier stage it builds on, if any. */
  readonly parent: Stage | null;
  readonly instructions: readonly Instruction[];
}

/** Splits a Dockerfile at its FROM instructions. What stands before the first belongs to no stage. */
export function splitStages(instructions: readonly Instruction[]): readonly Stage[] {
  const stages: Stage[] = [];
  const globals = new Map<string, string>();
  for (let index = 0; index < instructions.length; index += 1) {
    const instruction = instructions[index];
    if (instruction === undefined) break;
    if (instruction.keyword === 'ARG' && stages.length === 0) {
      for (const { key, value } of parseAssignments(instruction)) if (value !== null) globals.set(key, value);
    }
    if (instruction.keyword !== 'FROM') continue;
    const next = instructions.findIndex((candidate, at) => at > index && candidate.keyword === 'FROM');
    const [image = '', as, alias] = instruction.text.split(/\s+/);
    const name = expandVariables(image, globals);
    stages.push({
      from: instruction,
      base: parseImage(name),
      alias: as?.toLowerCase() === 'as' && alias !== undefined ? alias.toLowerCase() : null,
      parent: stages.find((stage, at) => stage.alias === name.toLowerCase() || String(at) === name) ?? null,
      instructions: instructions.slice(index + 1, next === -1 ? undefined : next),
    });
  }
  return stages;
}

/** @see https://github.com/distribution/reference */
function parseImage(text: string): BaseImage {
  const [withTag = '', digest] = text.split('@');
  const colon = withTag.lastIndexOf(':');
  // A colon before the last slash is the port of a registry.
  const hasTag = colon > withTag.lastIndexOf('/');
  return {
    name: hasTag ? withTag.slice(0, colon) : withTag,
    tag: hasTag ? withTag.slice(colon + 1) : null,
    digest: digest ?? null,
    isUnknown: text.includes('$'),
  };
}
