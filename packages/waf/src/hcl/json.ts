import type { Diagnostic } from './diagnostic.ts';
import { type JsonMember, type JsonNode, type JsonString, readJson } from './json-reader.ts';
import { DEFAULT_LIMITS, type HclLimits } from './limits.ts';
import { checkLength, type ParsedFile, parseTemplate } from './parse-hcl.ts';
import { createSource } from './source-text.ts';
import { Span } from './span.ts';
import { HclSyntaxError } from './syntax-error.ts';
import type { Attribute, Block, Body, Expression, Label } from './tree.ts';

/** Which members of a body are blocks, and by how many names these go. All others are arguments. */
interface Shape {
  readonly labels: number;
  readonly blocks: Shapes;
}
type Shapes = Readonly<Record<string, Shape>>;

const plain: Shape = { labels: 0, blocks: {} };
const named: Shape = { labels: 1, blocks: {} };
const conditions: Shapes = { precondition: plain, postcondition: plain };
const dynamic: Shape = { labels: 1, blocks: { content: plain } };
const resource: Shape = {
  labels: 2,
  blocks: {
    lifecycle: { labels: 0, blocks: conditions },
    connection: plain,
    provisioner: { labels: 1, blocks: { connection: plain } },
    dynamic,
  },
};
const TOP_LEVEL: Shapes = {
  resource,
  data: resource,
  ephemeral: resource,
  module: named,
  variable: { labels: 1, blocks: { validation: plain } },
  output: { labels: 1, blocks: conditions },
  provider: named,
  check: { labels: 1, blocks: { data: resource, assert: plain } },
  locals: plain,
  terraform: {
    labels: 0,
    blocks: {
      backend: named,
      cloud: { labels: 0, blocks: { workspaces: plain } },
      required_providers: plain,
      provider_meta: named,
    },
  },
  moved: plain,
  import: plain,
  removed: { labels: 0, blocks: { lifecycle: plain } },
};

/**
 * Reads a file in Terraform's JSON syntax into the same tree as the native syntax has. Without a provider's schema a
 * nested block cannot be told from an argument, so both are arguments there. Never throws.
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function parseHclJson(text: string, file: string, limits: HclLimits = DEFAULT_LIMITS): ParsedFile {
  return parse(text, file, limits, TOP_LEVEL);
}

/** Reads a JSON file of values for variables (`*.tfvars.json`): its members are arguments, its texts are literal. */
export function parseVariablesJson(text: string, file: string, limits: HclLimits = DEFAULT_LIMITS): ParsedFile {
  return parse(text, file, limits, null);
}

function parse(text: string, file: string, limits: HclLimits, shapes: Shapes | null): ParsedFile {
  const source = createSource(file, text);
  const tooLong = checkLength(source, limits);
  if (tooLong !== null) return tooLong;
  const diagnostics: Diagnostic[] = [];
  const report = (message: string, span: Span): void => {
    if (diagnostics.length < limits.maxDiagnostics)
      diagnostics.push({ severity: 'error', message, span, isSyntax: true });
  };
  const span = new Span(source, 0, text.length);
  try {
    const root = readJson(source, limits);
    const converter = createConverter(report, limits, shapes !== null);
    return { body: { ...converter.toBody(root, shapes ?? {}), span }, diagnostics };
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    report(error.message, new Span(source, error.from, error.to));
    return { body: { attributes: [], blocks: [], span }, diagnostics };
  }
}

function createConverter(report: (message: string, span: Span) => void, limits: HclLimits, templates: boolean) {
  /** A body is an object, or a list of objects that count as one. */
  function toBody(node: JsonNode, shapes: Shapes): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    const names = new Set<string>();
    for (const { key, value } of membersOf(node)) {
      const name = key.content.text;
      if (name === '//') continue;
      const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
      if (shape !== undefined) {
        blocks.push(...toBlocks(key, value, shape, []));
      } else if (names.has(name)) {
        report(`The argument ${name} is set twice; the first one counts.`, key.span);
      } else {
        names.add(name);
        const span = new Span(key.span.source, key.span.from, value.span.to);
        attributes.push({ name, nameSpan: key.span, value: toExpression(value), span });
      }
    }
    return { attributes, blocks, span: node.span };
  }

  function membersOf(node: JsonNode): readonly JsonMember[] {
    if (node.kind === 'object') return node.members;
    if (node.kind === 'array') return node.items.flatMap(membersOf);
    if (node.kind !== 'literal' || node.value !== null)
      report('Expected an object with arguments or blocks.', node.span);
    return [];
  }

  function toBlocks(type: JsonString, node: JsonNode, shape: Shape, labels: readonly Label[]): readonly Block[] {
    if (labels.length < shape.labels) {
      return membersOf(node)
        .filter(({ key }) => key.content.text !== '//')
        .flatMap(({ key, value }) =>
          toBlocks(type, value, shape, [...labels, { text: key.content.text, span: key.span }]),
        );
    }
    const bodies = node.kind === 'array' ? node.items : [node];
    const from = (labels.at(-1) ?? type).span;
    return bodies
      .filter((body) => body.kind !== 'literal' || body.value !== null)
      .map((body) => ({
        type: type.content.text,
        typeSpan: type.span,
        labels,
        body: toBody(body, shape.blocks),
        span: node.kind === 'array' ? body.span : new Span(from.source, from.from, body.span.to),
      }));
  }

  function toExpression(node: JsonNode): Expression {
    switch (node.kind) {
      case 'string':
        return toText(node);
      case 'literal':
        return { kind: 'literal', value: node.value, span: node.span };
      case 'array':
        return { kind: 'tuple', items: node.items.map(toExpression), span: node.span };
      case 'object': {
        const entries = node.members.map(({ key, value }) => ({
          key: toText(key),
          value: toExpression(value),
          span: new Span(key.span.source, key.span.from, value.span.to),
        }));
        return { kind: 'object', entries, span: node.span };
      }
      default:
        return node satisfies never;
    }
  }

  function toText({ content, span }: JsonString): Expression {
    const literal: Expression = { kind: 'literal', value: content.text, span };
    if (!templates || !/[$%]\{/.test(content.text)) return literal;
    const { expression, problem } = parseTemplate(content, limits);
    if (problem === null) return { ...expression, span };
    report(problem.message, problem.span);
    return literal;
  }

  return { toBody };
}
