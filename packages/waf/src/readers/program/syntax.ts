import type { SyntaxNode, Tree } from '@lezer/common';
import type { SourceText } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';
import { fileStart, type Problems } from '../data/problems.ts';

/** Levels of a syntax tree; deeper programs are refused. */
const MAX_DEPTH = 600;
/** UTF-16 units of one program; the parser reads about 200,000 of them in a second when it is made hard for it. */
const MAX_PROGRAM = 512 * 1024;
/** What no program that declares infrastructure is without. */
const MARKS = /aws|cdk|pulumi|azure|gcp|google/i;

/**
 * Parses a program; undefined after a problem, which is reported. A parser must end at the first problem
 * (`strict: true`): mending broken programs takes time and memory without bound.
 */
export function parseProgram(
  source: SourceText,
  parse: (text: string) => Tree,
  language: string,
  problems: Problems,
): SyntaxNode | undefined {
  const { text } = source;
  if (text.length > MAX_PROGRAM) {
    // Bundles of other code are passed over.
    if (MARKS.test(text)) {
      const message = `The file has ${text.length} characters, more than the ${MAX_PROGRAM} that are read of a program.`;
      problems.error(message, fileStart(source));
    }
    return undefined;
  }
  try {
    const tree = parse(text);
    const tooDeep = findTooDeep(tree);
    if (tooDeep === undefined) return tree.topNode;
    problems.error(`More than ${MAX_DEPTH} levels within one another.`, new Span(source, tooDeep, tooDeep));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = Number(/\d+$/.exec(error.message)?.[0] ?? 0);
    const place = new Span(source, Math.min(at, text.length), Math.min(at + 1, text.length));
    problems.error(`Not valid ${language}: the program cannot be read from here on.`, place);
  }
  return undefined;
}

/** Where a tree has more levels than are read. */
function findTooDeep(tree: Tree): number | undefined {
  const cursor = tree.cursor();
  let depth = 0;
  for (;;) {
    if (depth > MAX_DEPTH) return cursor.from;
    if (cursor.firstChild()) {
      depth += 1;
      continue;
    }
    while (!cursor.nextSibling()) {
      if (!cursor.parent()) return undefined;
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
