import type { SourceText } from '../../hcl/source-text.ts';

/** An expression of a programming language, as far as configuration is written with it. */
export type ProgramExpression = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly ProgramExpression[] }
  | { readonly kind: 'object'; readonly members: readonly ProgramMember[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly source: ProgramExpression; readonly name: string }
  | { readonly kind: 'index'; readonly source: ProgramExpression; readonly key: ProgramExpression }
  | { readonly kind: 'text'; readonly parts: readonly (string | ProgramExpression)[] }
  | { readonly kind: 'not' | 'minus'; readonly operand: ProgramExpression }
  | { readonly kind: 'plus'; readonly left: ProgramExpression; readonly right: ProgramExpression }
  | {
      readonly kind: 'choice';
      readonly condition: ProgramExpression;
      readonly whenTrue: ProgramExpression;
      readonly whenFalse: ProgramExpression;
    }
  | ProgramCall
  /** `...x` and `**x`, within a list or an object. */
  | { readonly kind: 'spread'; readonly operand: ProgramExpression }
  | { readonly kind: 'other' }
);

export interface ProgramMember {
  /** Null for a spread. */
  readonly key: ProgramExpression | null;
  readonly value: ProgramExpression;
}

/** A call or the making of an object. */
export interface ProgramCall {
  readonly kind: 'call';
  readonly callee: ProgramExpression;
  readonly args: readonly ProgramExpression[];
  /** Arguments with names, and `**x` with a null name. */
  readonly named: readonly { readonly name: string | null; readonly value: ProgramExpression }[];
  readonly isNew: boolean;
  readonly from: number;
  readonly to: number;
}

/** What a name stands for. */
export type Declaration =
  | { readonly kind: 'constant'; readonly value: ProgramExpression; readonly scope: Scope }
  /** Members of an enum, or static ones of a class. */
  | { readonly kind: 'members'; readonly members: ReadonlyMap<string, ProgramExpression>; readonly scope: Scope }
  /** `imported` is null for the module as a whole. */
  | { readonly kind: 'import'; readonly module: string; readonly imported: string | null }
  /** Parameters, functions, variables that change: nothing is known of them. */
  | { readonly kind: 'opaque' };

/** Names that are visible in a part of a program. */
export interface Scope {
  readonly program: Program;
  readonly parent: Scope | null;
  readonly names: Map<string, Declaration>;
}

/** One file as a program. */
export interface Program {
  readonly source: SourceText;
  readonly top: Scope;
  /** Every call of the file with the scope it stands in and the variable it is assigned to, in order. */
  readonly calls: { readonly call: ProgramCall; readonly scope: Scope; readonly assignedTo: string | null }[];
}

export function createProgram(source: SourceText): Program {
  const names = new Map<string, Declaration>();
  const program: Program = {
    source,
    calls: [],
    get top() {
      return top;
    },
  };
  const top: Scope = { program, parent: null, names };
  return program;
}

/** A scope within another one. */
export function openScope(parent: Scope): Scope {
  return { program: parent.program, parent, names: new Map() };
}

/** Gives a name a meaning. A name that gets a second one in the same scope has none that is known. */
export function declare(scope: Scope, name: string, declaration: Declaration): void {
  scope.names.set(name, scope.names.has(name) ? { kind: 'opaque' } : declaration);
}

/** What a name means in a scope, undefined when nothing declares it. */
export function lookUp(scope: Scope, name: string): Declaration | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
