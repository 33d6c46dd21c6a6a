import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { SourceText } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';
import { type DataMap, type DataNode, MAX_DEPTH, MAX_NODES } from './data-node.ts';
import { fileStart, type Problems } from './problems.ts';

/** UTF-16 units of one YAML file; the parser reads about 300,000 of them in a second. */
const MAX_LENGTH = 2 * 1024 * 1024;
/** Brackets that are open at the same time, before the text is parsed at all. */
const MAX_OPEN_BRACKETS = 1000;
/** Sequences begun on one line: `- - - -` nests without brackets. */
const MANY_DASHES = /(?:^|[\r\n])(?:[ \t]|[-?:][ \t]){2000}/;

export interface YamlOptions {
  /** What a node with a tag such as `!Ref` stands for; without it tags are ignored. */
  readonly resolveTag?: (tag: string, node: DataNode) => DataNode | undefined;
}

/** A part of a document that is not read, and why. */
class RefusedYaml extends Error {
  readonly from: number;
  readonly to: number;

  constructor(message: string, range: Range | null | undefined) {
    super(message);
    this.from = range?.[0] ?? 0;
    this.to = range?.[1] ?? this.from;
  }
}

type Range = readonly [number, number, number];

/**
 * Reads the documents of a YAML file, empty ones left out. Booleans and octal numbers are those of YAML 1.1 too, since
 * `yes` is true for the programs that read these files. What cannot be read is reported.
 */
export function readYamlDocuments(
  source: SourceText,
  problems: Problems,
  options: YamlOptions = {},
): readonly DataNode[] {
  const refusal = refuse(source.text);
  if (refusal !== undefined) {
    problems.error(refusal, fileStart(source));
    return [];
  }
  const found: DataNode[] = [];
  for (const document of parse(source, problems)) {
    const [problem] = document.errors;
    if (problem !== undefined) {
      problems.error(`Not valid YAML: ${firstLine(problem.message)}`, within(source, problem.pos[0], problem.pos[1]));
      return found;
    }
    if (document.contents === null || isEmpty(document.contents)) continue;
    try {
      found.push(convert(document.contents, source, options));
    } catch (error) {
      if (!(error instanceof RefusedYaml)) throw error;
      problems.error(error.message, within(source, error.from, error.to));
    }
  }
  return found;
}

function refuse(text: string): string | undefined {
  if (text.length > MAX_LENGTH)
    return `The file has ${text.length} characters, more than the ${MAX_LENGTH} that are read of YAML.`;
  if (text.includes('\0')) return 'The file has a NUL character, so it is no YAML.';
  let open = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    open = sign === '[' || sign === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > MAX_OPEN_BRACKETS) return `More than ${MAX_OPEN_BRACKETS} brackets are open at the same time.`;
  }
  return MANY_DASHES.test(text) ? 'Too many levels are opened on one line.' : undefined;
}

/** Document by document, to the first place that is no YAML at all: texts that are something else have thousands. */
function* parse(source: SourceText, problems: Problems): Generator<Document> {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    // Keys are compared by us: the parser compares each with each.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  for (const token of new Parser().parse(source.text)) {
    if (token.type === 'error') {
      problems.error(
        `Not valid YAML: ${firstLine(token.message)}`,
        within(source, token.offset, token.offset + token.source.length),
      );
      return;
    }
    yield* composer.next(token);
  }
  yield* composer.end();
}

/** The parser has problems behind the end of a text that breaks off. */
function within(source: SourceText, from: number, to: number): Span {
  const end = source.text.length;
  return new Span(source, Math.min(from, end), Math.min(to, end));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}

function convert(root: Node, source: SourceText, { resolveTag }: YamlOptions): DataNode {
  const anchors = new Map<string, { readonly node: DataNode; readonly size: number }>();
  let count = 0;

  const spanOf = (node: Node): Span => within(source, node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  const spend = (size: number, node: Node): void => {
    count += size;
    if (count > MAX_NODES)
      throw new RefusedYaml(`The document has more than ${MAX_NODES} values, aliases counted.`, node.range);
  };

  function read(node: Node | null, depth: number, place: Node): DataNode {
    if (node === null) return { kind: 'scalar', value: null, span: spanOf(place) };
    if (depth > MAX_DEPTH) throw new RefusedYaml(`More than ${MAX_DEPTH} levels within one another.`, node.range);
    const before = count;
    spend(1, node);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) throw new RefusedYaml(`The alias *${node.source} has no anchor before it.`, node.range);
      spend(target.size, node);
      return target.node;
    }
    const plain = readPlain(node, depth);
    const result = (node.tag?.startsWith('!') === true ? resolveTag?.(node.tag, plain) : undefined) ?? plain;
    const { anchor } = node as { readonly anchor?: string };
    if (anchor !== undefined) anchors.set(anchor, { node: result, size: count - before });
    return result;
  }

  function readPlain(node: Node, depth: number): DataNode {
    if (isMap<Node, Node | null>(node)) return readMap(node, depth);
    if (isSeq<Node | null>(node))
      return { kind: 'list', items: node.items.map((item) => read(item, depth + 1, node)), span: spanOf(node) };
    if (isScalar(node)) return { kind: 'scalar', value: scalarOf(node), span: spanOf(node) };
    throw new RefusedYaml('A value of an unknown kind.', node.range);
  }

  function readMap(node: YAMLMap<Node, Node | null>, depth: number): DataMap {
    const entries = new Map<string, DataNode>();
    const merged: DataNode[] = [];
    for (const { key, value } of node.items) {
      if (!isScalar(key)) throw new RefusedYaml('A key that is not a plain text.', key.range ?? node.range);
      const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
      const content = read(value, depth + 1, key);
      if (name === '<<' && key.type === 'PLAIN') merged.push(...(content.kind === 'list' ? content.items : [content]));
      else if (entries.has(name)) throw new RefusedYaml(`The key \`${name}\` stands twice in one map.`, key.range);
      else entries.set(name, content);
    }
    for (const other of merged) {
      if (other.kind !== 'map') throw new RefusedYaml('What is merged with `<<` is no map.', node.range);
      spend(other.entries.size, node);
      for (const [name, content] of other.entries) if (!entries.has(name)) entries.set(name, content);
    }
    return { kind: 'map', entries, span: spanOf(node) };
  }

  return read(root, 0, root);
}

const YES = /^(?:y|yes|on)$/i;
const NO = /^(?:n|no|off)$/i;

function scalarOf({ value, source = '', type }: Scalar): string | number | boolean | null {
  if (typeof value === 'string' && type === 'PLAIN') {
    if (source.length > 1 && YES.test(source)) return true;
    if (source.length > 1 && NO.test(source)) return false;
    return value;
  }
  if (typeof value === 'number' && /^0[0-7]+$/.test(source)) return Number.parseInt(source, 8);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
