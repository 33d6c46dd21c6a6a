import { cover } from './span.ts';
import { HclSyntaxError } from './syntax-error.ts';
import type { MarkupToken, TemplateToken } from './template-tokens.ts';
import type { TemplatePart } from './tree.ts';

/** A directive whose end has not been seen. */
interface Open {
  readonly token: MarkupToken & { readonly kind: 'if' | 'for' };
  readonly parts: TemplatePart[];
  otherwise: TemplatePart[] | null;
}

/** Pairs `%{if}` with `%{else}` and `%{endif}`, and `%{for}` with `%{endfor}`. */
export function buildTemplate(tokens: readonly TemplateToken[]): readonly TemplatePart[] {
  const root: TemplatePart[] = [];
  const stack: Open[] = [];
  const add = (part: TemplatePart): void => {
    const open = stack.at(-1);
    (open === undefined ? root : (open.otherwise ?? open.parts)).push(part);
  };

  for (const token of tokens) {
    const open = stack.at(-1);
    switch (token.kind) {
      case 'text':
        if (token.value !== '') add({ kind: 'text', value: token.value, span: token.span });
        break;
      case 'interpolation':
        add({ kind: 'interpolation', expression: token.expression, span: token.span });
        break;
      case 'if':
      case 'for':
        stack.push({ token, parts: [], otherwise: null });
        break;
      case 'else':
        if (open?.token.kind !== 'if') throw stray(token, '%{ if }');
        if (open.otherwise !== null) throw stray(token, '%{ if } without an %{ else } of its own');
        open.otherwise = [];
        break;
      case 'endif':
        if (open?.token.kind !== 'if') throw stray(token, '%{ if }');
        stack.pop();
        add(close(open, token));
        break;
      case 'endfor':
        if (open?.token.kind !== 'for') throw stray(token, '%{ for }');
        stack.pop();
        add(close(open, token));
        break;
      default:
        token satisfies never;
    }
  }

  const unclosed = stack.at(-1);
  if (unclosed !== undefined) {
    const { kind, span } = unclosed.token;
    throw new HclSyntaxError(`This %{ ${kind} } is never closed: %{ end${kind} } is missing.`, span.from, span.to);
  }
  return root;
}

function close({ token, parts, otherwise }: Open, end: MarkupToken): TemplatePart {
  const span = cover(token.span, end.span);
  if (token.kind === 'if') {
    return { kind: 'if', condition: token.condition, whenTrue: parts, whenFalse: otherwise ?? [], span };
  }
  const { keyName, valueName, collection } = token;
  return { kind: 'for', keyName, valueName, collection, body: parts, span };
}

function stray(token: MarkupToken, opener: string): HclSyntaxError {
  return new HclSyntaxError(`This %{ ${token.kind} } belongs to no ${opener}.`, token.span.from, token.span.to);
}
