import type { TriageStatus } from '@securescan/model';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNow } from '../../ui/now.ts';
import { TRIAGE_LABELS } from './finding.ts';
import type { Verdict } from './triage.ts';

const MAX_NOTE = 1000;
const DAY_MS = 86_400_000;

/** Asks for the reason of a verdict that needs one. */
export function VerdictDialog({
  status,
  count,
  onCancel,
  onConfirm,
}: {
  /** Null while nothing is asked. */
  readonly status: TriageStatus | null;
  readonly count: number;
  readonly onCancel: () => void;
  readonly onConfirm: (verdict: Verdict) => void;
}) {
  const noteId = useId();
  const dateId = useId();
  const [note, setNote] = useState('');
  const [date, setDate] = useState('');
  const [isMissing, setMissing] = useState(false);
  const now = useNow(DAY_MS);
  const confirm = (): void => {
    if (status === null) return;
    if (note.trim() === '') {
      setMissing(true);
      return;
    }
    onConfirm({
      status,
      note: note.trim(),
      expiresAt: date === '' ? null : new Date(`${date}T00:00:00Z`).toISOString(),
    });
    setNote('');
    setDate('');
    setMissing(false);
  };
  const label = status === null ? '' : TRIAGE_LABELS[status];
  return (
    <Dialog
      isOpen={status !== null}
      onClose={onCancel}
      title={count === 1 ? label : `${label}: ${count} findings`}
      description="Whoever looks at this later wants to know why."
      actions={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button variant="default" onClick={confirm}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <div className="flex flex-col gap-1.5">
          <label htmlFor={noteId} className="font-medium">
            Reason
          </label>
          <textarea
            id={noteId}
            rows={3}
            maxLength={MAX_NOTE}
            value={note}
            aria-invalid={isMissing}
            aria-describedby={isMissing ? `${noteId}-problem` : undefined}
            onChange={({ target }) => {
              setNote(target.value);
              setMissing(false);
            }}
            className="rounded-md border border-control bg-bg px-3 py-2 text-text aria-invalid:border-critical"
          />
          {isMissing ? (
            <p id={`${noteId}-problem`} role="alert" className="text-critical-text">
              Say why.
            </p>
          ) : null}
        </div>
        {status === 'accepted_risk' ? (
          <div className="flex flex-col gap-1.5">
            <label htmlFor={dateId} className="font-medium">
              Look at it again on <span className="font-normal text-muted">(may stay empty)</span>
            </label>
            <input
              id={dateId}
              type="date"
              min={new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10)}
              value={date}
              onChange={({ target }) => setDate(target.value)}
              className="h-8 w-44 rounded-md border border-control bg-bg px-2 text-text"
            />
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
