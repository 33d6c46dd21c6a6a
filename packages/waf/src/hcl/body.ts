import { type Cursor, expect, nest, unexpected } from './cursor.ts';
import { recover, startsTopLevelBlock } from './recovery.ts';
import type { Span } from './span.ts';
import { HclSyntaxError } from './syntax-error.ts';
import { readQuoted } from './template.ts';
import type { Attribute, Block, Body, Label } from './tree.ts';

/** The cursor, and how far the recovery from an error reaches. */
export interface BodyReader extends Cursor {
  readonly report: (message: string, span: Span) => void;
  /** A block of the top level begins here although blocks are open. */
  atTopLevel: boolean;
  /** An unclosed block was reported for the present place. */
  unclosed: boolean;
}

/** Reads arguments and blocks up to the end of the file. */
export function readFileBody(reader: BodyReader): Body {
  const { lexer } = reader;
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  attempt(reader, () => lexer.advance());
  for (;;) {
    readItems(reader, attributes, blocks, 'end');
    if (!reader.atTopLevel) break;
    reader.atTopLevel = false;
    reader.unclosed = false;
    lexer.open = 0;
  }
  return { attributes, blocks, span: lexer.span(0, lexer.source.text.length) };
}

function readItems(reader: BodyReader, attributes: Attribute[], blocks: Block[], end: 'end' | '}'): void {
  const { lexer } = reader;
  const names = new Set<string>();
  while (!reader.atTopLevel) {
    if (lexer.is(end) || lexer.is('end')) return;
    if (lexer.is('newline')) {
      attempt(reader, () => lexer.advance());
    } else if (end === '}' && startsTopLevelBlock(lexer)) {
      reader.atTopLevel = true;
    } else {
      attempt(reader, () => {
        const item = readItem(reader);
        if (item === null) return;
        if ('labels' in item) blocks.push(item);
        else if (names.has(item.name))
          reader.report(`The argument ${item.name} is set twice; the first one counts.`, item.nameSpan);
        else attributes.push(item);
        if ('name' in item) names.add(item.name);
        if (reader.atTopLevel) return;
        const { kind } = lexer;
        if (kind !== 'newline' && kind !== 'end' && kind !== end) throw unexpected(lexer, 'a new line');
      });
    }
  }
}

/** Null when the reading of a block was ended by one of the top level. */
function readItem(reader: BodyReader): Attribute | Block | null {
  const { lexer } = reader;
  const { from } = lexer;
  if (!lexer.is('identifier')) {
    throw unexpected(lexer, lexer.is('quote') ? 'a name without quotes' : 'an argument or a block');
  }
  const name = lexer.text;
  const nameSpan = lexer.span();
  lexer.advance();
  if (lexer.is('=')) {
    lexer.advance();
    const value = reader.readExpression();
    return { name, nameSpan, value, span: lexer.span(from, lexer.lastEnd) };
  }
  return nest(lexer, () => readBlock(reader, name, nameSpan));
}

function readBlock(reader: BodyReader, type: string, typeSpan: Span): Block {
  const { lexer } = reader;
  const labels: Label[] = [];
  while (lexer.is('identifier') || lexer.is('quote')) labels.push(readLabel(reader));
  if (!lexer.is('{')) throw unexpected(lexer, labels.length === 0 ? '`=` or `{`' : '`{`');
  const header = lexer.span(typeSpan.from, lexer.to);
  const bodyFrom = lexer.from;
  const { depth } = lexer;
  // Read on even when the first thing in the block is wrong.
  attempt(reader, () => lexer.advance());
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  readItems(reader, attributes, blocks, '}');
  lexer.depth = depth;
  if (lexer.is('}') && !reader.atTopLevel) expect(lexer, '}');
  else reportUnclosed(reader, header);
  return {
    type,
    typeSpan,
    labels,
    body: { attributes, blocks, span: lexer.span(bodyFrom, lexer.lastEnd) },
    span: lexer.span(typeSpan.from, lexer.lastEnd),
  };
}

function reportUnclosed(reader: BodyReader, header: Span): void {
  if (reader.unclosed) return;
  reader.unclosed = true;
  const title = header.text.slice(0, 100);
  reader.report(`This block is never closed: a \`}\` is missing somewhere below \`${title}\`.`, header);
}

function readLabel(reader: BodyReader): Label {
  const { lexer } = reader;
  if (lexer.is('identifier')) {
    const label = { text: lexer.text, span: lexer.span() };
    lexer.advance();
    return label;
  }
  const expression = readQuoted(reader);
  if (expression.kind === 'literal' && typeof expression.value === 'string') {
    return { text: expression.value, span: expression.span };
  }
  const { from, to } = expression.span;
  throw new HclSyntaxError('The name of a block is a plain text: nothing can be put into it.', from, to);
}

/** Runs a reader; after an error, moves to where the next item can begin. */
function attempt(reader: BodyReader, read: () => void): void {
  const { lexer } = reader;
  const { depth } = lexer;
  const { open } = lexer;
  try {
    read();
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    reader.report(error.message, lexer.span(error.from, error.to));
    lexer.depth = depth;
    if (recover(lexer, open, error.resumeAt) === 'top level') reader.atTopLevel = true;
  }
}
