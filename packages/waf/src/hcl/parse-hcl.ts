import { type BodyReader, readFileBody } from './body.ts';
import type { Cursor } from './cursor.ts';
import type { Diagnostic } from './diagnostic.ts';
import { readExpression } from './expression.ts';
import { Lexer } from './lexer.ts';
import { DEFAULT_LIMITS, type HclLimits } from './limits.ts';
import { createSource, type SourceText } from './source-text.ts';
import { Span } from './span.ts';
import { HclSyntaxError } from './syntax-error.ts';
import { readWholeTemplate } from './template.ts';
import type { Body, Expression } from './tree.ts';

/** What was read of a file, and what was not. */
export interface ParsedFile {
  readonly body: Body;
  /** In the order of the text. Empty when everything was read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a file in HCL's native syntax. Never throws: what is broken is reported, the rest is read.
 * @param file - its path, which the spans carry
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function parseHcl(text: string, file: string, limits: HclLimits = DEFAULT_LIMITS): ParsedFile {
  const source = createSource(file, text);
  const diagnostics: Diagnostic[] = [];
  const tooLong = checkLength(source, limits);
  if (tooLong !== null) return tooLong;
  const reader: BodyReader = {
    lexer: new Lexer(source, limits),
    readExpression: () => readExpression(reader),
    unclosedHeredocs: 0,
    atTopLevel: false,
    unclosed: false,
    report: (message, span) => {
      if (diagnostics.length < limits.maxDiagnostics)
        diagnostics.push({ severity: 'error', message, span, isSyntax: true });
    },
  };
  const body = readFileBody(reader);
  return { body, diagnostics };
}

/** Refuses a file that is too long, null for any other. */
export function checkLength(source: SourceText, limits: HclLimits): ParsedFile | null {
  const { length } = source.text;
  if (length <= limits.maxLength) return null;
  const span = new Span(source, 0, 0);
  const message = `The file has ${length} characters, more than the ${limits.maxLength} that are read.`;
  return {
    body: { attributes: [], blocks: [], span },
    diagnostics: [{ severity: 'error', message, span, isSyntax: true }],
  };
}

/** What was read of a text that is one template, and what is wrong with it. */
export type ParsedTemplate =
  | { readonly expression: Expression; readonly problem: null }
  | { readonly expression: null; readonly problem: Diagnostic };

/** Reads a text that is a template as a whole. */
export function parseTemplate(source: SourceText, limits: HclLimits = DEFAULT_LIMITS): ParsedTemplate {
  const lexer = new Lexer(source, limits);
  const cursor: Cursor = { lexer, readExpression: () => readExpression(cursor), unclosedHeredocs: 0 };
  try {
    return { expression: readWholeTemplate(cursor), problem: null };
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    return {
      expression: null,
      problem: { severity: 'error', message: error.message, span: lexer.span(error.from, error.to), isSyntax: true },
    };
  }
}
