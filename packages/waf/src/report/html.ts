import { html, renderShell, STYLE, type Html } from '@securescan/renderers/parts';
import type { PillarPosture } from '../result/posture.ts';
import { countChecks, countNoun, countStatuses, describeGaps, percent } from './counts.ts';
import {
  type ControlView,
  isOpenFailure,
  placeOf,
  type ReportInput,
  sortBySeverity,
  viewControls,
} from './report-input.ts';

/** What the page of a scan has no need of: places of code, bars of pillars. */
const PAGE_STYLE = `${STYLE}
pre.code { background: var(--code); border-radius: 7px; padding: 7px 12px; margin: 6px 0 0; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; }
pre.code i { color: var(--soft); font-style: normal; margin-right: 1ch; }
ul.places { list-style: none; margin: 12px 0 0; padding: 0; }
ul.places li { border-top: 1px solid var(--line); padding: 10px 0; break-inside: avoid; }
ul.places p { margin: 3px 0 0; }
ul.counters { grid-template-columns: repeat(4, 1fr); }
.share-fill.low-share { fill: var(--high); } .share-fill.high-share { fill: var(--good); }
`;

/** Resources of one control that are listed; a page of everything would not open. */
const MAX_RESOURCES = 200;
const MAX_LINES = 500;

/** One page that needs nothing else, light or dark as the reader's system is, and that prints well. */
export function renderHtml(input: ReportInput): string {
  const { document } = input;
  const views = viewControls(input);
  const failed = sortBySeverity(views.filter(({ status }) => status === 'FAIL'));
  const waived = views.filter(({ status }) => status === 'WAIVED');
  const rest = views.filter(({ status }) => status === 'PASS' || status === 'SKIP');
  const gaps = describeGaps(input);
  const secrets = document.secret_findings;
  const sections: readonly (readonly [string, string, Html | null])[] = [
    ['posture', 'Posture of the pillars', postureSection(input)],
    ['failed', `Failed controls (${failed.length})`, failedSection(failed, input)],
    ['waived', `Waived controls (${waived.length})`, waived.length === 0 ? null : waivedSection(waived)],
    ['secrets', `Secrets in the code (${secrets.length})`, secrets.length === 0 ? null : secretsSection(input)],
    ['others', `Other controls (${rest.length})`, rest.length === 0 ? null : othersSection(rest)],
    ['gaps', `Left out (${gaps.length})`, gaps.length === 0 ? null : linesSection(gaps)],
    [
      'changes',
      'Changes from previous run',
      input.changes === null || input.changes.length === 0 ? null : linesSection(input.changes),
    ],
  ];
  const present = sections.filter(([, , content]) => content !== null);
  const body = html`${cover(input)}
    <main>
      <nav aria-label="Contents">
        <ol>
          ${present.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
        </ol>
      </nav>
      ${present.map(
        ([id, title, content]) =>
          html`<section id="${id}">
            <h2>${title}</h2>
            ${content}
          </section>`,
      )}
    </main>
    <footer>
      <p>
        Made by SecureScan ${input.version}, ${input.generatedAt}. Controls from ${input.controlsFrom}. Score
        ${document.score} of 100 by ${document.score_model}.
      </p>
    </footer>`;
  return renderShell({ title: `WAF++ PASS: ${document.project || document.path}`, style: PAGE_STYLE, body });
}

function cover({ document, generatedAt }: ReportInput): Html {
  const { score } = document.posture;
  const tone = score === null ? 'info' : score >= 80 ? 'good' : score >= 60 ? 'medium' : 'high';
  const facts: readonly (readonly [string, string])[] = [
    ['Code', document.iac_framework],
    ['Controls', `${document.controls_loaded} loaded, ${document.controls_run} evaluated`],
    ['Made', generatedAt.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, ' UTC')],
    ['Branch', document.branch || '–'],
    ['Commit', document.git_sha || '–'],
    ['Regions', document.detected_regions.map(([region, , zone]) => zone ?? region).join(', ') || '–'],
  ];
  return html`<header class="cover">
    <div class="brand">SecureScan</div>
    <div class="cover-main">
      <div>
        <h1>WAF++ PASS</h1>
        <p class="target">${document.project === '' ? document.path : `${document.project}: ${document.path}`}</p>
      </div>
      <div class="risk tone-${tone}"><small>Posture</small><b>${score ?? '–'}</b><span>OF 100</span></div>
    </div>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

function postureSection(input: ReportInput): Html {
  const counts = countStatuses(viewControls(input));
  const checks = countChecks(input);
  const tiles: readonly (readonly [string, number, string])[] = [
    ['failed', counts.FAIL, 'tone-high'],
    ['passed', counts.PASS, 'tone-good'],
    ['waived', counts.WAIVED, 'tone-medium'],
    ['not applicable or not known', counts.SKIP, 'tone-info'],
  ];
  return html`<ul class="counters">
      ${tiles.map(([name, count, tone]) => html`<li class="${count === 0 ? 'none' : tone}"><b>${count}</b><span>${name}</span></li>`)}
    </ul>
    <p class="note">
      ${countNoun(input.document.findings.length, 'check result')}: ${checks.FAIL} failed, ${checks.PASS} passed,
      ${checks.WAIVED} waived, ${checks.SKIP} not known.
    </p>
    ${table(
      ['Pillar', 'Score', '#Weighted', '#Coverage', '#Pass', '#Fail', '#Waived', '#Skip'],
      Object.entries(input.document.posture.pillars).map(([name, posture]) => pillarRow(name, posture)),
    )}`;
}

function pillarRow(name: string, posture: PillarPosture): Html {
  const { score, pass, fail, waived, skip } = posture;
  const width = Math.round(score ?? 0);
  const tone = width >= 80 ? 'high-share' : width < 60 ? 'low-share' : '';
  return html`<tr>
    <td>${name}</td>
    <td class="id">
      <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="share-track" width="100" height="8" rx="4" />
        <rect class="share-fill ${tone}" width="${width}" height="8" rx="4" /></svg
      >${percent(score)}
    </td>
    <td class="number">${percent(posture.weighted_score)}</td>
    <td class="number">${percent(posture.coverage)}</td>
    <td class="number">${pass}</td>
    <td class="number">${fail}</td>
    <td class="number">${waived}</td>
    <td class="number">${skip}</td>
  </tr>`;
}

function failedSection(views: readonly ControlView[], input: ReportInput): Html {
  if (views.length === 0) return html`<p class="empty">No control failed.</p>`;
  return html`${views.map((view) => controlCard(view, input))}`;
}

function controlCard({ control, findings }: ControlView, { lineOf }: ReportInput): Html {
  const failures = findings.filter((finding) => isOpenFailure(finding));
  const shown = failures.slice(0, MAX_RESOURCES);
  const remediations = [...new Set(failures.map(({ remediation }) => remediation))].filter((text) => text !== '');
  return html`<article id="${control.id}">
    <header>
      <span class="badge tone-${control.severity}">${control.severity}</span>
      <h4>${control.id} ${control.title}</h4>
    </header>
    <div class="meta"><span>${control.pillar}</span><span>${countNoun(failures.length, 'failed check')}</span></div>
    ${control.description === '' ? null : html`<p class="text">${control.description}</p>`}
    ${control.rationale === '' ? null : html`<p class="note text">${control.rationale}</p>`}
    ${remediations.map(
      (text) =>
        html`<div class="fix">
          <b>Remediation</b>
          <div class="text">${text}</div>
        </div>`,
    )}
    <ul class="places">
      ${shown.map((finding) => {
        const source = finding.line === null ? null : lineOf(finding.file, finding.line);
        return html`<li>
          <code>${finding.resource}</code> <code class="place">${placeOf(finding)}</code>
          <p class="text">${finding.message}</p>
          ${
            source === null || source.trim() === ''
              ? null
              : html`<pre class="code"><i>${finding.line}</i>${source.trim().slice(0, 400)}</pre>`
          }
        </li>`;
      })}
    </ul>
    ${failures.length > shown.length ? html`<p class="note">and ${failures.length - shown.length} more; the JSON document lists all</p>` : null}
    <ul class="tags">
      ${control.regulatory_mapping.map(({ framework, controls }) => html`<li>${framework} ${controls.join(', ')}</li>`)}
    </ul>
  </article>`;
}

function waivedSection(views: readonly ControlView[]): Html {
  return html`${table(
    ['Control', 'Title', 'Reason', 'Until'],
    views.map(
      ({ control, waiver }) =>
        html`<tr>
          <td class="id">${control.id}</td>
          <td>${control.title}</td>
          <td class="wide">${waiver?.reason ?? ''}</td>
          <td>${waiver === null || waiver.expires === '' ? 'no end' : waiver.expires}</td>
        </tr>`,
    ),
  )}`;
}

function secretsSection({ document }: ReportInput): Html {
  const shown = document.secret_findings.slice(0, MAX_LINES);
  const more = document.secret_findings.length - shown.length;
  return html`${table(
    ['Severity', 'Place', 'What', 'Value'],
    shown.map(
      ({ severity, file, line_no, pattern_name, masked_value, suppressed }) =>
        html`<tr>
          <td><span class="badge tone-${severity}">${severity}</span></td>
          <td class="wide"><code>${file}:${line_no}</code></td>
          <td>${pattern_name}${suppressed ? ' (marked as no secret)' : ''}</td>
          <td><code>${masked_value}</code></td>
        </tr>`,
    ),
  )}
  ${more > 0 ? html`<p class="note">and ${more} more; the JSON document lists all</p>` : null}`;
}

function othersSection(views: readonly ControlView[]): Html {
  return html`${table(
    ['Control', 'Title', 'Severity', 'Status', '#Resources'],
    views.map(
      ({ control, status, findings }) =>
        html`<tr>
          <td class="id">${control.id}</td>
          <td class="wide">${control.title}</td>
          <td>${control.severity}</td>
          <td>
            <span class="badge tone-${status === 'PASS' ? 'good' : 'info'}"
              >${status === 'PASS' ? 'passed' : findings.length === 0 ? 'not applicable' : 'not known'}</span
            >
          </td>
          <td class="number">${new Set(findings.map(({ resource }) => resource)).size}</td>
        </tr>`,
    ),
  )}`;
}

function linesSection(lines: readonly string[]): Html {
  const shown = lines.slice(0, MAX_LINES);
  return html`<ul class="plain">
    ${shown.map((line) => html`<li class="text">${line}</li>`)}
    ${lines.length > shown.length ? html`<li>and ${lines.length - shown.length} more</li>` : null}
  </ul>`;
}

/** A table that scrolls by itself where it is too wide; `#` before a name puts numbers to the right. */
function table(names: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${names.map((name) =>
            name.startsWith('#') ? html`<th class="number">${name.slice(1)}</th>` : html`<th>${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
