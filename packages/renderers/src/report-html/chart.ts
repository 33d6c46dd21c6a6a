import { SEVERITIES, type Severity } from '@securescan/model';
import { html, type Html } from './html.ts';

const RADIUS = 54;
const LENGTH = 2 * Math.PI * RADIUS;
/** Gap between two arcs, and the least length that can still be seen. */
const GAP = 3;
const SHORTEST = 5;

/** Lengths of the arcs: by count, but never too short to see, together the whole circle. */
function arcLengths(counts: Readonly<Record<Severity, number>>): { severity: Severity; length: number }[] {
  const present = SEVERITIES.filter((severity) => counts[severity] > 0);
  const total = present.reduce((sum, severity) => sum + counts[severity], 0);
  const room = LENGTH - present.length * (SHORTEST + GAP);
  return present.map((severity) => ({ severity, length: SHORTEST + (counts[severity] / total) * room }));
}

/** A ring of the severities with the total in its middle. */
export function severityRing(counts: Readonly<Record<Severity, number>>, total: number): Html {
  const arcs = arcLengths(counts);
  let offset = 0;
  const circles = arcs.map(({ severity, length }) => {
    const circle = ring(`ring ${severity}`, `${round(length)} ${round(LENGTH - length)}`, round(-offset));
    offset += length + (arcs.length === 1 ? 0 : GAP);
    return circle;
  });
  const label = SEVERITIES.map((severity) => `${counts[severity]} ${severity}`).join(', ');
  return html`<svg class="chart" viewBox="0 0 140 140" role="img" aria-label="${label}">
    <circle class="ring track" cx="70" cy="70" r="${RADIUS}" />
    ${arcs.length === 1 ? [ring(`ring ${arcs[0]?.severity ?? 'info'}`, null, null)] : circles}
    <text class="chart-total" x="70" y="72">${total}</text>
    <text class="chart-label" x="70" y="92">${total === 1 ? 'finding' : 'findings'}</text>
  </svg>`;
}

function ring(className: string, dash: string | null, offset: string | null): Html {
  const dashes = dash === null ? null : html` stroke-dasharray="${dash}" stroke-dashoffset="${offset}"`;
  return html`<circle class="${className}" cx="70" cy="70" r="${RADIUS}" transform="rotate(-90 70 70)" ${dashes} />`;
}

/** A small bar for a share in percent. */
export function shareBar(share: string): Html {
  return html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${share} %">
    <rect class="share-track" width="100" height="8" rx="4" />
    <rect class="share-fill" width="${share}" height="8" rx="4" />
  </svg>`;
}

function round(value: number): string {
  return value.toFixed(2);
}
