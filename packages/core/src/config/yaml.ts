import { isAlias, isNode, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { ConfigIssue, ConfigPath, Position } from './issue.ts';

/** Limits that no honest file reaches. Parsing costs about 1 µs per character. */
const MAX_CHARACTERS = 256 * 1024;
const MAX_DEPTH = 32;
/** Values after aliases are expanded, so that nine lines of aliases cannot become a billion values. */
const MAX_VALUES = 20_000;

/** A YAML file as plain data, with the place of everything in it. */
export interface YamlFile {
  /** Maps as objects without a prototype, lists, scalars of YAML 1.2's core schema; undefined for an empty file. */
  readonly value: unknown;
  /** Keys that are not texts; the value holds them in text form. */
  readonly keyIssues: readonly ConfigIssue[];
  /** Place of the key (when `path` names one), else of the value; the nearest enclosing place for what is not there. */
  locate(path: ConfigPath, part?: 'key' | 'value'): Position;
}

interface Place {
  readonly key: number;
  readonly value: number;
}

class YamlProblem extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Turns nodes into data, in document order, so that anchors are known before their aliases. */
class Reader {
  readonly places = new Map<string, Place>();
  readonly badKeys: { path: ConfigPath; offset: number; message: string }[] = [];
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #count = 0;

  read(node: unknown, path: ConfigPath, keyOffset: number | null): unknown {
    if (!isNode(node)) return null;
    this.#count += 1;
    const at = offsetOf(node);
    if (path.length > MAX_DEPTH) throw new YamlProblem(at, `nested deeper than ${MAX_DEPTH} levels`);
    if (this.#count > MAX_VALUES) throw new YamlProblem(at, `more than ${MAX_VALUES} values once aliases are expanded`);
    const id = JSON.stringify(path);
    if (!this.places.has(id)) this.places.set(id, { key: keyOffset ?? at, value: at });
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) throw new YamlProblem(at, `the alias *${node.source} has no anchor before it`);
      if (this.#open.has(target)) throw new YamlProblem(at, `the alias *${node.source} contains itself`);
      return this.read(target, path, keyOffset);
    }
    // The count goes on rising for what an anchor is repeated for, so remembering the node costs nothing.
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, index) => this.read(isPair(item) ? null : item, [...path, index], null))
      : this.#readMap(node, path);
    this.#open.delete(node);
    return value;
  }

  #readMap(map: YAMLMap, path: ConfigPath): Record<string, unknown> {
    const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const merged: Record<string, unknown>[] = [];
    for (const { key, value } of map.items) {
      const keyOffset = offsetOf(key);
      const name = isScalar(key) ? key.value : undefined;
      if (isScalar(key) && name === '<<' && key.type === 'PLAIN') {
        merged.push(...this.#readMerge(value, path, keyOffset));
        continue;
      }
      const text = typeof name === 'string' ? name : isScalar(key) ? String(name) : '?';
      if (typeof name !== 'string')
        this.badKeys.push({
          path: [...path, text, '[key]'],
          offset: keyOffset,
          message: isScalar(key) ? `keys must be texts: write "${text}" in quotes` : 'keys must be texts',
        });
      if (text === '__proto__') throw new YamlProblem(keyOffset, 'the key __proto__ is not allowed');
      if (text in out) throw new YamlProblem(keyOffset, `the key '${text}' is there twice`);
      out[text] = this.read(value, [...path, text], keyOffset);
    }
    // Own keys win over merged ones, earlier merges over later ones (https://yaml.org/type/merge.html).
    for (const source of merged) for (const [key, value] of Object.entries(source)) if (!(key in out)) out[key] = value;
    return out;
  }

  #readMerge(value: unknown, path: ConfigPath, offset: number): Record<string, unknown>[] {
    const source = this.read(value, path, offset);
    const list: unknown[] = Array.isArray(source) ? source : [source];
    if (!list.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)))
      throw new YamlProblem(offset, 'the merge key << takes a mapping or a list of mappings');
    return list as Record<string, unknown>[];
  }
}

function firstProblem(document: Document.Parsed): { offset: number; message: string } | undefined {
  // An unresolved tag is only a warning to the library; to us it is a value that is not what it says.
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem === undefined) return undefined;
  const message = problem.code === 'RESOURCE_EXHAUSTION' ? `nested deeper than ${MAX_DEPTH} levels` : problem.message;
  return { offset: problem.pos[0], message };
}

/** Control characters other than tab, line ends and NEL: YAML allows none of them. */
const CONTROL = /[^\P{Cc}\t\n\r\u0085]/u;

function readYaml(text: string): { reader: Reader; value: unknown } {
  if (text.length > MAX_CHARACTERS)
    throw new YamlProblem(0, `${text.length} characters; a configuration has at most ${MAX_CHARACTERS}`);
  const control = CONTROL.exec(text);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new YamlProblem(control.index, `control character U+${code}; is this a text file in UTF-8?`);
  }
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    prettyErrors: false,
    logLevel: 'silent',
    // The library compares every key with every other; `Reader` uses a table.
    uniqueKeys: false,
  });
  const reader = new Reader();
  if (!Array.isArray(documents) || documents[0] === undefined) return { reader, value: undefined };
  const [first, second] = documents;
  const isTooDeep = first.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION');
  // How deep the library gets depends on the stack; reading the part it made finds the same place on every machine.
  if (isTooDeep) reader.read(first.contents, [], null);
  const problem = firstProblem(first);
  if (problem !== undefined) throw new YamlProblem(problem.offset, problem.message);
  if (second !== undefined)
    throw new YamlProblem(second.range[0], 'a second document starts here; a configuration is one document');
  return { reader, value: first.contents === null ? undefined : reader.read(first.contents, [], null) };
}

/** Finds line and column of offsets in a text; one pass over the text, then a search per question. */
function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    const line = after === -1 ? starts.length : after;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Reads one YAML document; never throws for what is in the text. */
export function parseYaml(text: string): YamlFile | ConfigIssue {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const position = positionsIn(body);
  try {
    const { reader, value } = readYaml(body);
    return {
      value,
      keyIssues: reader.badKeys.map(({ path, offset, message }) => ({
        kind: 'schema' as const,
        problem: 'text' as const,
        path,
        message,
        ...position(offset),
      })),
      locate(path, part = 'value') {
        for (let length = path.length; length >= 0; length -= 1) {
          const place = reader.places.get(JSON.stringify(path.slice(0, length)));
          if (place !== undefined) return position(place[part]);
        }
        return position(0);
      },
    };
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const message = `malformed YAML: ${error.message}`;
    return { kind: 'config', problem: 'yaml', path: [], message, ...position(error.offset) };
  }
}
