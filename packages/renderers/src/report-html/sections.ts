import { SEVERITIES } from '@securescan/model';
import { placeOf } from '../finding/place.ts';
import { describeSuppressed } from '../finding/suppression.ts';
import type { LinkBase } from '../markdown.ts';
import type { Report, ReportFramework, ReportScanner } from '../report/model.ts';
import { plural } from '../wording.ts';
import { severityRing, shareBar } from './chart.ts';
import { badge, findingCard, place, wasNote } from './finding.ts';
import { html, type Html } from './html.ts';

const CAPITAL = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' } as const;

function findingId(index: number): string {
  return `finding-${index + 1}`;
}

/** Executive summary: counters, ring, sentences, the worst findings. */
export function summarySection(report: Report): Html {
  return html`<section id="summary">
    <h2>Executive summary</h2>
    <div class="summary">
      ${severityRing(report.counts, report.total)}
      <div>
        <ul class="counters">
          ${SEVERITIES.map((severity) => {
            const count = report.counts[severity];
            const tone = count === 0 ? 'none' : `tone-${severity}`;
            return html`<li class="${tone}"><b>${count}</b><span>${CAPITAL[severity]}</span></li>`;
          })}
        </ul>
        ${report.summary.map((sentence) => html`<p>${sentence}</p>`)}
      </div>
    </div>
    ${
      report.aiSummary === null
        ? null
        : html`<h3>Summary written by an AI model</h3>
            <p class="text note">${report.aiSummary}</p>`
    }
    ${report.top.length === 0 ? null : topFindings(report)}
  </section>`;
}

/** The first findings of the report; since it is ordered by severity, their cards are its first cards. */
function topFindings(report: Report): Html {
  return html`<h3>Most severe findings</h3>
    <ol class="top">
      ${report.top.map(
        (finding, index) =>
          html`<li>
            ${badge(finding.severity)}<a href="#${findingId(index)}">${finding.title}</a>${wasNote(finding)}
            <code class="place">${placeOf(finding)}</code
            >${finding.cwe === null ? null : html`<span class="was">${finding.cwe}</span>`}
          </li>`,
      )}
    </ol>`;
}

/** Compliance: an overview of the frameworks, then their controls that findings touch. */
export function complianceSection(frameworks: readonly ReportFramework[]): Html {
  return html`<section id="compliance">
    <h2>Compliance summary</h2>
    <p>Controls that at least one finding touches. A control without findings is not proof that it is met.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Framework</th>
            <th>Version</th>
            <th class="number">Controls</th>
            <th class="number">Touched</th>
            <th>Share</th>
          </tr>
        </thead>
        <tbody>
          ${frameworks.map(
            (framework) =>
              html`<tr>
                <td>${framework.name}</td>
                <td>${framework.version}</td>
                <td class="number">${framework.totalControls}</td>
                <td class="number">${framework.controls.length}</td>
                <td class="wide">${shareBar(framework.share)}${framework.share} %</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${frameworks.filter((framework) => framework.controls.length > 0).map(controlTable)}
  </section>`;
}

function controlTable(framework: ReportFramework): Html {
  return html`<h3>${framework.name}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Control</th>
            <th>Name</th>
            <th class="number">Findings</th>
          </tr>
        </thead>
        <tbody>
          ${framework.controls.map(
            (control) =>
              html`<tr>
                <td class="id"><code>${control.id}</code></td>
                <td class="wide">${control.name}</td>
                <td class="number">${control.findings}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Every finding that is not suppressed, most severe first. */
export function findingsSection(report: Report, base: LinkBase): Html {
  let index = 0;
  const cards = report.groups.map(({ severity, findings }) => {
    const list = findings.map((finding) => {
      const card = findingCard(finding, findingId(index), base);
      index += 1;
      return card;
    });
    return html`<h3 id="${severity}">${CAPITAL[severity]} (${findings.length})</h3>
      ${list}`;
  });
  return html`<section id="findings">
    <h2>Findings by severity</h2>
    ${cards.length === 0 ? html`<p class="empty">${report.emptyText}</p>` : cards}
  </section>`;
}

/** What is hidden, and by what. */
export function suppressedSection(report: Report, base: LinkBase): Html {
  return html`<section id="suppressed">
    <h2>Suppressed findings</h2>
    <p>${describeSuppressed(report.suppressedCounts)}. They count neither for the risk score nor for the gate.</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Severity</th>
            <th>Finding</th>
            <th>Place</th>
            <th>Suppressed by</th>
          </tr>
        </thead>
        <tbody>
          ${report.suppressed.map(
            ({ finding, reason }) =>
              html`<tr>
                <td>${badge(finding.severity)}${wasNote(finding)}</td>
                <td class="wide">${finding.title}</td>
                <td class="wide">${place(finding, base)}</td>
                <td>${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const STATUS_TONES = {
  completed: 'tone-good',
  incomplete: 'tone-medium',
  skipped: 'tone-info',
  failed: 'tone-critical',
  cancelled: 'tone-medium',
} as const satisfies Record<ReportScanner['status'], string>;

/** Which scanners looked, which did not, and why. */
export function coverageSection(report: Report): Html {
  return html`<section id="coverage">
    <h2>Scanner coverage</h2>
    ${report.scanners.length === 0 ? html`<p class="empty">Nothing is known of the scanners of this scan.</p>` : scannerTable(report.scanners)}
    ${
      report.notices.length === 0
        ? null
        : html`<h3>${plural(report.notices.length, 'notice')}</h3>
            <ul class="plain">
              ${report.notices.map((notice) => html`<li class="text">${notice}</li>`)}
            </ul>`
    }
  </section>`;
}

function scannerTable(scanners: readonly ReportScanner[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Scanner</th>
          <th>Type</th>
          <th>Version</th>
          <th>Status</th>
          <th class="number">Findings</th>
          <th>Remarks</th>
        </tr>
      </thead>
      <tbody>
        ${scanners.map(
          (scanner) =>
            html`<tr>
              <td>${scanner.name}</td>
              <td>${scanner.family}</td>
              <td>${scanner.version}</td>
              <td><span class="badge ${STATUS_TONES[scanner.status]}">${scanner.status}</span></td>
              <td class="number">${scanner.findings ?? '–'}</td>
              <td class="wide text">${scanner.details.join('\n')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
