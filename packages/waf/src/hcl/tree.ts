import type { Span } from './span.ts';

/** What stands between the braces of a block, or in a whole file. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  readonly span: Span;
}

export interface Attribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
  readonly span: Span;
}

export interface Block {
  readonly type: string;
  readonly typeSpan: Span;
  readonly labels: readonly Label[];
  readonly body: Body;
  readonly span: Span;
}

export interface Label {
  readonly text: string;
  readonly span: Span;
}

export type UnaryOperator = '!' | '-';
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface LiteralExpression {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

export interface TemplateExpression {
  readonly kind: 'template';
  readonly form: 'quoted' | 'heredoc';
  readonly parts: readonly TemplatePart[];
  readonly span: Span;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'interpolation'; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly TemplatePart[];
      readonly whenFalse: readonly TemplatePart[];
      readonly span: Span;
    }
  | {
      readonly kind: 'for';
      readonly keyName: string | null;
      readonly valueName: string;
      readonly collection: Expression;
      readonly body: readonly TemplatePart[];
      readonly span: Span;
    };

/** The first name of a reference, such as `var` in `var.region`. */
export interface VariableExpression {
  readonly kind: 'variable';
  readonly name: string;
  readonly span: Span;
}

export interface MemberExpression {
  readonly kind: 'member';
  readonly source: Expression;
  readonly name: string;
  readonly span: Span;
}

/** `a[key]`, and the old form `a.0`. */
export interface IndexExpression {
  readonly kind: 'index';
  readonly source: Expression;
  readonly key: Expression;
  readonly span: Span;
}

/** `a.*.b` or `a[*].b`: `each` is applied to every element, which it reaches through a `splatItem`. */
export interface SplatExpression {
  readonly kind: 'splat';
  readonly form: 'attribute' | 'full';
  readonly source: Expression;
  readonly each: Expression;
  readonly span: Span;
}

export interface SplatItemExpression {
  readonly kind: 'splatItem';
  readonly span: Span;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  /** `f(list...)`: the elements of the last argument are the arguments. */
  readonly expands: boolean;
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface ConditionalExpression {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly span: Span;
}

export interface TupleExpression {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface ObjectExpression {
  readonly kind: 'object';
  readonly entries: readonly ObjectEntry[];
  readonly span: Span;
}

/** A bare word as key is a literal text; a key in parentheses is a `parentheses` expression. */
export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly span: Span;
}

export interface ForExpression {
  readonly kind: 'for';
  readonly result: 'tuple' | 'object';
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
  /** Null for a tuple. */
  readonly key: Expression | null;
  readonly value: Expression;
  /** `=> value...`: values with the same key are collected. */
  readonly groups: boolean;
  readonly condition: Expression | null;
  readonly span: Span;
}

export interface ParenthesesExpression {
  readonly kind: 'parentheses';
  readonly inner: Expression;
  readonly span: Span;
}

export type Expression =
  | LiteralExpression
  | TemplateExpression
  | VariableExpression
  | MemberExpression
  | IndexExpression
  | SplatExpression
  | SplatItemExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | TupleExpression
  | ObjectExpression
  | ForExpression
  | ParenthesesExpression;
