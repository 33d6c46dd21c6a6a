import type { TriageStatus } from '@securescan/model';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Page, useApi } from '../../data/api.ts';
import { toDisplayName, useSession } from '../../data/session.ts';
import { useToast } from '../../ui/toast.tsx';
import { type FindingView, TRIAGE_LABELS } from './finding.ts';

/** A verdict as it is given. */
export interface Verdict {
  readonly status: TriageStatus;
  readonly note: string | null;
  /** RFC 3339; when an accepted risk is looked at again. */
  readonly expiresAt: string | null;
}

interface Judgement {
  readonly verdict: Verdict;
  readonly fingerprints: readonly string[];
}

/** The server takes so many at once. */
const BATCH = 500;

/** What the findings were judged before, alike ones together, so that it can be said again. */
export function toEarlier(findings: readonly FindingView[]): readonly Judgement[] {
  const groups = Map.groupBy(findings, ({ state }) =>
    JSON.stringify([state?.status ?? 'new', state?.note, state?.expires_at]),
  );
  return [...groups.values()].flatMap((group) => {
    const state = group[0]?.state ?? null;
    const verdict = {
      status: state?.status ?? 'new',
      note: state?.note ?? null,
      expiresAt: state?.expires_at ?? null,
    } as const;
    return [{ verdict, fingerprints: group.map(({ fingerprint }) => fingerprint) }];
  });
}

/**
 * Judges findings. The lists show it at once; when the server refuses, they show again what holds, and a message says so. Undo gives
 * each finding back the verdict that it had.
 */
export function useJudge() {
  const api = useApi();
  const queries = useQueryClient();
  const session = useSession();
  const tell = useToast();
  const author = session === undefined || session.kind === 'open' ? null : toDisplayName(session);

  const send = async (judgements: readonly Judgement[]): Promise<void> => {
    for (const { verdict, fingerprints } of judgements) {
      for (let start = 0; start < fingerprints.length; start += BATCH) {
        await api.call('setFindingStates', {
          body: {
            fingerprints: fingerprints.slice(start, start + BATCH),
            status: verdict.status,
            note: verdict.note,
            expires_at: verdict.expiresAt,
            updated_by: author,
          },
        });
      }
    }
  };
  const show = (judgements: readonly Judgement[]): void => {
    const byFingerprint = new Map(
      judgements.flatMap(({ verdict, fingerprints }) =>
        fingerprints.map((fingerprint) => [fingerprint, verdict] as const),
      ),
    );
    queries.setQueriesData<InfiniteData<Page<'listFindings'>>>({ queryKey: ['findings'] }, (data) =>
      data && 'pages' in data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              rows: page.rows.map((row) => withVerdict(row, byFingerprint, author)),
            })),
          }
        : data,
    );
  };
  const refresh = async (): Promise<void> => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['findings'] }),
      queries.invalidateQueries({ queryKey: ['finding'] }),
    ]);
  };
  const undo = useMutation({
    mutationFn: send,
    onMutate: show,
    onSuccess: () => tell({ text: 'Taken back.' }),
    onError: (problem) => tell({ text: `Not taken back: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: ({ findings, verdict }: { readonly findings: readonly FindingView[]; readonly verdict: Verdict }) =>
      send([{ verdict, fingerprints: findings.map(({ fingerprint }) => fingerprint) }]),
    onMutate: ({ findings, verdict }) =>
      show([{ verdict, fingerprints: findings.map(({ fingerprint }) => fingerprint) }]),
    onSuccess: (_, { findings, verdict }) => {
      const what = findings.length === 1 ? 'The finding is' : `${findings.length} findings are`;
      tell({
        text: `${what} now “${TRIAGE_LABELS[verdict.status]}”.`,
        undo: () => undo.mutate(toEarlier(findings)),
      });
    },
    onError: (problem) => tell({ text: `Not saved: ${problem.message}`, isError: true }),
    onSettled: refresh,
  });
}

function withVerdict(row: FindingView, verdicts: ReadonlyMap<string, Verdict>, author: string | null): FindingView {
  const verdict = verdicts.get(row.fingerprint);
  if (verdict === undefined) return row;
  return {
    ...row,
    state: {
      fingerprint: row.fingerprint,
      status: verdict.status,
      note: verdict.note,
      expires_at: verdict.expiresAt,
      updated_at: new Date().toISOString(),
      updated_by: author,
      principal: row.state?.principal ?? null,
    },
  };
}
