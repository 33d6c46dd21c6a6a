import type { Span } from './span.ts';
import type { Expression } from './tree.ts';

/** A template in reading order, before its directives are paired. */
export type TemplateToken = TextToken | MarkupToken;

export interface TextToken {
  readonly kind: 'text';
  value: string;
  /** Whether it is the beginning of a line of a heredoc. */
  readonly startsLine: boolean;
  readonly span: Span;
}

interface Markup {
  /** `${~` and `%{~` take away the white space before, `~}` that behind. */
  readonly trimBefore: boolean;
  readonly trimAfter: boolean;
  readonly span: Span;
}

export type MarkupToken = Markup &
  (
    | { readonly kind: 'interpolation'; readonly expression: Expression }
    | { readonly kind: 'if'; readonly condition: Expression }
    | {
        readonly kind: 'for';
        readonly keyName: string | null;
        readonly valueName: string;
        readonly collection: Expression;
      }
    | { readonly kind: 'else' | 'endif' | 'endfor' }
  );

/** Carries out the `~` marks. */
export function trimTokens(tokens: readonly TemplateToken[]): void {
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text') continue;
    for (let at = index - 1; token.trimBefore && at >= 0; at -= 1) {
      const before = tokens[at];
      if (before?.kind !== 'text') break;
      before.value = before.value.trimEnd();
      if (before.value !== '') break;
    }
    for (let at = index + 1; token.trimAfter && at < tokens.length; at += 1) {
      const after = tokens[at];
      if (after?.kind !== 'text') break;
      after.value = after.value.trimStart();
      if (after.value !== '') break;
    }
  }
}

/** Takes the indentation that all lines of a `<<-` heredoc share away from each; blank lines do not count. */
export function removeIndent(tokens: readonly TemplateToken[]): void {
  let shared = Number.POSITIVE_INFINITY;
  const lines: TextToken[] = [];
  let newline = true;
  for (const token of tokens) {
    if (newline) {
      if (token.kind === 'text') {
        const rest = token.value.trimStart();
        if (rest !== '' || !token.value.endsWith('\n')) {
          shared = Math.min(shared, token.value.length - rest.length);
          lines.push(token);
        }
      } else {
        shared = 0;
      }
    }
    newline = token.kind === 'text' && token.value.endsWith('\n');
  }
  for (const line of lines) line.value = line.value.slice(shared);
}
