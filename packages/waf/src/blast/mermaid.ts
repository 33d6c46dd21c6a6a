import type { BlastNode, BlastRadius, Impact } from './blast-radius.ts';

const COLOURS: Readonly<Record<Impact, string>> = {
  CRITICAL: 'fill:#8f1d1d,color:#fff,stroke:#5c1111',
  HIGH: 'fill:#b4491a,color:#fff,stroke:#7a3010',
  MEDIUM: 'fill:#f2c14e,color:#222,stroke:#b98d22',
  LOW: 'fill:#d5e4e8,color:#222,stroke:#8fa9b0',
};

/** A Markdown page with the graph as Mermaid and the same facts as a table. */
export function blastRadiusMarkdown(radius: BlastRadius): string {
  if (radius.roots.length === 0) return '# Blast radius\n\nNo resource fails a control.\n';
  const nodes = [...radius.roots, ...radius.affected];
  const ids = new Map(nodes.map(({ address }, index) => [address, `n${index}`]));
  const graph = [
    'flowchart LR',
    ...nodes.map(({ address, impact }) => `  ${ids.get(address)}["${label(address)}"]:::${impact.toLowerCase()}`),
    ...radius.edges.map(([from, to]) => `  ${ids.get(from)} --> ${ids.get(to)}`),
    ...Object.entries(COLOURS).map(([impact, style]) => `  classDef ${impact.toLowerCase()} ${style}`),
  ].join('\n');
  const failing = radius.roots.length;
  return `# Blast radius

${failing} failing resource${failing === 1 ? '' : 's'}, ${radius.affected.length} more reached through references.

\`\`\`mermaid
${graph}
\`\`\`

| Impact | Resource | Hops | Failed controls | Reached through |
| --- | --- | --- | --- | --- |
${nodes.map(renderRow).join('\n')}
`;
}

function renderRow({ impact, address, hop, failed_controls, parents }: BlastNode): string {
  const cells = [impact, code(address), String(hop), failed_controls.join(', '), parents.map(code).join(', ')];
  return `| ${cells.join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text
    .replaceAll('`', "'")
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/[\r\n]/g, ' ')}\``;
}

/** Mermaid takes quotes and brackets as entities. */
function label(text: string): string {
  return text.replaceAll(/[^\w.\-:/@ ]/g, (character) => `#${character.codePointAt(0)};`);
}
