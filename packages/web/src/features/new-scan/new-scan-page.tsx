import type { ScanType } from '@securescan/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FolderOpen } from 'lucide-react';
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { useApi } from '../../data/api.ts';
import { Problem } from '../../data/problem.ts';
import { useMay } from '../../data/session.ts';
import { ProblemView } from '../../routing/problem-view.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { scannersQuery } from './api.ts';
import { BrowseDialog } from './browse-dialog.tsx';
import { FamilyChoices } from './family-choices.tsx';
import { chooseDefaults, type Family, toFamilies } from './plan.ts';
import { Preview } from './preview.tsx';

const route = getRouteApi('/scan');

/** Starts a scan: what is ticked is what runs, and what is missing says how to get it. */
export function NewScanPage() {
  const query = useQuery(scannersQuery(useApi()));
  return (
    <>
      <PageHeader title="New scan" documentTitle="New scan" />
      {query.data !== undefined ? (
        <Form families={toFamilies(query.data.scanners)} />
      ) : query.isError ? (
        <ProblemView error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows count={6} rowHeight="h-14" />
      )}
    </>
  );
}

function Form({ families }: { readonly families: readonly Family[] }) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const draft = route.useSearch();
  const mayWrite = useMay('write');
  const [isBrowsing, setBrowsing] = useState(false);
  const [isAuthorised, setAuthorised] = useState(false);
  const types: readonly ScanType[] = draft.types.length > 0 ? draft.types : chooseDefaults(families);
  const needsUrl = types.includes('dast');
  const needsHost = types.includes('network');
  const missing = findMissing({ ...draft, types, needsUrl, needsHost, isAuthorised });
  const change = (changes: Partial<typeof draft>): void =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true });
  const start = useMutation({
    mutationFn: () =>
      api.call('createScan', {
        body: {
          target_path: draft.target.trim(),
          scan_types: [...types],
          target_url: needsUrl ? draft.url.trim() : null,
          target_host: needsHost ? draft.host.trim() : null,
        },
      }),
    onSuccess: async (scan) => {
      await queries.invalidateQueries({ queryKey: ['scans'] });
      await navigate({ to: '/scan/$id', params: { id: scan.id } });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (missing === null && mayWrite && !start.isPending) start.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex flex-col gap-7">
        {mayWrite ? null : (
          <Banner tone="note">Your key may look, but not start scans: it needs the scope write.</Banner>
        )}
        <Field label="Target" hint="A directory or file of the machine that the server runs on.">
          {(id) => (
            <div className="flex gap-2">
              <input
                id={id}
                data-page-filter
                spellCheck={false}
                autoComplete="off"
                placeholder="/srv/projects/shop"
                maxLength={4096}
                value={draft.target}
                onChange={({ target }) => change({ target: target.value })}
                className="h-9 min-w-0 grow rounded-md border border-control bg-surface px-3 font-mono text-sm text-text"
              />
              <Button
                size="lg"
                icon={<FolderOpen size={16} strokeWidth={1.5} aria-hidden />}
                onClick={() => setBrowsing(true)}
              >
                Browse
              </Button>
            </div>
          )}
        </Field>
        <FamilyChoices families={families} chosen={types} onChange={(next) => change({ types: next })} />
        {needsUrl ? (
          <Field label="Address of the web application" hint="It will be sent real requests.">
            {(id) => (
              <TextInput
                id={id}
                value={draft.url}
                placeholder="https://staging.example.org"
                onChange={(url) => change({ url })}
              />
            )}
          </Field>
        ) : null}
        {needsHost ? (
          <Field label="Host or range" hint="Its ports will be probed.">
            {(id) => (
              <TextInput id={id} value={draft.host} placeholder="10.0.0.0/28" onChange={(host) => change({ host })} />
            )}
          </Field>
        ) : null}
        {needsUrl || needsHost ? (
          <label className="flex items-start gap-2 text-sm">
            <input
              type="checkbox"
              className="mt-0.5 size-4 accent-accent"
              checked={isAuthorised}
              onChange={({ target }) => setAuthorised(target.checked)}
            />
            I am allowed to test these systems
          </label>
        ) : null}
      </div>
      <Preview families={families} types={types} target={draft.target.trim()}>
        {start.error ? <Refusal error={start.error} /> : null}
        <Button type="submit" variant="default" disabled={missing !== null || !mayWrite} isBusy={start.isPending}>
          Start the scan
        </Button>
        {missing === null ? null : <p className="text-xs text-muted">{missing}</p>}
      </Preview>
      {isBrowsing ? (
        <BrowseDialog
          isOpen
          start={draft.target.trim()}
          onClose={() => setBrowsing(false)}
          onChoose={(target) => {
            setBrowsing(false);
            change({ target });
          }}
        />
      ) : null}
    </form>
  );
}

function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint: string;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children(id)}
      <p className="text-xs text-muted">{hint}</p>
    </div>
  );
}

function TextInput({
  id,
  value,
  placeholder,
  onChange,
}: {
  readonly id: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <input
      id={id}
      spellCheck={false}
      autoComplete="off"
      maxLength={2048}
      placeholder={placeholder}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="h-9 rounded-md border border-control bg-surface px-3 font-mono text-sm text-text"
    />
  );
}

function Refusal({ error }: { readonly error: Error }) {
  const wait = error instanceof Problem && error.kind === 'busy' ? error.retryAfterSeconds : null;
  return (
    <p role="alert" className="foreign text-sm text-critical-text">
      {error.message}
      {wait === null ? '' : ` Try again in ${wait} seconds.`}
    </p>
  );
}

/** What is still needed before a scan can start; null when nothing is. */
function findMissing(draft: {
  readonly target: string;
  readonly url: string;
  readonly host: string;
  readonly types: readonly ScanType[];
  readonly needsUrl: boolean;
  readonly needsHost: boolean;
  readonly isAuthorised: boolean;
}): string | null {
  if (draft.target.trim() === '') return 'Say what to scan first.';
  if (draft.types.length === 0) return 'Choose at least one kind of scanner.';
  if (draft.needsUrl && draft.url.trim() === '') return 'The web application needs its address.';
  if (draft.needsHost && draft.host.trim() === '') return 'The network scan needs a host.';
  if ((draft.needsUrl || draft.needsHost) && !draft.isAuthorised)
    return 'Confirm that you are allowed to test these systems.';
  return null;
}
