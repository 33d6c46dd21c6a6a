import { compareCodePoints } from '@securescan/model';
import type { Span } from '../hcl/span.ts';

interface Provenance {
  /** Where the value is written, null for one that was worked out or came from outside. */
  readonly span: Span | null;
  /** Marked by `sensitive = true` or `sensitive()`, itself or something in it. */
  readonly sensitive: boolean;
}

export interface NullValue extends Provenance {
  readonly kind: 'null';
}
export interface BoolValue extends Provenance {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NumberValue extends Provenance {
  readonly kind: 'number';
  readonly value: number;
}
export interface StringValue extends Provenance {
  readonly kind: 'string';
  readonly value: string;
}

/** A value that is settled only when the configuration is planned or applied. */
export interface UnknownValue extends Provenance {
  readonly kind: 'unknown';
  /** Why, in a few words. */
  readonly reason: string;
  /** Of a text that is unknown in places: what is known before, between and after them. */
  readonly pieces?: readonly string[];
}

interface Collection extends Provenance {
  /** Something in it that is unknown, at any depth. */
  readonly unknownInside: UnknownValue | null;
  /** Values in it, at all depths, counting shared ones each time. */
  readonly weight: number;
  readonly depth: number;
}

export interface ListValue extends Collection {
  readonly kind: 'list' | 'set';
  readonly items: readonly Value[];
}
export interface MapValue extends Collection {
  readonly kind: 'map' | 'object';
  readonly entries: ReadonlyMap<string, Value>;
  /** What any other attribute is: the ones of a resource that are settled later. Null when there are no others. */
  readonly rest: UnknownValue | null;
}

/** A value of Terraform's language. Tuples are lists. Immutable. */
export type Value = NullValue | BoolValue | NumberValue | StringValue | UnknownValue | ListValue | MapValue;

export function nullValue(span: Span | null = null): NullValue {
  return { kind: 'null', span, sensitive: false };
}

export function bool(value: boolean, span: Span | null = null): BoolValue {
  return { kind: 'bool', value, span, sensitive: false };
}

export function number(value: number, span: Span | null = null): NumberValue {
  return { kind: 'number', value, span, sensitive: false };
}

export function string(value: string, span: Span | null = null): StringValue {
  return { kind: 'string', value, span, sensitive: false };
}

export function unknown(reason: string, span: Span | null = null): UnknownValue {
  return { kind: 'unknown', reason, span, sensitive: false };
}

/** The value for something that depends on an unknown one and is another value. */
export function derived<T extends Value>(value: T): T {
  if (!('pieces' in value)) return value;
  const { pieces: _, ...rest } = value;
  return rest as T;
}

/** Most that is kept of a text that is unknown in places. */
const MAX_PIECES = 100_000;

/** A text that is unknown in places. */
export function withPieces(value: UnknownValue, pieces: readonly string[]): UnknownValue {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return length > MAX_PIECES || !pieces.some((piece) => piece !== '') ? value : { ...value, pieces };
}

export function list(items: readonly Value[], span: Span | null = null, kind: 'list' | 'set' = 'list'): ListValue {
  return { kind, items, span, ...summarise(items) };
}

export function map(
  entries: ReadonlyMap<string, Value>,
  span: Span | null = null,
  kind: 'map' | 'object' = 'object',
  rest: UnknownValue | null = null,
): MapValue {
  const summary = summarise(entries.values());
  return { kind, entries, rest, span, ...summary, unknownInside: summary.unknownInside ?? rest };
}

function summarise(items: Iterable<Value>): Pick<Collection, 'unknownInside' | 'weight' | 'depth' | 'sensitive'> {
  let unknownInside: UnknownValue | null = null;
  let weight = 1;
  let depth = 1;
  let sensitive = false;
  for (const item of items) {
    unknownInside ??= findUnknown(item);
    weight += weightOf(item);
    depth = Math.max(depth, 1 + depthOf(item));
    sensitive ||= item.sensitive;
  }
  return { unknownInside, weight, depth, sensitive };
}

/** The value itself when it is unknown, else something unknown in it, else null. */
export function findUnknown(value: Value): UnknownValue | null {
  if (value.kind === 'unknown') return value;
  return 'unknownInside' in value ? value.unknownInside : null;
}

/** How many characters of a text weigh as much as a value. */
export const CHARACTERS_PER_PART = 2;

export function weightOf(value: Value): number {
  if ('weight' in value) return value.weight;
  return value.kind === 'string' ? 1 + value.value.length / CHARACTERS_PER_PART : 1;
}

export function depthOf(value: Value): number {
  return 'depth' in value ? value.depth : 0;
}

/** The value, marked as sensitive when it shall be. */
export function mark<T extends Value>(value: T, sensitive: boolean): T {
  return sensitive && !value.sensitive ? { ...value, sensitive } : value;
}

/** Entries in the order in which Terraform goes through them. */
export function sortedEntries(value: MapValue): readonly (readonly [string, Value])[] {
  return [...value.entries].toSorted(([a], [b]) => compareCodePoints(a, b));
}
