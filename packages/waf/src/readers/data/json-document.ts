import { type JsonNode, readJson } from '../../hcl/json-reader.ts';
import { DEFAULT_LIMITS } from '../../hcl/limits.ts';
import type { SourceText } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';
import { HclSyntaxError } from '../../hcl/syntax-error.ts';
import { type DataNode, MAX_DEPTH } from './data-node.ts';
import { fileStart, type Problems } from './problems.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxDepth: MAX_DEPTH };

/** Reads JSON; undefined after a problem, which is reported. Of two members with one name the last one counts. */
export function readJsonDocument(source: SourceText, problems: Problems): DataNode | undefined {
  if (source.text.length > LIMITS.maxLength) {
    problems.error(
      `The file has ${source.text.length} characters, more than the ${LIMITS.maxLength} that are read.`,
      fileStart(source),
    );
    return undefined;
  }
  try {
    return toNode(readJson(source, LIMITS));
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    problems.error(`Not valid JSON: ${error.message}`, new Span(source, error.from, error.to));
    return undefined;
  }
}

function toNode(node: JsonNode): DataNode {
  switch (node.kind) {
    case 'string':
      return { kind: 'scalar', value: node.content.text, span: node.span };
    case 'literal':
      return { kind: 'scalar', value: node.value, span: node.span };
    case 'array':
      return { kind: 'list', items: node.items.map(toNode), span: node.span };
    case 'object': {
      const entries = new Map(node.members.map(({ key, value }) => [key.content.text, toNode(value)]));
      return { kind: 'map', entries, span: node.span };
    }
    default:
      return node satisfies never;
  }
}
