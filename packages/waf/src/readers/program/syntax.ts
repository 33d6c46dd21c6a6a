import type { SyntaxNode, Tree } from '@lezer/common';
import type { SourceText } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';
import { fileStart, type Problems } from '../data/problems.ts';

/** Levels of a syntax tree; deeper programs are refused. */
const MAX_DEPTH = 600;
/** UTF-16 units of one program. */
export const MAX_PROGRAM = 2 * 1024 * 1024;

/** Parses a program; undefined after a problem, which is reported. */
export function parseProgram(
  source: SourceText,
  parse: (text: string) => Tree,
  language: string,
  problems: Problems,
): SyntaxNode | undefined {
  if (source.text.length > MAX_PROGRAM) {
    problems.error(
      `The file has ${source.text.length} characters, more than the ${MAX_PROGRAM} that are read of a program.`,
      fileStart(source),
    );
    return undefined;
  }
  const tree = parse(source.text);
  const cursor = tree.cursor();
  let depth = 0;
  for (;;) {
    if (cursor.type.isError) {
      problems.error(
        `Not valid ${language}: the program cannot be read from here on.`,
        new Span(source, cursor.from, cursor.to),
      );
      return undefined;
    }
    if (depth > MAX_DEPTH) {
      problems.error(`More than ${MAX_DEPTH} levels within one another.`, new Span(source, cursor.from, cursor.from));
      return undefined;
    }
    if (cursor.firstChild()) {
      depth += 1;
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return tree.topNode;
      depth -= 1;
    }
  }
}

/** The children of a node. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const result: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) result.push(child);
  return result;
}

const PUNCTUATION = new Set([
  ',',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ';',
  ':',
  '.',
  '?.',
  'LineComment',
  'BlockComment',
  'Comment',
]);

/** The children that carry meaning of their own. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !PUNCTUATION.has(name));
}
