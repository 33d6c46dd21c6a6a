import { endOfLine } from './characters.ts';
import type { Lexer } from './lexer.ts';
import { HclLimitError, HclSyntaxError } from './syntax-error.ts';

/** The blocks that stand only at the top level of Terraform files, as formatted files have them. */
const HEADER =
  /(?:resource|ephemeral)\s+"[^"\n]*"\s+"[^"\n]*"\s*\{|(?:variable|output|module|provider)\s+"[^"\n]*"\s*\{|locals\s*\{/y;
/** In search of the next block after an error; `data` may also stand in a `check` block, the others in none. */
const HEADER_AFTER_ERROR =
  /(?:resource|data|ephemeral)\s+"[^"\n]*"\s+"[^"\n]*"\s*\{|(?:variable|output|module|provider|check)\s+"[^"\n]*"\s*\{|(?:locals|terraform|moved|import|removed)\s*\{/y;

/** Whether the token begins a block at the start of a line that can only be one of the top level. */
export function startsTopLevelBlock({ kind, from, source: { text } }: Lexer): boolean {
  return kind === 'identifier' && (from === 0 || text.charCodeAt(from - 1) === 0x0a) && matches(HEADER, text, from);
}

/**
 * Moves to the end of the item that could not be read: the end of a line, or the brace that closes the block around it.
 * @param open - brackets open around the item
 * @param resumeAt - where to look from, null for the present token
 */
export function recover(lexer: Lexer, open: number, resumeAt: number | null): 'item' | 'top level' {
  lexer.newlines = true;
  if (resumeAt !== null) {
    lexer.moveTo(Math.max(resumeAt, lexer.from));
    advance(lexer);
  }
  for (;;) {
    if (lexer.is('end')) return 'item';
    if (lexer.is('newline')) {
      if (lexer.open <= open) {
        lexer.open = open;
        return 'item';
      }
      if (matches(HEADER_AFTER_ERROR, lexer.source.text, lexer.to)) return 'top level';
    } else if (lexer.is('}')) {
      if (lexer.open < open) return 'item';
    } else if (lexer.is('quote')) {
      lexer.moveTo(endOfQuoted(lexer.source.text, lexer.to));
    }
    advance(lexer);
  }
}

/** One token on, over everything that is none. */
function advance(lexer: Lexer): void {
  for (;;) {
    try {
      lexer.advance();
      return;
    } catch (error) {
      if (!(error instanceof HclSyntaxError)) throw error;
      if (error instanceof HclLimitError) {
        lexer.finish();
        return;
      }
      if (error.resumeAt !== null) lexer.moveTo(error.resumeAt);
    }
  }
}

function endOfQuoted(text: string, start: number): number {
  const lineEnd = endOfLine(text, start);
  for (let at = start; at < lineEnd; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at + 1;
  }
  return lineEnd;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
