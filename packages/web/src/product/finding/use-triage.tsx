import type { TriageStatus } from '@securescan/model';
import { type ReactNode, useState } from 'react';
import { type FindingView, NEEDS_NOTE } from './finding.ts';
import { useJudge } from './triage.ts';
import { VerdictDialog } from './verdict-dialog.tsx';

/** Judging with the question for a reason where one is needed. `dialog` has to stand somewhere on the page. */
export function useTriage(onDone?: () => void): {
  readonly judge: (findings: readonly FindingView[], status: TriageStatus) => void;
  readonly isPending: boolean;
  readonly dialog: ReactNode;
} {
  const { mutate, isPending } = useJudge();
  const [asked, setAsked] = useState<{
    readonly findings: readonly FindingView[];
    readonly status: TriageStatus;
  } | null>(null);
  return {
    isPending,
    judge(findings, status) {
      if (findings.length === 0) return;
      if (NEEDS_NOTE.has(status)) {
        setAsked({ findings, status });
        return;
      }
      mutate({ findings, verdict: { status, note: null, expiresAt: null } });
      onDone?.();
    },
    dialog: (
      <VerdictDialog
        status={asked?.status ?? null}
        count={asked?.findings.length ?? 0}
        onCancel={() => setAsked(null)}
        onConfirm={(verdict) => {
          if (asked) mutate({ findings: asked.findings, verdict });
          setAsked(null);
          onDone?.();
        }}
      />
    ),
  };
}
