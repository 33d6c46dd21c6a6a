import { load, YAMLException } from 'js-yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { ValuePath } from './member-reader.ts';

const MAX_LENGTH = 2 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_ALIASES = 1000;

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type YamlText =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly place: Place; readonly message: string };

/** Reads YAML 1.2 (so JSON, too) into plain values. Quick, and so without places. */
export function readYaml(text: string): YamlText {
  const refuse = (message: string, place: Place = { line: 1, column: 1 }): YamlText => ({
    kind: 'refused',
    place,
    message,
  });
  if (text.length > MAX_LENGTH) return refuse(`The file has more than ${MAX_LENGTH} characters.`);
  try {
    return { kind: 'read', value: load(text, { maxDepth: MAX_DEPTH, maxAliases: MAX_ALIASES }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) return refuse('The file is no YAML that can be read.');
    const { line, column } = error.mark ?? { line: 0, column: 0 };
    return refuse(`Not valid YAML: ${error.reason}.`, { line: line + 1, column: column + 1 });
  }
}

/** Where the values of a text stand. */
export interface YamlPlaces {
  /** Of the nearest value there is; `atName` for the name of the last member. */
  readonly placeOf: (path: ValuePath, atName: boolean) => Place;
  /** `yes`, `no`, `on` and `off` without quotes: booleans in YAML 1.1, texts in 1.2. */
  readonly bareSwitches: readonly (Place & { readonly word: string })[];
}

/** Reads a text once more, for places. Only for one that `readYaml` could read, so that it is bounded. */
export function locateYaml(text: string): YamlPlaces {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, keepSourceTokens: false, logLevel: 'silent' });
  const toPlace = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const bareSwitches: (Place & { readonly word: string })[] = [];
  visit(document, {
    Scalar: (_key, node) => {
      if (node.type === 'PLAIN' && typeof node.source === 'string' && /^(?:yes|no|on|off)$/i.test(node.source)) {
        bareSwitches.push({ ...toPlace(node.range?.[0] ?? 0), word: node.source });
      }
    },
  });
  return {
    bareSwitches,
    placeOf: (path, atName) => {
      let node: Node | null = document.contents;
      let at = node?.range?.[0] ?? 0;
      for (const [index, step] of path.entries()) {
        if (isAlias(node)) node = node.resolve(document) ?? null;
        if (isMap(node)) {
          const pair: (typeof node.items)[number] | undefined = node.items.find(
            ({ key }) => isScalar(key) && String(key.value) === step,
          );
          if (pair === undefined) break;
          const value: Node | null = pair.value as Node | null;
          const useName = (atName && index === path.length - 1) || value?.range === undefined || value.range === null;
          at = (useName ? (pair.key as Node).range?.[0] : value.range?.[0]) ?? at;
          node = value;
        } else if (isSeq(node) && typeof step === 'number') {
          node = (node.items[step] as Node | undefined) ?? null;
          if (node === null) break;
          at = node.range?.[0] ?? at;
        } else break;
      }
      return toPlace(at);
    },
  };
}
