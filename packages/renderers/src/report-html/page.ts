import type { LinkBase } from '../markdown.ts';
import type { Report } from '../report/model.ts';
import { html, trusted, type Html } from './html.ts';
import { complianceSection, coverageSection, findingsSection, summarySection, suppressedSection } from './sections.ts';
import { renderShell } from './shell.ts';
import { STYLE } from './style.ts';

const SHIELD = trusted(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3l7.5 2.8v5.4c0 4.6-3.1 8.2-7.5 9.8-4.4-1.6-7.5-5.2-7.5-9.8V5.8z"/><path d="M8.6 12l2.5 2.5 4.4-4.9"/></svg>',
);

/** The whole page. */
export function renderPage(report: Report, base: LinkBase): string {
  const { frameworks } = report;
  const hasSuppressed = report.suppressed.length > 0;
  const body = html`${cover(report)}
    <main>
      ${contents(report, frameworks !== null, hasSuppressed)} ${summarySection(report)}
      ${frameworks === null ? null : complianceSection(frameworks)} ${findingsSection(report, base)}
      ${hasSuppressed ? suppressedSection(report, base) : null} ${coverageSection(report)}
    </main>
    <footer><p>${report.footer}</p></footer>`;
  return renderShell({ title: report.title, style: STYLE, body });
}

function cover(report: Report): Html {
  const { level, score } = report.risk;
  return html`<header class="cover">
    <div class="brand">${SHIELD}SecureScan</div>
    <div class="cover-main">
      <div>
        <h1>Security Assessment Report</h1>
        <p class="target">${report.target}</p>
      </div>
      <div class="risk tone-${level.toLowerCase()}"><small>Risk score</small><b>${score}</b><span>${level}</span></div>
    </div>
    <dl class="facts">
      ${report.facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

function contents(report: Report, hasCompliance: boolean, hasSuppressed: boolean): Html {
  const entries: readonly (readonly [string, string, boolean])[] = [
    ['summary', 'Executive summary', true],
    ['compliance', 'Compliance summary', hasCompliance],
    ['findings', `Findings by severity (${report.total})`, true],
    ['suppressed', `Suppressed findings (${report.suppressed.length})`, hasSuppressed],
    ['coverage', 'Scanner coverage', true],
  ];
  return html`<nav aria-label="Contents">
    <ol>
      ${entries.filter(([, , present]) => present).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ol>
  </nav>`;
}
