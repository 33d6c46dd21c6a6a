import type { Heredoc, Instruction } from './instruction.ts';

const DIRECTIVE = /^#\s*(\w+)\s*=\s*(\S+)\s*$/;
const HEREDOC = /<<-?\s*(["']?)([A-Za-z_][\w.-]*)\1/g;
/** Instructions that may carry heredocs. */
const WITH_HEREDOCS = new Set(['RUN', 'COPY', 'ADD']);

/** One logical line: physical lines joined at the escape character. */
interface Logical {
  readonly text: string;
  /** Where each physical line begins in `text`. */
  readonly starts: readonly { readonly offset: number; readonly line: number }[];
  readonly lineStart: number;
  readonly lineEnd: number;
}

/**
 * Reads a Dockerfile. Never throws: what is no instruction is kept as one with an unknown keyword.
 * @see https://docs.docker.com/reference/dockerfile/
 */
export function parseDockerfile(source: string): readonly Instruction[] {
  const lines = source.split(/\r\n|\r|\n/);
  const escape = findEscape(lines);
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length;) {
    if (isSkipped(lines[index] ?? '')) {
      index += 1;
      continue;
    }
    const logical = joinLines(lines, index, escape);
    const heredocs: Heredoc[] = [];
    index = takeHeredocs(lines, logical, heredocs);
    instructions.push(toInstruction(logical, heredocs, index));
  }
  return instructions;
}

/** The character of the `# escape=` directive, which stands before everything else. */
function findEscape(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = DIRECTIVE.exec(line.trim()) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape' && value === '`') return '`';
  }
  return '\\';
}

function isSkipped(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('#');
}

function joinLines(lines: readonly string[], first: number, escape: string): Logical {
  const parts: string[] = [];
  const starts: { offset: number; line: number }[] = [];
  let length = 0;
  let index = first;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    // Comments and empty lines inside a continued instruction are left out.
    if (index > first && isSkipped(line)) continue;
    const trimmed = line.trimEnd();
    const isContinued = trimmed.endsWith(escape);
    const part = isContinued ? `${trimmed.slice(0, -1)} ` : line;
    starts.push({ offset: length, line: index + 1 });
    parts.push(part);
    length += part.length;
    if (!isContinued) break;
  }
  return { text: parts.join(''), starts, lineStart: first + 1, lineEnd: Math.min(index, lines.length - 1) + 1 };
}

/** Reads the heredocs that a logical line announces; answers the index of the line after them. */
function takeHeredocs(lines: readonly string[], logical: Logical, heredocs: Heredoc[]): number {
  let index = logical.lineEnd;
  if (!WITH_HEREDOCS.has((/^\s*(\w+)/.exec(logical.text)?.[1] ?? '').toUpperCase())) return index;
  for (const match of logical.text.matchAll(HEREDOC)) {
    const name = match[2] ?? '';
    const end = lines.findIndex((line, at) => at >= index && line.trim() === name);
    // Without its end it is no heredoc but a shift operator, or the file is cut off.
    if (end === -1) return index;
    heredocs.push({ name, content: lines.slice(index, end).join('\n'), line: index + 1 });
    index = end + 1;
  }
  return index;
}

function toInstruction(logical: Logical, heredocs: readonly Heredoc[], lineEnd: number): Instruction {
  const head = /^\s*(\S+)\s*/.exec(logical.text) ?? ['', ''];
  const flags = new Map<string, string[]>();
  let at = head[0].length;
  for (let flag = readFlag(logical.text, at); flag !== null; flag = readFlag(logical.text, at)) {
    flags.set(flag.name, [...(flags.get(flag.name) ?? []), flag.value]);
    at = flag.end;
  }
  const text = logical.text.slice(at).trimEnd();
  return {
    keyword: (head[1] ?? '').toUpperCase(),
    text,
    flags,
    json: parseJsonForm(text),
    heredocs,
    lineStart: logical.lineStart,
    lineEnd,
    lineOf: (offset) => logical.starts.findLast((start) => start.offset <= at + offset)?.line ?? logical.lineStart,
  };
}

function readFlag(
  text: string,
  at: number,
): { readonly name: string; readonly value: string; readonly end: number } | null {
  const pattern = /--([a-z][a-z-]*)(?:=(\S*))?(?:\s+|$)/y;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && { name: match[1] ?? '', value: match[2] ?? '', end: pattern.lastIndex };
}

function parseJsonForm(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
  } catch {
    // Docker takes what is no JSON list as the shell form.
    return null;
  }
}
