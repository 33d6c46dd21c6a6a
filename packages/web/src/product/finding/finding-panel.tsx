import { TRIAGE_STATUSES } from '@securescan/model';
import { ExternalLink, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMay } from '../../data/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { toExact } from '../../ui/time.ts';
import { SEVERITY_LABELS, SeverityBadge } from '../severity.tsx';
import { Comments } from './comments.tsx';
import {
  factsOf,
  type FindingView,
  isWebAddress,
  locationOf,
  statusOf,
  toCweAddress,
  TRIAGE_LABELS,
} from './finding.ts';
import { TriageBadge } from './triage-badge.tsx';
import { useTriage } from './use-triage.tsx';
import { VerdictHistory } from './verdict-history.tsx';

const STATUS_OPTIONS = TRIAGE_STATUSES.map((status) => ({ value: status, label: TRIAGE_LABELS[status] }));
const SUPPRESSED = {
  inline: 'a comment in the source',
  config: 'the project’s configuration',
  baseline: 'the project’s baseline',
} as const;

/** All that is known of one finding, and the verdict on it. */
export function FindingPanel({ finding, onClose }: { readonly finding: FindingView; readonly onClose: () => void }) {
  const facts = factsOf(finding);
  const location = locationOf(finding);
  return (
    <article aria-label={`Finding: ${finding.title}`} className="flex flex-col gap-5 p-5 text-sm">
      <header className="flex flex-col gap-2">
        <div className="flex items-center gap-2">
          <SeverityBadge severity={finding.severity} isSuppressed={facts.suppressed_by !== null} />
          {facts.original_severity === null || facts.original_severity === finding.severity ? null : (
            <span className="text-xs text-muted">
              was {SEVERITY_LABELS[facts.original_severity].toLowerCase()}, changed by the configuration
            </span>
          )}
          <span className="ml-auto inline-flex">
            <CopyButton
              text={location === null ? finding.title : `${finding.title} (${location})`}
              label="Copy title and place"
            />
            <IconButton size="sm" label="Close" onClick={onClose}>
              <X size={16} strokeWidth={1.5} aria-hidden />
            </IconButton>
          </span>
        </div>
        <h2 className="foreign text-lg">{finding.title}</h2>
        {location === null ? null : (
          <div className="flex min-w-0 items-center gap-1">
            <PathText path={location} />
            <CopyButton text={location} label="Copy the place" />
          </div>
        )}
        {facts.suppressed_by === null ? null : (
          <p className="text-muted">
            Suppressed by {SUPPRESSED[facts.suppressed_by]}: it does not count and fails no gate.
          </p>
        )}
      </header>
      <Triage finding={finding} />
      {finding.description === '' ? null : (
        <Section title="What it is">
          <p className="foreign max-h-80 overflow-auto whitespace-pre-wrap">{finding.description}</p>
        </Section>
      )}
      {finding.remediation === null ? null : (
        <Section title="How to fix it">
          <p className="foreign max-h-80 overflow-auto whitespace-pre-wrap">{finding.remediation}</p>
        </Section>
      )}
      <Facts finding={finding} />
      <Section title="Comments">
        <Comments key={finding.fingerprint} fingerprint={finding.fingerprint} />
      </Section>
      <Section title="History">
        <VerdictHistory fingerprint={finding.fingerprint} />
      </Section>
    </article>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-xs text-muted">{title}</h3>
      {children}
    </section>
  );
}

function Triage({ finding }: { readonly finding: FindingView }) {
  const mayWrite = useMay('write');
  const { judge, dialog, isPending } = useTriage();
  const { state } = finding;
  return (
    <div className="flex flex-col gap-2 rounded-md border border-border bg-bg p-3">
      <div className="flex flex-wrap items-center gap-3">
        {mayWrite ? (
          <Select
            label="Verdict"
            value={statusOf(finding)}
            options={STATUS_OPTIONS}
            isDisabled={isPending}
            onChange={(value) => {
              const status = TRIAGE_STATUSES.find((word) => word === value);
              if (status) judge([finding], status);
            }}
          />
        ) : (
          <TriageBadge status={statusOf(finding)} />
        )}
        <span role="status" className="text-xs text-muted">
          {isPending ? (
            'Saving…'
          ) : state === null ? (
            'Nobody has judged it yet'
          ) : (
            <>
              {state.updated_by ?? 'Somebody'}, <RelativeTime time={state.updated_at} />
            </>
          )}
        </span>
      </div>
      {state?.note == null ? null : <p className="foreign whitespace-pre-wrap">{state.note}</p>}
      {state?.expires_at == null ? null : (
        <p className="text-xs text-muted">To be looked at again on {toExact(new Date(state.expires_at))}</p>
      )}
      {dialog}
    </div>
  );
}

function Facts({ finding }: { readonly finding: FindingView }) {
  const { references, also_reported_by: witnesses, confidence } = factsOf(finding);
  const cweAddress = finding.cwe === null ? null : toCweAddress(finding.cwe);
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      <Fact name="Found by">
        {finding.scanner}
        {finding.rule_id === null ? null : (
          <span className="foreign block font-mono text-xs text-muted">{finding.rule_id}</span>
        )}
      </Fact>
      {witnesses.length === 0 ? null : (
        <Fact name="Also seen by">
          {witnesses.map(({ scanner, rule_id: rule, severity }) => (
            <span key={`${scanner} ${rule ?? ''}`} className="foreign block">
              {scanner} <span className="text-xs text-muted">{`${rule ?? ''} as ${severity}`}</span>
            </span>
          ))}
        </Fact>
      )}
      {confidence === null ? null : <Fact name="Confidence">{confidence}</Fact>}
      {finding.cwe === null ? null : (
        <Fact name="Weakness">
          {cweAddress === null ? finding.cwe : <OutLink href={cweAddress}>{finding.cwe}</OutLink>}
        </Fact>
      )}
      {finding.compliance_tags.length === 0 ? null : (
        <Fact name="Compliance">{finding.compliance_tags.join(', ')}</Fact>
      )}
      {references.length === 0 ? null : (
        <Fact name="References">
          {references.map((text) => (
            <span key={text} className="foreign block">
              {isWebAddress(text) ? <OutLink href={text}>{text.replace(/^https?:\/\//, '')}</OutLink> : text}
            </span>
          ))}
        </Fact>
      )}
      <Fact name="Fingerprint">
        <span className="inline-flex max-w-full items-center gap-1">
          <span className="truncate font-mono text-xs">{finding.fingerprint}</span>
          <CopyButton text={finding.fingerprint} label="Copy the fingerprint" />
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function OutLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent-text hover:underline"
    >
      {children}
      <ExternalLink size={12} strokeWidth={1.5} aria-label="opens in a new tab" className="shrink-0" />
    </a>
  );
}
