import type { Finding, Severity } from '@securescan/model';
import { cweUrl } from '../finding/cwe.ts';
import { endLineOf, lineOf, rangeOf } from '../finding/place.ts';
import { originalSeverityOf } from '../finding/severity-note.ts';
import { witnessesOf } from '../finding/witnesses.ts';
import { blobUrl, type LinkBase } from '../markdown.ts';
import { html, type Html } from './html.ts';

/** The severity as a coloured word. */
export function badge(severity: Severity): Html {
  return html`<span class="badge tone-${severity}">${severity}</span>`;
}

/** `(was: high)` for an overridden severity. */
export function wasNote(finding: Finding): Html | null {
  const original = originalSeverityOf(finding);
  return original === null ? null : html` <span class="was">(was: ${original})</span>`;
}

/** Where a finding is, linked when repository and commit are known. */
export function place(finding: Finding, base: LinkBase): Html | null {
  const text = rangeOf(finding);
  if (text === '') return null;
  const url = finding.filePath === null ? null : blobUrl(base, finding.filePath, lineOf(finding), endLineOf(finding));
  const code = html`<code class="place">${text}</code>`;
  return url === null ? code : html`<a href="${url}">${code}</a>`;
}

/** One finding with all that is known of it. */
export function findingCard(finding: Finding, id: string, base: LinkBase): Html {
  const witnesses = witnessesOf(finding);
  const { description, remediation, complianceTags } = finding;
  return html`<article id="${id}">
    <header>
      ${badge(finding.severity)}
      <h4>${finding.title}${wasNote(finding)}</h4>
    </header>
    <div class="meta">${[place(finding, base), ...factsOf(finding)]}</div>
    ${description === '' ? null : html`<p class="text">${description}</p>`}
    ${witnesses.length === 0 ? null : html`<p class="note">Also reported by ${witnesses.join(', ')}</p>`}
    ${
      remediation === null || remediation === ''
        ? null
        : html`<div class="fix">
            <b>Remediation</b>
            <div class="text">${remediation}</div>
          </div>`
    }
    ${
      complianceTags.length === 0
        ? null
        : html`<ul class="tags">
            ${complianceTags.map((tag) => html`<li>${tag}</li>`)}
          </ul>`
    }
  </article>`;
}

function factsOf(finding: Finding): Html[] {
  const { scanner, ruleId, cwe } = finding;
  const { confidence } = finding.metadata;
  const url = cweUrl(cwe);
  return [
    html`<span>${scanner}</span>`,
    ...(ruleId === null || ruleId === '' ? [] : [html`<span>Rule <code>${ruleId}</code></span>`]),
    ...(cwe === null || cwe === ''
      ? []
      : [url === null ? html`<span>${cwe}</span>` : html`<a href="${url}">${cwe}</a>`]),
    ...(typeof confidence === 'string' && confidence !== '' ? [html`<span>Confidence ${confidence}</span>`] : []),
  ];
}
