const CELL_WIDTH = 8.4;
const LINE_HEIGHT = 19;
const MARGIN = 20;

/** Colours of the terminal picture, readable on its dark background. */
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '33': '#e3b341',
  '34': '#79c0ff',
  '32': '#7ee787',
  '36': '#76e3ea',
  '2': '#8b949e',
};

interface Span {
  readonly text: string;
  readonly colour: string | null;
  readonly bold: boolean;
}

/** Draws terminal output (with SGR colour codes) as an SVG picture; equal text gives equal bytes. */
export function renderTerminalSvg(title: string, output: string): string {
  const lines = output.replaceAll('\r', '').replace(/\n+$/, '').split('\n').map(toSpans);
  const columns = Math.max(...lines.map((line) => line.reduce((sum, { text }) => sum + text.length, 0)), title.length);
  const width = Math.ceil(columns * CELL_WIDTH + 2 * MARGIN);
  const height = lines.length * LINE_HEIGHT + 2 * MARGIN + 24;
  const rows = lines.map((line, index) => {
    const y = MARGIN + 24 + (index + 1) * LINE_HEIGHT - 5;
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${line.map(toTspan).join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    `<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>`,
    `<text x="${width / 2}" y="25" text-anchor="middle" fill="#8b949e" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13">${escapeXml(title)}</text>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function toSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  let colour: string | null = null;
  let bold = false;
  // Splitting by a group keeps the codes at the odd places.
  line.split(/\u001B\[([\d;]*)m/).forEach((part, index) => {
    if (index % 2 === 0) {
      if (part !== '') spans.push({ text: part, colour, bold });
      return;
    }
    for (const code of part === '' ? ['0'] : part.split(';')) {
      if (code === '0') {
        colour = null;
        bold = false;
      } else if (code === '1') bold = true;
      else if (code === '22') bold = false;
      else if (code === '39') colour = null;
      else colour = COLOURS[code] ?? colour;
    }
  });
  return spans;
}

function toTspan({ text, colour, bold }: Span): string {
  const fill = colour === null ? '' : ` fill="${colour}"`;
  const weight = bold ? ' font-weight="700"' : '';
  return `<tspan${fill}${weight}>${escapeXml(text)}</tspan>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
