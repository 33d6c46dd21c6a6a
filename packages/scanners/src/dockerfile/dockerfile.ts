import { parseDockerfile } from './parser/parse-dockerfile.ts';
import type { Instruction } from './parser/instruction.ts';
import { splitStages, type Stage } from './parser/stages.ts';
import { splitCommands, type Command } from './parser/words.ts';

/** A command that RUN starts, with the line it stands on. */
export interface RunCommand {
  /** Name of the program without its directory, then its arguments. */
  readonly words: readonly string[];
  readonly isPiped: boolean;
  readonly line: number;
  readonly instruction: Instruction;
  /** The command before it in the same instruction. */
  readonly previous: RunCommand | null;
}

/** A Dockerfile as rules see it. */
export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** All commands of all RUN instructions, in order. */
  readonly commands: readonly RunCommand[];
}

export function readDockerfile(text: string): Dockerfile {
  const instructions = parseDockerfile(text);
  return {
    instructions,
    stages: splitStages(instructions),
    commands: instructions
      .map(unwrapOnBuild)
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap(readCommands),
  };
}

/** `ONBUILD RUN …` as the RUN that it becomes in the images built on this one. */
function unwrapOnBuild(instruction: Instruction): Instruction {
  const inner = instruction.keyword === 'ONBUILD' ? /^(\w+)\s+/.exec(instruction.text) : null;
  if (inner === null) return instruction;
  const [{ length }, keyword = ''] = inner;
  return {
    ...instruction,
    keyword: keyword.toUpperCase(),
    text: instruction.text.slice(length),
    lineOf: (offset) => instruction.lineOf(offset + length),
  };
}

function readCommands(instruction: Instruction): readonly RunCommand[] {
  const commands: RunCommand[] = [];
  const add = (command: Command, line: number): void => {
    const words = stripPrefixes(command.words.map(({ text }) => text));
    if (words.length === 0) return;
    commands.push({ words, isPiped: command.isPiped, line, instruction, previous: commands.at(-1) ?? null });
  };
  const { json, heredocs } = instruction;
  if (json !== null) {
    const script = findScript(json);
    if (script === null)
      add({ words: json.map((text) => ({ text, offset: 0 })), isPiped: false, offset: 0 }, instruction.lineStart);
    else for (const command of splitCommands(script)) add(command, instruction.lineStart);
  } else {
    for (const command of splitCommands(instruction.text)) add(command, instruction.lineOf(command.offset));
  }
  for (const { content, line } of heredocs) {
    for (const command of splitCommands(content)) add(command, line + countLines(content, command.offset));
  }
  return commands;
}

/** The script of `["sh", "-c", script]`. */
function findScript(words: readonly string[]): string | null {
  const [shell = '', option, script] = words;
  return /(?:^|\/)(?:ba|da|k|z|a)?sh$/.test(shell) && option?.startsWith('-') === true && option.includes('c')
    ? (script ?? null)
    : null;
}

/** Leaves out what stands before the program: assignments, `env`, `exec`, `then` and their like. */
function stripPrefixes(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^(?:\w+=.*|env|exec|time|nice|nohup|then|do|else|if|while|!)$/s.test(word));
  if (start === -1) return [];
  const [program = '', ...rest] = words.slice(start);
  return [program.slice(program.lastIndexOf('/') + 1), ...rest];
}

function countLines(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
